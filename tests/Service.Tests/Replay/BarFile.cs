using System.Globalization;
using System.IO.Compression;
using System.Text;

namespace OrleansTrader.Service.Tests.Replay;

/// <summary>Bars that the tests make up: a slow wave with a fast one on it, so that averages cross and orders flow.</summary>
internal static class BarFile
{
    public const string Header = "timestamp,open,high,low,close,volume";

    private static readonly DateTime _start = new(2024, 1, 1, 0, 0, 0, DateTimeKind.Utc);

    /// <summary>One row of minute number <paramref name="minute"/>, with single cells replaced where they are given.</summary>
    public static string Row(int minute, string? open = null, string? high = null, string? low = null, string? close = null, int? at = null)
    {
        var (from, to) = (Price(minute), Price(minute + 1));
        var time = _start.AddMinutes(at ?? minute).ToString("yyyy-MM-dd HH:mm:ss", CultureInfo.InvariantCulture);
        return string.Join(
            ',', time, open ?? Text(from), high ?? Text(decimal.Max(from, to) + 1), low ?? Text(decimal.Min(from, to) - 1), close ?? Text(to), "2.5");
    }

    public static string Rows(int count) =>
        new StringBuilder().AppendLine(Header).AppendJoin('\n', Enumerable.Range(0, count).Select(static minute => Row(minute))).Append('\n').ToString();

    /// <summary>A day of hour bars as LEAN packs them: a zip with one CSV without a header.</summary>
    public static void WriteZip(string path, string entry, string content)
    {
        using var zip = ZipFile.Open(path, ZipArchiveMode.Create);
        using var writer = new StreamWriter(zip.CreateEntry(entry).Open());
        writer.Write(content);
    }

    // Triangular waves need nothing but whole numbers.
    private static decimal Price(int minute) => 1_000 + Wave(minute, 240) + (Wave(minute, 34) / 4m);

    private static decimal Wave(int minute, int period) => Math.Abs((minute % period) - (period / 2));

    private static string Text(decimal price) => price.ToString(CultureInfo.InvariantCulture);
}
