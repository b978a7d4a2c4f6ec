using System.Globalization;
using System.Text;

namespace OrleansTrader.Service.Tests.Replay;

/// <summary>The same command prints the same summary and the same hash, whatever machine it thinks it runs on.</summary>
public sealed class DeterminismTests : IDisposable
{
    private const string RealFile = "ohlcv/btc-perp-1m/btc-perp-20211231-20220201_1m.csv";

    private readonly TemporaryDirectory _directory = new();

    public void Dispose() => _directory.Dispose();

    [Fact]
    public async Task Replay_sameCommandElsewhere_sameSummaryAndHash()
    {
        await File.WriteAllTextAsync(_directory.File("BTC-USDT.csv"), BarFile.Rows(2_000), TestContext.Current.CancellationToken);
        string[] command = ["--feed", "replay", "--data", _directory.File("BTC-USDT.csv"), "--speed", "max", "--agent", "sma-cross fast=3 slow=8", "--agent", "breakout interval=5m"];
        var first = await Summary(new(), [.. command, "--exit"]);
        Assert.True(Count(first, "fills") > 20, first);

        Assert.Equal(first, await Summary(new(), [.. command, "--exit"]));
        Assert.Equal(first, await Summary(new() { ["DOTNET_TieredCompilation"] = "0", ["DOTNET_EnableAVX2"] = "0" }, [.. command, "--exit"]));
        Assert.Equal(first, await Summary(
            new() { ["LANG"] = "de_DE.UTF-8", ["LC_ALL"] = "de_DE.UTF-8", ["TZ"] = "Asia/Tokyo", ["DOTNET_SYSTEM_GLOBALIZATION_INVARIANT"] = "false" },
            [.. command, "--exit", "--data-dir", _directory.Data]));

        // Virtual time has no page: as fast as possible ends by itself, asked to or not.
        Assert.Equal(first, await Summary(new(), command));
        Assert.Contains("sound.", (await SiloProcess.Run(_directory.Path, "verify", "--data-dir", _directory.Data)).Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Replay_otherBars_otherHash()
    {
        await File.WriteAllTextAsync(_directory.File("BTC-USDT.csv"), BarFile.Rows(600), TestContext.Current.CancellationToken);
        string[] command = ["--feed", "replay", "--data", _directory.File("BTC-USDT.csv"), "--speed", "max", "--agent", "sma-cross fast=3 slow=8"];
        var first = await Summary(new(), command);
        await File.WriteAllTextAsync(_directory.File("BTC-USDT.csv"), BarFile.Rows(599), TestContext.Current.CancellationToken);
        Assert.NotEqual(first, await Summary(new(), command));
    }

    [Fact]
    public async Task Replay_realFile_sameHashTwice()
    {
        var lines = (await File.ReadAllLinesAsync(SharedData.Find(RealFile), TestContext.Current.CancellationToken)).Take(5_001);
        await File.WriteAllLinesAsync(_directory.File("BTC-USDT.csv"), lines, TestContext.Current.CancellationToken);
        string[] command = ["--feed", "replay", "--data", _directory.File("BTC-USDT.csv"), "--volume-in", "quote", "--speed", "max", "--exit", "--agent", "sma-cross"];
        var first = await Summary(new(), command);
        Assert.Contains("bars      5,000\n", first, StringComparison.Ordinal);
        Assert.True(Count(first, "fills") > 20, first);
        Assert.Equal(first, await Summary(new() { ["DOTNET_TieredCompilation"] = "0", ["TZ"] = "America/New_York" }, command));
    }

    [Fact]
    public async Task Replay_leanZipOfHours_tradesOnHoursAndAbove()
    {
        var folder = Directory.CreateDirectory(_directory.File("hour")).FullName;
        var rows = new StringBuilder();
        for (var hour = 0; hour < 400; hour++)
        {
            var cells = BarFile.Row(hour).Split(',');
            var time = new DateTime(2024, 1, 1, 0, 0, 0, DateTimeKind.Utc).AddHours(hour).ToString("yyyyMMdd HH:mm", CultureInfo.InvariantCulture);
            rows.Append(time).Append(',').AppendJoin(',', cells[1..]).Append('\n');
        }

        BarFile.WriteZip(Path.Combine(folder, "btcusdt_trade.zip"), "btcusdt.csv", rows.ToString());
        await CheckHours(Path.Combine(folder, "btcusdt_trade.zip"), "bars      400\n");
    }

    [Fact]
    public async Task Replay_realLeanZipOfHours_sameHashTwice() =>
        await CheckHours(SharedData.Find("ohlcv/lean/crypto/binance/hour/btcusdt_trade.zip"), "bars ");

    private async Task CheckHours(string file, string bars)
    {
        string[] command = ["--feed", "replay", "--data", file, "--speed", "max", "--agent", "sma-cross fast=3 slow=8 interval=1h", "--agent", "breakout interval=4h"];
        var first = await Summary(new(), command);
        Assert.Contains(bars, first, StringComparison.Ordinal);
        Assert.True(Count(first, "fills") > 5, first);
        Assert.Equal(first, await Summary(new(), command));
    }

    /// <summary>What the console says, without the one line that tells the machine's speed.</summary>
    private async Task<string> Summary(Dictionary<string, string> environment, string[] arguments)
    {
        var ending = await SiloProcess.Run(_directory.Path, environment, arguments);
        Assert.True(ending.ExitCode == 0 && ending.Errors.Length == 0, ending.ToString());
        Assert.Contains("journal   sha256 ", ending.Output, StringComparison.Ordinal);
        return string.Join('\n', ending.Output.Split('\n').Where(static line => !line.StartsWith("rate ", StringComparison.Ordinal)));
    }

    private static int Count(string summary, string name) => int.Parse(
        summary.Split('\n').Single(line => line.StartsWith($"{name} ", StringComparison.Ordinal))[name.Length..], NumberStyles.Number, CultureInfo.InvariantCulture);
}
