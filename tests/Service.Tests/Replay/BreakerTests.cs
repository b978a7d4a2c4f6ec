using System.Globalization;
using System.Text;

namespace OrleansTrader.Service.Tests.Replay;

/// <summary>A fall with breakers and without: the same command prints the same, and rules bound what is lost.</summary>
public sealed class BreakerTests : IDisposable
{
    private readonly TemporaryDirectory _directory = new();

    public void Dispose() => _directory.Dispose();

    [Fact]
    public async Task Replay_ofAFall_breakersBoundWhatIsLost_andTheSameCommandGivesTheSame()
    {
        await File.WriteAllTextAsync(_directory.File("BTC-USDT.csv"), Fall(3_000), TestContext.Current.CancellationToken);
        string[] command = ["--feed", "replay", "--data", _directory.File("BTC-USDT.csv"), "--speed", "max", "--agent", "sma-cross fast=3 slow=8"];
        string[] rules = ["--breaker", "windowLoss:0.02:4h:close:cool=12h", "--breaker", "volatility:6:15m:cool=30m"];

        var without = await Run([.. command, "--breaker", "none"]);
        var with = await Run([.. command, .. rules]);

        Assert.Equal(with, await Run([.. command, .. rules]));
        Assert.Equal(await Hash(command), await Hash([.. command, "--breaker", "none"]));
        Assert.Equal("0", without.Split(' ', StringSplitOptions.RemoveEmptyEntries)[^4]);
        Assert.True(Return(with) > Return(without), $"{with}\n{without}");
    }

    [Theory]
    [InlineData("drawdown", "--breaker 'drawdown'")]
    [InlineData("drawdown:2", "rules[0].threshold is '2'")]
    [InlineData("windowLoss:0.1", "rules[0].window is missing")]
    public async Task Breaker_thatCannotBe_isRefusedInOneLine(string rule, string why)
    {
        await File.WriteAllTextAsync(_directory.File("BTC-USDT.csv"), Fall(10), TestContext.Current.CancellationToken);
        var (code, _, error) = await SiloProcess.Run(_directory.Path, "--feed", "replay", "--data", _directory.File("BTC-USDT.csv"), "--speed", "max", "--breaker", rule);
        Assert.NotEqual(0, code);
        Assert.Contains(why, error, StringComparison.Ordinal);
    }

    private async Task<string> Run(string[] command) =>
        (await Output(command)).Split('\n').Last(static line => line.StartsWith("sma-cross ", StringComparison.Ordinal) && line.Contains(" h ", StringComparison.Ordinal));

    private async Task<string> Hash(string[] command) => (await Output(command)).Split('\n').Single(static line => line.StartsWith("journal ", StringComparison.Ordinal));

    private async Task<string> Output(string[] command)
    {
        var (code, output, error) = await SiloProcess.Run(_directory.Path, command);
        Assert.True(code == 0, output + error);
        return output;
    }

    private static decimal Return(string line) => decimal.Parse(line.Split(' ', StringSplitOptions.RemoveEmptyEntries)[1], CultureInfo.InvariantCulture);

    // Saws downward, so that whoever follows it is wrong most of the time.
    private static string Fall(int minutes)
    {
        var rows = new StringBuilder("timestamp,open,high,low,close,volume\n");
        var price = 40_000m;
        for (var i = 0; i < minutes; i++)
        {
            var next = decimal.Round(price * (1m + (((i * 7) % 13) - 6.2m) / 4_000m), 2);
            rows.Append(CultureInfo.InvariantCulture, $"{new DateTime(2024, 1, 1, 0, 0, 0, DateTimeKind.Utc).AddMinutes(i):yyyy-MM-dd HH:mm:ss},{price},{Math.Max(price, next)},{Math.Min(price, next)},{next},10\n");
            price = next;
        }

        return rows.ToString();
    }
}
