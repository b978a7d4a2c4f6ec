using OrleansTrader.Grains.Ports;

namespace OrleansTrader.Venues.Replay;

/// <summary>Reads the rows of LEAN's crypto files: trades (time and five numbers), quotes (time, four bids, size, four asks, size), funding.</summary>
internal static class LeanBars
{
    public const string FundingFolder = "margin_interest";

    private const int TradeCells = 6;
    private const int QuoteCells = 11;

    /// <exception cref="FeedException">A row that cannot be read, with file, line and reason.</exception>
    public static void Read(string file, LeanPath path, ReadOnlySpan<byte> bytes, BarSeries into, int rowsMax)
    {
        var lines = new CsvLines(bytes);
        var expected = path.IsQuotes ? QuoteCells : TradeCells;
        var from = into.Rows;
        var midnight = path.Day?.Ticks ?? 0;
        Span<Range> cells = stackalloc Range[CsvCells.CellsMax];
        while (lines.Next())
        {
            var count = CsvCells.Split(lines.Line, (byte)',', cells);
            if (count != expected)
            {
                throw new FeedException(
                    $"{file}, line {lines.Number}: {count} cells where LEAN's {(path.IsQuotes ? "quotes" : "trades")} have {expected}: "
                    + $"'{Utf8Numbers.Shown(lines.Line)}'");
            }

            if (into.Rows >= rowsMax)
                throw new FeedException($"{file}, line {lines.Number}: more than {rowsMax} rows: split the replay, or raise RowsMax");
            var row = new RowReader(file, lines.Number, lines.Line, cells[..count]);
            var start = path.Day is null ? row.Instant(0) : midnight + (row.Milliseconds(0) * TimeSpan.TicksPerMillisecond);
            var bid = row.Prices(1, 2, 3, 4);
            var bar = path.IsQuotes
                ? new ReplayBar(start, bid, row.Prices(6, 7, 8, 9), row.Amount(5, "bid size"), row.Amount(10, "ask size"), 0, lines.Number)
                : new ReplayBar(start, bid, bid, 0, 0, row.Amount(5, "volume"), lines.Number);
            if (row.HasNoNumber)
                into.CountRejected(file, lines.Number);
            else
                into.Add(file, bar);
        }

        into.EndOfFile(from);
    }

    /// <summary>Funding rates of a <c>margin_interest</c> file: <c>20221213 08:00:00,-0.00022398</c>, ascending.</summary>
    public static List<(long Ticks, decimal Rate)> Funding(string file, ReadOnlySpan<byte> bytes)
    {
        var rates = new List<(long Ticks, decimal Rate)>();
        var lines = new CsvLines(bytes);
        Span<Range> cells = stackalloc Range[CsvCells.CellsMax];
        while (lines.Next())
        {
            var count = CsvCells.Split(lines.Line, (byte)',', cells);
            var row = new RowReader(file, lines.Number, lines.Line, cells[..count]);
            var at = row.Instant(0);
            var rate = row.Number(1, "rate");
            if (row.HasNoNumber || rate is < -1 or > 1)
                throw new FeedException($"{file}, line {lines.Number}: '{Utf8Numbers.Shown(lines.Line)}' holds no funding rate between -1 and 1");
            if (rates.Count == 0 || at > rates[^1].Ticks)
                rates.Add((at, rate));
            else
                throw new FeedException($"{file}, line {lines.Number}: funding times must ascend without repeats");
        }

        return rates;
    }
}
