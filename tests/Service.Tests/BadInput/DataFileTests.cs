using System.Text;
using OrleansTrader.Service.Tests.Replay;

namespace OrleansTrader.Service.Tests.BadInput;

public sealed class DataFileTests : IDisposable
{
    private readonly TemporaryDirectory _directory = new();

    public void Dispose() => _directory.Dispose();

    public static TheoryData<string, string, string> Unreadable => new()
    {
        { "a word for a price", With(5, BarFile.Row(5, open: "cheap")), "line 7: open 'cheap' is no number" },
        { "a price beyond all numbers", With(5, BarFile.Row(5, high: new string('9', 40))), "line 7: high" },
        { "a time that is none", With(5, BarFile.Row(5).Replace("2024-01-01", "2024-13-41", StringComparison.Ordinal)), "line 7: '2024-13-41 00:05:00' is no time" },
        { "a last line that was cut off", BarFile.Rows(30)[..^25], "line 31: " },
        { "a row with too few cells", With(5, "2024-01-01 00:05:00,1,2"), "line 7: 3 cells" },
        { "other columns", "time,price\n2024-01-01 00:00:00,5\n", "line 1: neither a row that starts with a time nor a header with a column 'open'" },
        { "a header alone", BarFile.Header + "\n", "line 1: a header, but no rows" },
        { "nothing", string.Empty, "line 1: the file is empty" },
        { "bars of two lengths", BarFile.Rows(20) + string.Join('\n', Enumerable.Range(0, 12).Select(static i => BarFile.Row(20 + (5 * i)))), "mixed intervals" },
        { "no row with prices", BarFile.Header + "\n" + BarFile.Row(0, open: "-1") + "\n" + BarFile.Row(1, low: "0") + "\n", "line 2: a price is not above zero" },
    };

    [Theory]
    [MemberData(nameof(Unreadable))]
    public async Task Replay_fileUnreadable_refusedWithLineAndReason(string what, string content, string reason)
    {
        Assert.NotEmpty(what);
        var file = Write("bars.csv", Encoding.UTF8.GetBytes(content));
        await Refusal.Check(_directory, Arguments(file), "bars", reason);
    }

    [Fact]
    public async Task Replay_binaryFile_refusedWithLineAndReason()
    {
        var bytes = new byte[4_000];
        new Random(7).NextBytes(bytes);
        await Refusal.Check(_directory, Arguments(Write("bars.csv", bytes)), "bars.csv, line 1");
    }

    [Fact]
    public async Task Replay_brokenZip_refused() =>
        await Refusal.Check(_directory, Arguments(Write("bars.zip", [0x50, 0x4B, 3, 4, .. new byte[300]])), "bars.zip: cannot be read");

    [Fact]
    public async Task Replay_fileMissing_refused() =>
        await Refusal.Check(_directory, Arguments(_directory.File("absent.csv")), "absent.csv: no such file");

    [Fact]
    public async Task Replay_fileCannotBeRead_refused()
    {
        // The memory of a process cannot be read at its address nought, whoever asks.
        Assert.SkipUnless(OperatingSystem.IsLinux(), "only Linux has a file that nobody can read");
        await Refusal.Check(_directory, Arguments("/proc/self/mem"), "/proc/self/mem");
    }

    [Fact]
    public async Task Replay_symbolNotInTheData_refused()
    {
        var file = Write("BTC-USDT.csv", Encoding.UTF8.GetBytes(BarFile.Rows(30)));
        await Refusal.Check(
            _directory, ["--feed", "replay", "--data", file, "--symbols", "ETH-USDT,XRP-USDT", "--speed", "max"], "ETH-USDT, XRP-USDT do not fit the data", "BTC-USDT");
    }

    public static TheoryData<string, string, string> Dropped => new()
    {
        { "negative price", BarFile.Row(5, close: "-3"), "1 without usable prices, 0 repeated, 0 out of order" },
        { "high below low", BarFile.Row(5, high: "10", low: "20"), "1 without usable prices, 0 repeated, 0 out of order" },
        { "no number", BarFile.Row(5, close: "NaN"), "1 without usable prices, 0 repeated, 0 out of order" },
        { "earlier time", BarFile.Row(5, at: 2), "0 without usable prices, 0 repeated, 1 out of order" },
        { "repeated time", BarFile.Row(5, at: 4), "0 without usable prices, 1 repeated, 0 out of order" },
    };

    [Theory]
    [MemberData(nameof(Dropped))]
    public async Task Replay_rowThatCannotBe_droppedCountedAndNamed(string what, string row, string counts)
    {
        Assert.NotEmpty(what);
        var ending = await SiloProcess.Run(_directory.Path, Arguments(Write("bars.csv", Encoding.UTF8.GetBytes(With(5, row)))));
        Assert.True(ending.ExitCode == 0 && ending.Errors.Length == 0, ending.ToString());
        Assert.Contains($"Of 30 rows 1 were dropped ({counts}) and 0 repaired. The first: ", ending.Output, StringComparison.Ordinal);
        Assert.Contains("bars.csv, line 7: ", ending.Output, StringComparison.Ordinal);
        Assert.Contains("bars      29\n", ending.Output, StringComparison.Ordinal);
    }

    /// <summary>Thirty rows below a header, one of them another; row n stands in line n + 2.</summary>
    private static string With(int number, string row)
    {
        var lines = BarFile.Rows(30).Split('\n');
        lines[number + 1] = row;
        return string.Join('\n', lines);
    }

    private static string[] Arguments(string file) => ["--feed", "replay", "--data", file, "--symbols", "BTC-USDT", "--speed", "max", "--exit"];

    private string Write(string name, byte[] content)
    {
        var path = _directory.File(name);
        File.WriteAllBytes(path, content);
        return path;
    }
}
