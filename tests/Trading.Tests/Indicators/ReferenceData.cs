using System.Globalization;
using System.Text.Json;
using OrleansTrader.Trading.Markets;

namespace OrleansTrader.Trading.Tests.Indicators;

/// <summary>Quotes and results of the shared data; a test that needs them is skipped where they are absent.</summary>
internal static class ReferenceData
{
    private static readonly string[] DateFormats =
        ["yyyy-MM-dd", "MM/dd/yyyy", "M/d/yyyy", "MM/dd/yy", "yyyy-MM-dd HH:mm", "yyyy-MM-dd HH:mm:ss.ffffff", "yyyy-MM-dd H:mm"];

    private static readonly string? Root = Find();

    public static Bar[] Quotes(string name) => Read(Path.Combine("indicators", "skender", "quotes", $"{name}.csv"), int.MaxValue);

    public static Bar[] Bitcoin(int count = int.MaxValue) => Read(Path.Combine("ohlcv", "btc-perp-1m", "btc-perp-20211231-20220201_1m.csv"), count);

    /// <summary>A column of a result file; NaN where it has null.</summary>
    public static double[] Column(string file, string column)
    {
        using var json = JsonDocument.Parse(File.ReadAllBytes(Shared(Path.Combine("indicators", "skender", "results", $"{file}.standard.json"))));
        return [.. json.RootElement.EnumerateArray().Select(row => row.GetProperty(column) is { ValueKind: JsonValueKind.Number } number ? number.GetDouble() : double.NaN)];
    }

    public static string Shared(string path)
    {
        Assert.SkipWhen(Root is null, "shared data is absent: neither ../shared/data nor $TRADER_SHARED_DATA");
        return Path.Combine(Root!, path);
    }

    private static Bar[] Read(string path, int count)
    {
        var lines = File.ReadLines(Shared(path)).Skip(1).Where(l => l.Length > 0).Take(count);
        return [.. lines.Select(line => line.Split(',')).Select(f => new Bar(Date(f[0]), Number(f[1]), Number(f[2]), Number(f[3]), Number(f[4]), Number(f[5])))];
    }

    private static DateTimeOffset Date(string text) =>
        DateTimeOffset.TryParseExact(text, DateFormats, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var at)
            ? at
            : DateTimeOffset.UnixEpoch;

    // The bad file leaves fields empty; an indicator has to live with what a careless reader makes of them.
    private static double Number(string text) =>
        double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var number) ? number : double.NaN;

    private static string? Find()
    {
        if (Environment.GetEnvironmentVariable("TRADER_SHARED_DATA") is { Length: > 0 } given)
            return Directory.Exists(given) ? given : null;
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            if (File.Exists(Path.Combine(folder.FullName, "OrleansTrader.sln")))
            {
                var data = Path.GetFullPath(Path.Combine(folder.FullName, "..", "shared", "data"));
                return Directory.Exists(data) ? data : null;
            }
        }

        return null;
    }
}
