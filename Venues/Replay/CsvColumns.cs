using System.Text;
using OrleansTrader.Grains.Ports;

namespace OrleansTrader.Venues.Replay;

/// <summary>Which cell is what, guessed from a header or, without one, from the usual order.</summary>
internal readonly record struct CsvColumns(int Time, int Open, int High, int Low, int Close, int Volume, bool HasHeader)
{
    private static readonly string[][] Names =
    [
        ["timestamp", "time", "date", "datetime", "open_time", "opentime", "open time", "start", "unix", "ts", "t"],
        ["open", "o"],
        ["high", "h"],
        ["low", "l"],
        ["close", "c", "last"],
        ["volume", "vol", "v", "base_volume", "volume usd", "volume_usd"],
    ];

    /// <summary>Volume's column where the file has none.</summary>
    public const int Absent = -1;

    /// <summary>What was guessed, for the console.</summary>
    public override string ToString() =>
        $"time in column {Time + 1}, open {Open + 1}, high {High + 1}, low {Low + 1}, close {Close + 1}"
        + (Volume == Absent ? ", no volume" : $", volume {Volume + 1}") + (HasHeader ? " by its header" : " by the usual order");

    /// <param name="file">For the error's text.</param>
    /// <exception cref="FeedException">A needed column is missing.</exception>
    public static CsvColumns Guess(string file, int lineNumber, ReadOnlySpan<byte> line, byte separator)
    {
        Span<Range> cells = stackalloc Range[CsvCells.CellsMax];
        var count = CsvCells.Split(line, separator, cells);
        if (Utf8Numbers.TryInstant(CsvCells.Of(line, cells[0]), out _))
        {
            return count >= 5
                ? new CsvColumns(0, 1, 2, 3, 4, count > 5 ? 5 : Absent, HasHeader: false)
                : throw new FeedException(
                    $"{file}, line {lineNumber}: {count} columns, but time, open, high, low, close and perhaps volume are needed");
        }

        var names = new string[count];
        for (var i = 0; i < count; i++)
            names[i] = Encoding.UTF8.GetString(CsvCells.Of(line, cells[i])).ToLowerInvariant();
        var found = new int[Names.Length];
        for (var wanted = 0; wanted < Names.Length; wanted++)
        {
            found[wanted] = Array.FindIndex(names, n => Names[wanted].Contains(n));
            if (found[wanted] < 0 && wanted < 5)
            {
                throw new FeedException(
                    $"{file}, line {lineNumber}: neither a row that starts with a time nor a header with a column '{Names[wanted][0]}': "
                    + $"'{Utf8Numbers.Shown(line)}'");
            }
        }

        return new CsvColumns(found[0], found[1], found[2], found[3], found[4], found[5], HasHeader: true);
    }
}
