using System.Diagnostics;
using System.Globalization;
using OrleansTrader.Grains.Ports;
using OrleansTrader.Trading.Instruments;
using OrleansTrader.Trading.Markets;
using OrleansTrader.Venues.Replay;

namespace OrleansTrader.Venues.Tests.Replay;

public sealed class CsvReplayTests(ITestOutputHelper output) : IDisposable
{
    private const string BitcoinMonth = "btc-perp-20211231-20220201_1m.csv";

    private readonly string _folder = Directory.CreateTempSubdirectory("replay-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void Load_a_month_of_minutes_tells_four_quotes_a_bar_in_order()
    {
        var file = SharedData.Path("ohlcv", "btc-perp-1m", BitcoinMonth);
        var source = Load(new ReplayOptions { Files = [file], VolumeInQuote = true });
        Assert.Equal([Symbol.Parse("BTC-USDT")], source.Symbols);
        Assert.Equal(TimeSpan.FromMinutes(1), source.BarLength);
        Assert.Equal(45_031, source.Bars);
        Assert.Equal(new DateTimeOffset(2021, 12, 31, 23, 1, 0, TimeSpan.Zero), source.Start);
        Assert.Equal(new DateTimeOffset(2022, 2, 1, 5, 32, 0, TimeSpan.Zero), source.End);
        Assert.Equal((45_031, 0, 0, 0, 0), (source.Report.Rows, source.Report.Gaps, source.Report.Duplicates, source.Report.Rejected, source.Report.Repaired));

        // The oracle is a plain split of the file's own text.
        var rows = File.ReadLines(file).Skip(1).Select(l => l.Split(',').Skip(1).Select(c => decimal.Parse(c, CultureInfo.InvariantCulture)).ToArray()).ToArray();
        var quotes = source.Events().Cast<Quote>().ToArray();
        Assert.Equal(4 * rows.Length, quotes.Length);
        for (var i = 0; i < rows.Length; i++)
        {
            var bar = quotes.AsSpan(4 * i, 4);
            Assert.Equal(rows[i][0], bar[0].Bid);
            Assert.Equal(rows[i][1], Math.Max(bar[1].Bid, bar[2].Bid));
            Assert.Equal(rows[i][2], Math.Min(bar[1].Ask, bar[2].Ask));
            Assert.Equal(rows[i][3], bar[3].Ask);
            Assert.InRange(bar.ToArray().Sum(q => q.Volume) - (rows[i][4] / rows[i][3]), -1e-12m, 1e-12m);
            Assert.True(Math.Abs(bar[1].Bid - rows[i][0]) <= Math.Abs(bar[2].Bid - rows[i][0]), $"bar {i}: the nearer extreme comes first");
        }

        for (var i = 1; i < quotes.Length; i++)
            Assert.True(quotes[i].At > quotes[i - 1].At && quotes[i].FirstSequence == quotes[i - 1].LastSequence + 1);
    }

    [Fact]
    public void Load_reads_a_million_lines_in_about_a_second()
    {
        var file = SharedData.Path("ohlcv", "btc-perp-1m", BitcoinMonth);
        var bytes = File.ReadAllBytes(file);
        CsvBars.Read(file, bytes, volumeInQuote: false, new BarSeries("warm"), int.MaxValue);
        var watch = Stopwatch.StartNew();
        var worked = Environment.CpuUsage.TotalTime;
        var rows = 0;
        for (var i = 0; i < 5; i++)
        {
            var series = new BarSeries("BTC-USDT");
            CsvBars.Read(file, bytes, volumeInQuote: false, series, int.MaxValue);
            rows += series.Rows;
        }

        output.WriteLine($"{rows / watch.Elapsed.TotalSeconds:N0} lines/s, {rows / (Environment.CpuUsage.TotalTime - worked).TotalSeconds:N0} lines a second of processor time");
        watch.Restart();
        var quotes = Load(new ReplayOptions { Files = [file] }).Events().Count();
        output.WriteLine($"{quotes:N0} quotes in {watch.ElapsedMilliseconds} ms, reading and checking included");
        Assert.Equal(5 * 45_031, rows);
    }

    [Theory]
    [InlineData("timestamp,open,high,low,close,volume\n1640991660,1,2,0.5,1.5,10\n1640991720,1.5,2,1,2,4\n")]
    [InlineData("1640991660000,1,2,0.5,1.5,10\r\n1640991720000,1.5,2,1,2,4\r\n")]
    [InlineData("2021-12-31T23:01:00Z,1,2,0.5,1.5,10\n2021-12-31T23:02:00Z,1.5,2,1,2,4")]
    [InlineData("2022-01-01T00:01:00+01:00,1,2,0.5,1.5,10\n2022-01-01T00:02:00+01:00,1.5,2,1,2,4")]
    [InlineData("\uFEFFDate;Volume;Close;Low;High;Open\n\"2021-12-31 23:01:00.000000\";10;1.5;0.5;2;1\n\"2021-12-31 23:02:00.000000\";4;2;1;2;1.5\n")]
    [InlineData("# exported\n\n2021-12-31 23:01,1,2,0.5,1.5,10,extra\n\n2021-12-31 23:02,1.5,2,1,2,4,extra\n")]
    [InlineData("20211231 23:01,1,2,0.5,1.5,10\n20211231 23:02,1.5,2,1,2,4\n")]
    [InlineData("1640991660.0,1e0,2,5e-1,1.5,10\n1640991720.0,1.5,2,1,2,4\n")]
    [InlineData("1640991720,1.5,2,1,2,4\n1640991660,1,2,0.5,1.5,10\n")]
    public void Load_any_usual_form_reads_the_same_bars(string text)
    {
        var source = Load(new ReplayOptions { Files = [Write("x.csv", text)], Symbols = [Symbol.Parse("ETH-USD")] });
        Assert.Equal(2, source.Bars);
        Assert.Equal(new DateTimeOffset(2021, 12, 31, 23, 1, 0, TimeSpan.Zero), source.Start);
        Assert.Equal([1m, 0.5m, 2m, 1.5m, 1.5m, 1m, 2m, 2m], source.Events().Cast<Quote>().Select(q => q.Bid));
        Assert.Equal([10m, 4m], source.Events().Cast<Quote>().Where(q => q.Volume > 0).Select(q => q.Volume));
    }

    [Theory]
    [InlineData("", 1, "empty")]
    [InlineData("timestamp,open,high,low,close\n", 1, "no rows")]
    [InlineData("time,open,high,low\n1640991660,1,2,1\n", 1, "column 'close'")]
    [InlineData("1640991660,1,2,0.5,1.5\n1640991720,1,2,zwei,1.5\n", 2, "low 'zwei' is no number")]
    [InlineData("1640991660,1,2,0.5,1.5\nyesterday,1,2,0.5,1.5\n", 2, "'yesterday' is no time")]
    [InlineData("1640991660,1,2,0.5,1.5\n2021-02-30 00:00,1,2,0.5,1.5\n", 2, "is no time")]
    [InlineData("1640991660,1,2,0.5,1.5\n1640991720,1,2\n", 2, "3 cells")]
    [InlineData("\0\0\0\0\u0001\u0002", 1, "neither a row")]
    [InlineData("1640991660,1,2,0.5,1.5\n1640991720,1,2,0.5,1.5\n1640991760,1,2,0.5,1.5\n1640991840,1,2,0.5,1.5\n", 3, "mixed intervals")]
    public void Load_a_malformed_file_names_file_line_and_reason(string text, int line, string reason)
    {
        var file = Write("btc-usd.csv", text);
        var error = Assert.Throws<FeedException>(() => Load(new ReplayOptions { Files = [file] }));
        if (!reason.StartsWith("mixed", StringComparison.Ordinal))
            Assert.StartsWith($"{file}, line {line}: ", error.Message, StringComparison.Ordinal);
        Assert.Contains(reason, error.Message, StringComparison.Ordinal);
        Assert.DoesNotContain('\n', error.Message);
    }

    [Fact]
    public void Load_minutes_followed_by_hours_is_refused()
    {
        var rows = Enumerable.Range(0, 30).Select(i => 1640991600 + (i * 60)).Concat(Enumerable.Range(2, 30).Select(i => 1640991600 + (i * 3600)));
        var file = Write("btc-usd.csv", string.Concat(rows.Select(t => $"{t},1,2,0.5,1.5,1\n")));
        var error = Assert.Throws<FeedException>(() => Load(new ReplayOptions { Files = [file] }));
        Assert.Contains("mixed intervals: bars of 00:01:00 and of 01:00:00", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Load_wrong_rows_drops_or_repairs_and_counts_each()
    {
        var file = Write("btc-usd.csv", string.Join(
            '\n',
            "1640991660,1,2,0.5,1.5,1",
            "1640991720,NaN,2,0.5,1.5,1",
            "1640991780,0,2,0,1.5,1",
            "1640991840,1,2,-3,1.5,1",
            "1640991900,1,0.5,2,1.5,1",
            "1640991960,1,1.2,0.9,1.5,1",
            "1640991960,7,8,6,7,1",
            "1640991660,7,8,6,7,1",
            "1640992020,1,2,0.5,1.5,-4",
            "1640992140,1,2,0.5,1.5,1"));
        var source = Load(new ReplayOptions { Files = [file] });
        Assert.Equal(4, source.Bars);
        var report = source.Report;
        Assert.Equal(10, report.Rows);
        Assert.Equal(4, report.Rejected);
        Assert.Equal(2, report.Repaired);
        Assert.Equal(1, report.Duplicates);
        Assert.Equal(1, report.OutOfOrder);
        Assert.Equal(2, report.Gaps);
        Assert.Equal(1.5m, source.Events().Cast<Quote>().Skip(4).Take(4).Max(q => q.Bid));
    }

    [Fact]
    public void Load_a_file_of_zeros_has_nothing_usable()
    {
        var file = Write("x.csv", "2017-01-03,0,0,0,0,0\n2017-01-04,0,0,0,0,0\n");
        var error = Assert.Throws<FeedException>(() => Load(new ReplayOptions { Files = [file], Symbols = [Symbol.Parse("SPY-USD")] }));
        Assert.Contains("is usable", error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("bad.csv")]
    [InlineData("mismatch.csv")]
    [InlineData("zeros.csv")]
    public void Load_dates_with_the_month_first_are_refused_rather_than_guessed(string name)
    {
        var file = SharedData.Path("indicators", "skender", "quotes", name);
        var error = Assert.Throws<FeedException>(() => Load(new ReplayOptions { Files = [file], Symbols = [Symbol.Parse("SPY-USD")] }));
        Assert.StartsWith($"{file}, line 2: ", error.Message, StringComparison.Ordinal);
        Assert.Contains("is no time", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Load_a_folder_or_path_that_is_not_there_says_so()
    {
        Assert.Contains("no such file", Assert.Throws<FeedException>(() => Load(new ReplayOptions { Files = [Path.Combine(_folder, "no.csv")] })).Message, StringComparison.Ordinal);
        Assert.Contains("neither a CSV", Assert.Throws<FeedException>(() => Load(new ReplayOptions { Files = [_folder] })).Message, StringComparison.Ordinal);
        Assert.Contains("no data", Assert.Throws<FeedException>(() => Load(new ReplayOptions())).Message, StringComparison.Ordinal);
        var zip = Write("20221213_trade.zip", "not a zip");
        Assert.Contains("cannot be read", Assert.Throws<FeedException>(() => Load(new ReplayOptions { Files = [zip], Symbols = [Symbol.Parse("BTC-USD")] })).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Events_of_two_files_merge_by_time_then_symbol()
    {
        var eth = Write("ETH-USD.csv", "1640991660,10,20,5,15\n1640991720,15,20,10,20\n");
        var btc = Write("BTCUSD.csv", "1640991600,1,2,0.5,1.5\n1640991660,1,2,0.5,1.5\n1640991780,1.5,2,1,2\n");
        var events = Load(new ReplayOptions { Files = [eth, btc] }).Events().ToArray();
        Assert.Equal(20, events.Length);
        Assert.Equal(events.OrderBy(e => e.At).ThenBy(e => e.Symbol).Select(e => (e.At, e.Symbol)), events.Select(e => (e.At, e.Symbol)));
    }

    [Fact]
    public void Load_symbols_that_do_not_fit_the_data_says_what_there_is()
    {
        var file = Write("ETH-USD.csv", "1640991660,10,20,5,15\n1640991720,15,20,10,20\n");
        var error = Assert.Throws<FeedException>(() => Load(new ReplayOptions { Files = [file], Symbols = [Symbol.Parse("BTC-USD"), Symbol.Parse("SOL-USD")] }));
        Assert.Contains("holds ETH-USD", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Events_of_a_bar_each_stand_for_the_way_from_the_one_before()
    {
        var file = Write("BTC-USD.csv", "1640991660,100,104,99,101\n1640991720,110,111,109,110\n");
        var quotes = Load(new ReplayOptions { Files = [file] }).Events().Cast<Quote>().Take(5).ToArray();
        Assert.Equal([100m, 99m, 104m, 101m, 110m], quotes.Select(q => q.Bid));
        Assert.Equal([100m, 99m, 99m, 101m, 110m], quotes.Select(q => q.LowBid));
        Assert.Equal([100m, 100m, 104m, 104m, 110m], quotes.Select(q => q.HighAsk));
    }

    [Fact]
    public void Events_with_a_spread_stand_apart_by_it()
    {
        var file = Write("BTC-USD.csv", "1640991660,100,100,100,100\n1640991720,100,100,100,100\n");
        var quote = (Quote)Load(new ReplayOptions { Files = [file], SpreadBps = 10 }).Events().First();
        Assert.Equal((99.95m, 100.05m), (quote.Bid, quote.Ask));
    }

    private static ReplaySource Load(ReplayOptions options) => new ReplayLoader(options).Load();

    private string Write(string name, string text)
    {
        var path = Path.Combine(_folder, name);
        File.WriteAllText(path, text);
        return path;
    }
}
