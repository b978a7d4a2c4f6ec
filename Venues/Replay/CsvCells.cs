namespace OrleansTrader.Venues.Replay;

/// <summary>Walks the lines of a file in memory and the cells of a line; neither copies.</summary>
internal ref struct CsvLines(ReadOnlySpan<byte> bytes)
{
    private static ReadOnlySpan<byte> ByteOrderMark => [0xEF, 0xBB, 0xBF];

    private ReadOnlySpan<byte> _rest = bytes.StartsWith(ByteOrderMark) ? bytes[3..] : bytes;

    /// <summary>Number of the current line, from 1.</summary>
    public int Number { get; private set; }

    public ReadOnlySpan<byte> Line { get; private set; }

    /// <summary>The next line that is neither empty nor a comment (<c>#</c>).</summary>
    public bool Next()
    {
        while (!_rest.IsEmpty)
        {
            var end = _rest.IndexOf((byte)'\n');
            Line = (end < 0 ? _rest : _rest[..end]).TrimEnd((byte)'\r').Trim((byte)' ');
            _rest = end < 0 ? default : _rest[(end + 1)..];
            Number++;
            if (!Line.IsEmpty && Line[0] != '#')
                return true;
        }

        return false;
    }
}

internal static class CsvCells
{
    /// <summary>More cells in a line are not looked at.</summary>
    public const int CellsMax = 32;

    /// <summary>Ranges of the cells; answers how many there are, at most <see cref="CellsMax"/>.</summary>
    public static int Split(ReadOnlySpan<byte> line, byte separator, Span<Range> cells)
    {
        var count = 0;
        var start = 0;
        while (count < cells.Length)
        {
            var length = line[start..].IndexOf(separator);
            var end = length < 0 ? line.Length : start + length;
            cells[count++] = start..end;
            if (length < 0)
                break;
            start = end + 1;
        }

        return count;
    }

    /// <summary>A cell without spaces and quotation marks round it.</summary>
    public static ReadOnlySpan<byte> Of(ReadOnlySpan<byte> line, Range cell) => line[cell].Trim(" \""u8);

    /// <summary>The separator that occurs most in a line: comma, semicolon or tab.</summary>
    public static byte Separator(ReadOnlySpan<byte> line)
    {
        var best = (byte)',';
        foreach (var candidate in ",;\t"u8)
        {
            if (line.Count(candidate) > line.Count(best))
                best = candidate;
        }

        return best;
    }
}
