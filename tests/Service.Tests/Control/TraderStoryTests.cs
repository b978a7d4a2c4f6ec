using System.Text.Json;

namespace OrleansTrader.Service.Tests.Control;

/// <summary>What a person does for themselves, through the real service and the real <c>trader</c>.</summary>
public sealed class TraderStoryTests : IDisposable
{
    private readonly TemporaryDirectory _directory = new();

    public void Dispose() => _directory.Dispose();

    [Fact]
    public async Task Agent_ofOnesOwn_isMadeTradesAndIsStopped()
    {
        await using var silo = Start();
        var trader = new TraderProcess(_directory.Path, await silo.Address());
        await trader.Do("accounts", "create", "mine", "--cash", "50000");
        await trader.Do(
            "versions", "create", "quick@1.0.0", "--strategy", "sma-cross interval=1m fast=1 slow=2 stop=1", "--symbols", "BTC-USDT,ETH-USDT", "--leverage", "2",
            "--cycle", "1", "--activate");
        await trader.Do("versions", "clone", "quick@1.0.0", "quick@1.1.0", "--leverage", "3", "--dry-run", "--activate");
        var change = await trader.Do("versions", "diff", "quick@1.0.0", "quick@1.1.0");
        Assert.Equal(["dryRun", "leverage"], change.GetProperty("changes").EnumerateArray().Select(static field => field.GetProperty("field").GetString()));

        await trader.Do("agents", "create", "quick", "--version", "quick@1.0.0", "--account", "mine");
        var fills = await Wait(trader, static found => found.GetProperty("rows").GetArrayLength() > 0, "orders", "list", "mine", "--all");
        Assert.NotEqual(0, fills.GetProperty("rows").GetArrayLength());
        Assert.Equal("paused", (await trader.Do("agents", "pause", "quick")).GetProperty("status").GetString());
        Assert.Equal("active", (await trader.Do("agents", "resume", "quick")).GetProperty("status").GetString());
        Assert.Equal(1, (await trader.Run("accounts", "archive", "mine")).ExitCode);

        Assert.Equal("stopped", (await trader.Do("agents", "stop", "quick", "--positions", "close")).GetProperty("status").GetString());
        Assert.Equal(0, (await trader.Do("positions", "list", "mine")).GetArrayLength());
        await trader.Do("orders", "cancel", "mine", "--all");
        await Exported(trader, "fills", "mine");
        await Exported(trader, "trades", "mine");
        await Exported(trader, "decisions", "quick");

        var reset = await trader.Do("accounts", "reset", "mine", "--cash", "1000");
        Assert.Equal("done", reset.GetProperty("status").GetString());
        var books = (await trader.Do("accounts", "show", "mine")).GetProperty("books");
        Assert.Equal(("1000", "1000", "0"), (books.GetProperty("equity").GetString(), books.GetProperty("deposited").GetString(), books.GetProperty("fees").GetString()));
        await trader.Do("versions", "retire", "quick@1.0.0");
        Assert.Equal(1, (await trader.Run("agents", "create", "again", "--version", "quick@1.0.0", "--account", "mine")).ExitCode);
        await trader.Do("accounts", "archive", "mine");
        Assert.Equal(1, (await trader.Run("accounts", "deposit", "mine", "1")).ExitCode);
        await EndSound(silo);
    }

    [Fact]
    public async Task Orders_byHand_arePlacedAmendedCancelledAndClosed()
    {
        await using var silo = Start();
        var trader = new TraderProcess(_directory.Path, await silo.Address());
        await trader.Do("accounts", "create", "hand", "--cash", "50000");
        await Wait(trader, static found => found.TryGetProperty("order", out _), "orders", "place", "hand", "buy", "0.01", "BTC-USDT", "--limit", "10000", "--leverage", "2");
        var order = (await trader.Do("orders", "list", "hand")).GetProperty("books").GetProperty("orders")[0];
        var number = order.GetProperty("id").GetString()!;
        await trader.Do("orders", "amend", "hand", number, "--limit", "11000");
        Assert.Equal("11000", (await trader.Do("orders", "list", "hand")).GetProperty("books").GetProperty("orders")[0].GetProperty("limitPrice").GetString());
        await trader.Do("orders", "cancel", "hand", number);
        Assert.Equal(0, (await trader.Do("orders", "list", "hand")).GetProperty("books").GetProperty("orders").GetArrayLength());

        await trader.Do("orders", "place", "hand", "sell", "0.01", "BTC-USDT", "--leverage", "2", "--reason", "a hunch");
        Assert.Equal("-0.01", (await trader.Do("positions", "list", "hand"))[0].GetProperty("quantity").GetString());
        await trader.Do("positions", "close", "hand", "BTC-USDT");
        Assert.Equal(0, (await trader.Do("positions", "list", "hand")).GetArrayLength());

        var (code, _, error) = await trader.Run("orders", "place", "hand", "buy", "0.0000001", "BTC-USDT");
        Assert.Equal(1, code);
        Assert.StartsWith("quantity is ", error, StringComparison.Ordinal);
        await EndSound(silo);
    }

    [Fact]
    public async Task Risk_isLimitedByOwnerAndVersion_andAHaltStopsAllOfIt()
    {
        await using var silo = Start();
        var trader = new TraderProcess(_directory.Path, await silo.Address());
        await trader.Do("accounts", "create", "safe", "--cash", "50000");
        await trader.Do("accounts", "limits", "safe", "--order-notional", "100", "--leverage", "5");
        await trader.Do("accounts", "limits", "safe", "--drawdown", "0.2", "--on-breach", "halt");
        await trader.Do(
            "versions", "create", "calm@1.0.0", "--strategy", "trend", "--symbols", "BTC-USDT", "--limit-leverage", "3", "--limit-positions", "1", "--activate");
        await trader.Do("agents", "create", "calm", "--version", "calm@1.0.0", "--account", "safe", "--paused");
        Assert.Equal("5", await InForce("leverageMax"));
        await trader.Do("agents", "start", "calm");
        Assert.Equal(("3", "100", "0.2", "halt"), (await InForce("leverageMax"), await InForce("orderNotionalMax"), await InForce("drawdownMax"), await InForce("onBreach")));

        await Wait(trader, static found => found.TryGetProperty("order", out _), "orders", "place", "safe", "buy", "0.001", "BTC-USDT", "--limit", "10000", "--leverage", "2");
        var (large, _, error) = await trader.Run("orders", "place", "safe", "buy", "0.1", "BTC-USDT", "--leverage", "2");
        Assert.Equal(1, large);
        Assert.Matches("^orderNotionalMax is '[0-9.]+': at most 100$", error.TrimEnd());

        await trader.Do("accounts", "halt", "safe", "--reason", "a bad feeling");
        var (code, _, why) = await trader.Run("orders", "place", "safe", "buy", "0.001", "BTC-USDT", "--leverage", "2");
        Assert.Equal((1, true), (code, why.StartsWith("account is 'a bad feeling'", StringComparison.Ordinal)));
        await trader.Do("accounts", "resume", "safe");
        Assert.Equal(1, (await trader.Run("accounts", "resume", "safe")).ExitCode);

        await trader.Do("agents", "stop", "calm", "--positions", "close");
        Assert.Equal("5", await InForce("leverageMax"));
        await trader.Do("accounts", "limits", "safe", "--none");
        Assert.Null(await InForce("leverageMax"));
        await trader.Do("orders", "place", "safe", "buy", "0.1", "BTC-USDT", "--leverage", "2");
        await EndSound(silo);

        async Task<string?> InForce(string limit) =>
            (await trader.Do("accounts", "limits", "safe")).GetProperty("books").GetProperty("limits").TryGetProperty(limit, out var value) ? value.GetString() : null;
    }

    [Fact]
    public async Task Key_repeatedAlsoAfterACrash_getsTheFirstAnswer()
    {
        JsonElement first;
        await using (var silo = Start())
        {
            var trader = new TraderProcess(_directory.Path, await silo.Address());
            await trader.Do("accounts", "create", "mine", "--cash", "100");
            first = await trader.Do("accounts", "deposit", "mine", "50", "--idempotency-key", "k1");
            await trader.Do("accounts", "deposit", "mine", "7", "--idempotency-key", "k2");
            silo.Kill();
            await silo.End();
        }

        await using var again = Start();
        var after = new TraderProcess(_directory.Path, await again.Address());
        Assert.Equal(first.GetRawText(), (await after.Do("accounts", "deposit", "mine", "50", "--idempotency-key", "k1")).GetRawText());
        Assert.Equal("157", (await after.Do("accounts", "show", "mine")).GetProperty("books").GetProperty("cash").GetString());
        var (code, _, error) = await after.Run("accounts", "deposit", "mine", "51", "--idempotency-key", "k1");
        Assert.Equal(1, code);
        Assert.StartsWith("Idempotency-Key is 'k1'", error, StringComparison.Ordinal);

        var stranger = new TraderProcess(_directory.Path, await again.Address()) { Key = "some-other-key" };
        var (refused, output, why) = await stranger.Run("accounts", "deposit", "mine", "1");
        Assert.Equal(1, refused);
        Assert.Contains("control.key", why, StringComparison.Ordinal);
        var secret = (await File.ReadAllTextAsync(Path.Combine(_directory.Data, "simulated", "control.key"), TestContext.Current.CancellationToken)).Trim();
        Assert.DoesNotContain(secret, again.Output + output + why, StringComparison.Ordinal);
        foreach (var log in Directory.EnumerateFiles(_directory.Data, "*.log*", SearchOption.AllDirectories))
            Assert.DoesNotContain(secret, await ReadShared(log), StringComparison.Ordinal);
        await EndSound(again);
    }

    private SiloProcess Start() => SiloProcess.Start(
        _directory.Path, null, "--port", "0", "--data-dir", _directory.Data, "--cycle", "1", "--symbols", "BTC-USDT,ETH-USDT", "--agent", "trend");

    private async Task Exported(TraderProcess trader, string what, string name)
    {
        var path = _directory.File($"{what}.csv");
        var (code, _, error) = await trader.Run("export", what, name, "--out", path);
        Assert.True(code == 0, error);
        var lines = (await File.ReadAllTextAsync(path, TestContext.Current.CancellationToken)).Split("\r\n");
        Assert.True(lines.Length > 2, $"{what}: {lines.Length} lines");
        Assert.Equal(string.Empty, lines[^1]);
        Assert.All(lines[1..^1], static line => Assert.Contains("-USDT,", line, StringComparison.Ordinal));
    }

    /// <summary>Repeats a command until its answer is what is waited for, or the bound is reached; a refusal counts as not yet.</summary>
    private static async Task<JsonElement> Wait(TraderProcess trader, Func<JsonElement, bool> isThere, params string[] command)
    {
        using var bound = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        bound.CancelAfter(TimeSpan.FromSeconds(SiloProcess.WaitSecondsMax));
        while (true)
        {
            var (code, output, _) = await trader.Run([.. command, "--json"]);
            if (code == 0 && JsonDocument.Parse(output).RootElement is var answer && isThere(answer))
                return answer;
            await Task.Delay(TimeSpan.FromMilliseconds(200), bound.Token);
        }
    }

    private async Task EndSound(SiloProcess silo)
    {
        silo.SendTerminate();
        Assert.Equal(0, (await silo.End()).ExitCode);
        var verified = await SiloProcess.Run(_directory.Path, "verify", "--data-dir", _directory.Data);
        Assert.True(verified.ExitCode == 0, verified.ToString());
    }

    private static async Task<string> ReadShared(string path)
    {
        await using var file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite);
        using var reader = new StreamReader(file);
        return await reader.ReadToEndAsync(TestContext.Current.CancellationToken);
    }
}
