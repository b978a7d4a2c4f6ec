using System.Globalization;
using System.Text.Json;

namespace OrleansTrader.Service.Tests.Signals;

/// <summary>From an alert over HTTP to a position with its bracket and a score, in the service itself.</summary>
public sealed class SignalRoadTests : IDisposable
{
    private const int LooksMax = 300;

    private readonly TemporaryDirectory _directory = new();

    public void Dispose() => _directory.Dispose();

    [Fact]
    public async Task TradingViewAlert_isFilledBracketedAndScored()
    {
        await using var silo = SiloProcess.Start(
            _directory.Path, new Dictionary<string, string>(StringComparer.Ordinal), "--port", "0", "--data-dir", "data", "--agent", "trend");
        using var sender = await AlertSender.To(silo, _directory.Path);
        const string account = "follower";
        await sender.OpenAccount(account);
        var token = await sender.Set("tv", $$$"""
            {"kind":"tradingView","text":"{symbol} {direction} at {time}","terms":{"exits":{"stop":"percent","stopDistance":"0.5"},
            "subscriptions":[{"kind":"account","name":"{{{account}}}","sizing":{"method":"fixedFraction","riskShare":"0.001","leverage":"2"}}]}}
            """);

        var opened = await sender.Send($"/webhook/demo/tv/{token}", $"BTCUSDT buy at {Now()}");
        Assert.Equal(202, opened.Code);
        var signal = await Until(sender, opened.Id!, static found => Stage(found) is "managed" or "refused" or "scored" or "informed");
        Assert.True(Stage(signal) is "managed" or "scored", signal.GetRawText());
        var reasons = signal.GetProperty("steps").EnumerateArray().Select(static step => step.GetProperty("reason").GetString()).ToArray();
        Assert.Equal(["received", "enriched", "qualified", "sized", "executed", "filled"], reasons.Take(6));
        var orders = (await sender.Get($"/api/v1/accounts/{account}/orders")).GetProperty("rows").EnumerateArray()
            .Where(order => order.TryGetProperty("cause", out var cause) && string.Equals(cause.GetString(), $"signal {opened.Id}", StringComparison.Ordinal)).ToArray();
        var entry = Assert.Single(orders, static order => !order.TryGetProperty("parent", out _));
        Assert.Equal("filled", entry.GetProperty("status").GetString());
        Assert.Equal(2, orders.Count(order => order.TryGetProperty("parent", out var parent) && string.Equals(parent.GetString(), entry.GetProperty("order").GetString(), StringComparison.Ordinal)));

        // The same alert again opens nothing; a close by another one ends the trade, and the first is scored.
        await Task.WhenAll(sender.Send($"/webhook/demo/tv/{token}", $"BTCUSDT close at {Now()}"));
        var scored = await Until(sender, opened.Id!, static found => Stage(found) is "scored");
        Assert.False(scored.GetProperty("onPaper").GetBoolean());
        Assert.True(scored.TryGetProperty("result", out _));
        var worth = (await sender.Get("/api/v1/signals/reputation")).EnumerateArray().Single();
        Assert.Equal(1, worth.GetProperty("won").GetInt32() + worth.GetProperty("lost").GetInt32());
    }

    private static string Now() => DateTimeOffset.UtcNow.ToString("yyyy-MM-ddTHH:mm:ssZ", CultureInfo.InvariantCulture);

    private static string? Stage(JsonElement signal) => signal.GetProperty("stage").GetString();

    private static async Task<JsonElement> Until(AlertSender sender, string id, Func<JsonElement, bool> holds)
    {
        var found = await sender.Get($"/api/v1/signals/{id}");
        for (var look = 0; look < LooksMax && !holds(found); look++)
        {
            await Task.Delay(100);
            found = await sender.Get($"/api/v1/signals/{id}");
        }

        Assert.True(holds(found), found.GetRawText());
        return found;
    }
}
