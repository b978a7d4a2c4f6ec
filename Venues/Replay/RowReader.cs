using OrleansTrader.Grains.Ports;

namespace OrleansTrader.Venues.Replay;

/// <summary>The cells of one line as numbers, with the file and the line in every complaint.</summary>
internal ref struct RowReader(string file, int lineNumber, ReadOnlySpan<byte> line, ReadOnlySpan<Range> cells)
{
    private readonly ReadOnlySpan<byte> _line = line;
    private readonly ReadOnlySpan<Range> _cells = cells;

    /// <summary>Whether a price was a known word for "no number": such a row is dropped and counted, not an error.</summary>
    public bool HasNoNumber { get; private set; }

    public readonly long Instant(int cell)
    {
        var text = Cell(cell, "time");
        return Utf8Numbers.TryInstant(text, out var ticks)
            ? ticks
            : throw Unreadable(
                $"'{Utf8Numbers.Shown(text)}' is no time: use 2021-12-31 23:01[:00][Z], 20211231 23:01, or Unix seconds or milliseconds");
    }

    public readonly int Milliseconds(int cell)
    {
        const int day = 86_400_000;
        var text = Cell(cell, "time");
        return Utf8Numbers.TryWhole(text, out var value) && value < day
            ? value
            : throw Unreadable($"'{Utf8Numbers.Shown(text)}' is no number of milliseconds since midnight");
    }

    public decimal Number(int cell, string name)
    {
        var text = Cell(cell, name);
        if (Utf8Numbers.TryDecimal(text, out var value))
            return value;
        if (!IsNoNumber(text))
            throw Unreadable($"{name} '{Utf8Numbers.Shown(text)}' is no number");
        HasNoNumber = true;
        return 0;
    }

    /// <summary>A volume or size: what is no number counts as −1, which a later check sets to 0 and counts.</summary>
    public readonly decimal Amount(int cell, string name)
    {
        var text = Cell(cell, name);
        if (Utf8Numbers.TryDecimal(text, out var value))
            return value;
        return IsNoNumber(text) ? -1 : throw Unreadable($"{name} '{Utf8Numbers.Shown(text)}' is no number");
    }

    public BarPrices Prices(int open, int high, int low, int close) =>
        new(Number(open, "open"), Number(high, "high"), Number(low, "low"), Number(close, "close"));

    private readonly ReadOnlySpan<byte> Cell(int cell, string name) =>
        cell < _cells.Length
            ? CsvCells.Of(_line, _cells[cell])
            : throw Unreadable($"{_cells.Length} cells, but {name} stands in column {cell + 1}: '{Utf8Numbers.Shown(_line)}'");

    private readonly FeedException Unreadable(string reason) => new($"{file}, line {lineNumber}: {reason}");

    private static bool IsNoNumber(ReadOnlySpan<byte> text)
    {
        if (text.IsEmpty)
            return true;
        Span<char> lower = stackalloc char[9];
        if (text.Length > lower.Length)
            return false;
        for (var i = 0; i < text.Length; i++)
            lower[i] = char.ToLowerInvariant((char)text[i]);
        return lower[..text.Length] is "nan" or "null" or "none" or "na" or "n/a" or "inf" or "-inf" or "infinity" or "-infinity";
    }
}
