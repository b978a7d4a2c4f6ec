using System.Globalization;
using System.Net.Http.Json;
using System.Text.Json;
using OrleansTrader.Service.Tests.Replay;

namespace OrleansTrader.Service.Tests.Lifetime;

public sealed class LifetimeTests : IDisposable
{
    /// <summary>A stop that takes longer, in seconds, is none that a person waits for.</summary>
    private const int StopSecondsMax = 15;

    private readonly TemporaryDirectory _directory = new();

    public void Dispose() => _directory.Dispose();

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Service_toldToStop_endsCleanlyAndGoesOnAtTheNextStart(bool byInterrupt)
    {
        var before = await TradeUntilStopped(byInterrupt);

        await using var silo = Start();
        using var client = new HttpClient { BaseAddress = await silo.Address() };
        var after = await Accounts(client);
        Assert.Equal(before.Keys.Order(), after.Keys.Order());
        Assert.Contains(before, account => account.Value.GetProperty("fills").GetArrayLength() > 0);
        foreach (var (name, old) in before)
        {
            var (was, now) = (old.GetProperty("books"), after[name].GetProperty("books"));
            Assert.True(Version(now) >= Version(was), $"{name} went back from {Version(was)} to {Version(now)}");
            Assert.Equal(FillsOf(old), FillsOf(after[name]).TakeLast(FillsOf(old).Count));
            if (Version(now) != Version(was))
                continue;
            Assert.Equal(was.GetProperty("cash").GetString(), now.GetProperty("cash").GetString());
            Assert.Equal(Positions(was), Positions(now));
        }

        silo.SendTerminate();
        Assert.Equal(0, (await silo.End()).ExitCode);
    }

    [Fact]
    public async Task Service_restarted_equityCurveHasPointsOfTheFirstLife()
    {
        var before = await TradeUntilStopped(byInterrupt: false);
        var stopped = DateTimeOffset.UtcNow;
        await using var silo = Start();
        using var client = new HttpClient { BaseAddress = await silo.Address() };
        foreach (var (account, _) in before.Where(static pair => FillsOf(pair.Value).Count > 0))
        {
            // A curve is thinned: over a day the second life's first points would stand for those before.
            var curve = await client.GetFromJsonAsync<JsonElement>($"/api/v1/accounts/{account}/equity?to={stopped:yyyy-MM-ddTHH:mm:ss.fffZ}", TestContext.Current.CancellationToken);
            Assert.True(curve.GetArrayLength() > 0, $"{account} traded in its first life, and its curve begins after it");
        }
    }

    [Fact]
    public async Task Replay_atSixtyTimes_showsPageAndMovingPricesUntilStopped()
    {
        await File.WriteAllTextAsync(_directory.File("BTC-USDT.csv"), BarFile.Rows(600), TestContext.Current.CancellationToken);
        await using var silo = SiloProcess.Start(
            _directory.Path, null, "--feed", "replay", "--data", _directory.File("BTC-USDT.csv"), "--speed", "60", "--port", "0", "--data-dir", _directory.Data);
        using var client = new HttpClient { BaseAddress = await silo.Address() };
        Assert.Contains("OrleansTrader", await client.GetStringAsync("/", TestContext.Current.CancellationToken), StringComparison.Ordinal);
        var first = await Quote(client, after: null);
        var second = await Quote(client, first);
        Assert.True(second > first);
        Assert.Equal(2024, second.Year);

        silo.SendInterrupt();
        var ending = await silo.End();
        Assert.True(ending.ExitCode == 0, ending.ToString());
    }

    [Fact]
    public async Task Replay_finiteSpeedWithExit_endsWithSummary()
    {
        await File.WriteAllTextAsync(_directory.File("BTC-USDT.csv"), BarFile.Rows(40), TestContext.Current.CancellationToken);
        var ending = await SiloProcess.Run(
            _directory.Path, "--feed", "replay", "--data", _directory.File("BTC-USDT.csv"), "--speed", "2000", "--port", "0", "--exit");
        Assert.True(ending.ExitCode == 0, ending.ToString());
        Assert.Contains("bars      40\n", ending.Output, StringComparison.Ordinal);
        Assert.Contains("journal   sha256 ", ending.Output, StringComparison.Ordinal);
    }

    /// <summary>Lives until several accounts have traded; answers what the API told last of accounts that no trade could change any more.</summary>
    private async Task<Dictionary<string, JsonElement>> TradeUntilStopped(bool byInterrupt)
    {
        await using var silo = Start();
        using var client = new HttpClient { BaseAddress = await silo.Address() };
        using var bound = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        bound.CancelAfter(TimeSpan.FromSeconds(SiloProcess.WaitSecondsMax));
        Dictionary<string, JsonElement> accounts;
        do
        {
            await Task.Delay(TimeSpan.FromMilliseconds(50), bound.Token);
            accounts = await Accounts(client);
        }
        while (accounts.Values.Count(static account => account.GetProperty("fills").GetArrayLength() > 0) < 2);

        if (byInterrupt)
            silo.SendInterrupt();
        else
            silo.SendTerminate();
        var ending = await silo.End().WaitAsync(TimeSpan.FromSeconds(StopSecondsMax), bound.Token);
        Assert.True(ending.ExitCode == 0 && ending.Errors.Length == 0, ending.ToString());
        Assert.Single(ending.Output.Split('\n'), static line => line.Contains("http://", StringComparison.Ordinal));
        return accounts;
    }

    private SiloProcess Start() => SiloProcess.Start(
        _directory.Path, null, "--port", "0", "--data-dir", _directory.Data, "--cycle", "1", "--symbols", "BTC-USDT,ETH-USDT",
        "--agent", "sma-cross interval=1m stop=1", "--agent", "sma-cross interval=1m fast=1 slow=2 stop=1", "--agent", "trend interval=1m stop=1",
        "--agent", "breakout interval=1m period=2 stop=1", "--agent", "mean-reversion interval=1m deviations=0.1 oversold=49 stop=1");

    private static async Task<Dictionary<string, JsonElement>> Accounts(HttpClient client)
    {
        var accounts = new Dictionary<string, JsonElement>(StringComparer.Ordinal);
        foreach (var account in (await client.GetFromJsonAsync<JsonElement>("/api/v1/accounts", TestContext.Current.CancellationToken)).EnumerateArray())
        {
            var name = account.GetProperty("key").GetString()!.Split('/')[1];
            var fills = await client.GetFromJsonAsync<JsonElement>($"/api/v1/accounts/{name}/fills?limit=500", TestContext.Current.CancellationToken);
            accounts[name] = JsonSerializer.SerializeToElement(new { books = account.GetProperty("books"), fills = fills.GetProperty("rows") });
        }

        return accounts;
    }

    private static long Version(JsonElement books) => books.GetProperty("version").GetInt64();

    private static List<string> FillsOf(JsonElement account) => [.. account.GetProperty("fills").EnumerateArray().Select(static fill => fill.GetRawText())];

    private static List<string> Positions(JsonElement books) =>
        [.. books.GetProperty("positions").EnumerateArray().Select(static position => $"{position.GetProperty("symbol").GetString()} {position.GetProperty("quantity").GetString()}")];

    /// <summary>Waits for a quote later than one given.</summary>
    private static async Task<DateTimeOffset> Quote(HttpClient client, DateTimeOffset? after)
    {
        using var bound = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        bound.CancelAfter(TimeSpan.FromSeconds(SiloProcess.WaitSecondsMax));
        while (true)
        {
            foreach (var quote in (await client.GetFromJsonAsync<JsonElement>("/api/v1/quotes", bound.Token)).EnumerateArray())
            {
                var at = DateTimeOffset.Parse(quote.GetProperty("at").GetString()!, CultureInfo.InvariantCulture);
                if (after is null || at > after)
                    return at;
            }

            await Task.Delay(TimeSpan.FromMilliseconds(20), bound.Token);
        }
    }
}
