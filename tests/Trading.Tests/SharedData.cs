using System.Globalization;
using OrleansTrader.Trading.Markets;

namespace OrleansTrader.Trading.Tests;

/// <summary>Real data beside the repository; tests that need it are skipped where it is absent.</summary>
internal static class SharedData
{
    private static readonly Lazy<List<Candle>> Minutes = new(() =>
    [
        .. File.ReadLines(Find("ohlcv/btc-perp-1m/btc-perp-20211231-20220201_1m.csv")).Skip(1).Select(Bar),
    ]);

    public static string Find(string path)
    {
        var root = Environment.GetEnvironmentVariable("TRADER_SHARED_DATA") ?? Beside();
        var full = root is null ? null : Path.Combine(root, path);
        Assert.SkipUnless(File.Exists(full), $"shared data '{path}' is not beside the repository; set TRADER_SHARED_DATA");
        return full!;
    }

    public static List<Candle> BtcMinutes()
    {
        Find("ohlcv/btc-perp-1m/btc-perp-20211231-20220201_1m.csv");
        return Minutes.Value;
    }

    private static Candle Bar(string line)
    {
        var cells = line.Split(',');
        var start = DateTimeOffset.Parse(cells[0], CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal);
        decimal Cell(int i) => decimal.Parse(cells[i], CultureInfo.InvariantCulture);
        return new Candle(start, Cell(1), Cell(2), Cell(3), Cell(4), Cell(5));
    }

    private static string? Beside()
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            if (File.Exists(Path.Combine(folder.FullName, "OrleansTrader.sln")))
                return Path.Combine(folder.FullName, "..", "shared", "data");
        }

        return null;
    }
}
