using OrleansTrader.Grains.Ports;

namespace OrleansTrader.Venues.Replay;

/// <summary>Reads a plain CSV of candles: a row's time is the start of its bar.</summary>
internal static class CsvBars
{
    /// <returns>The guessed columns.</returns>
    /// <exception cref="FeedException">A row that cannot be read, with file, line and reason.</exception>
    public static CsvColumns Read(string file, ReadOnlySpan<byte> bytes, bool volumeInQuote, BarSeries into, int rowsMax)
    {
        var lines = new CsvLines(bytes);
        if (!lines.Next())
            throw new FeedException($"{file}, line 1: the file is empty");
        var separator = CsvCells.Separator(lines.Line);
        var columns = CsvColumns.Guess(file, lines.Number, lines.Line, separator);
        if (columns.HasHeader && !lines.Next())
            throw new FeedException($"{file}, line {lines.Number}: a header, but no rows");
        Span<Range> cells = stackalloc Range[CsvCells.CellsMax];
        var from = into.Rows;
        into.Reserve(Math.Min(rowsMax, bytes.Length / (lines.Line.Length + 1)));
        do
        {
            var count = CsvCells.Split(lines.Line, separator, cells);
            var row = new RowReader(file, lines.Number, lines.Line, cells[..count]);
            var start = row.Instant(columns.Time);
            var prices = row.Prices(columns.Open, columns.High, columns.Low, columns.Close);
            var volume = columns.Volume == CsvColumns.Absent ? 0 : row.Amount(columns.Volume, "volume");
            if (row.HasNoNumber)
            {
                into.CountRejected(file, lines.Number);
                continue;
            }

            if (volumeInQuote && volume > 0 && prices.Close > 0)
                volume = decimal.Round(volume / prices.Close, 12);
            if (into.Rows >= rowsMax)
                throw new FeedException($"{file}, line {lines.Number}: more than {rowsMax} rows: split the replay, or raise RowsMax");
            into.Add(file, new ReplayBar(start, prices, prices, 0, 0, volume, lines.Number));
        }
        while (lines.Next());
        into.EndOfFile(from);
        return columns;
    }
}
