using OrleansTrader.Grains.Ports;

namespace OrleansTrader.Venues.Replay;

/// <summary>Bars of one symbol and one kind of price on their way from files to a checked, ascending list. Rows of several files follow each other.</summary>
internal sealed class BarSeries(string name)
{
    /// <summary>So many rows in a row at one other distance are another interval, not gaps.</summary>
    private const int OtherDistanceRowsMax = 10;

    private readonly List<(ReplayBar Bar, string File)> _rows = [];

    public ReplayReport Counts { get; private set; } = new();

    public List<ReplayBar> Bars { get; } = [];

    /// <summary>Distance of neighbouring bars; zero for fewer than two bars.</summary>
    public TimeSpan Length { get; private set; }

    public int Rows => _rows.Count;

    public void Add(string file, in ReplayBar bar) => _rows.Add((bar, file));

    /// <summary>Makes room at once for about so many rows: growing step by step would copy them again and again.</summary>
    public void Reserve(int rows) => _rows.EnsureCapacity(_rows.Count + rows);

    public void CountRejected(string file, int line) => Counts = Note(file, line, "a price is no number, dropped") with
    {
        Rejected = Counts.Rejected + 1,
        Rows = Counts.Rows + 1,
    };

    /// <summary>Turns a file that descends from its first row to its last one round.</summary>
    /// <param name="from">Number of rows before the file.</param>
    public void EndOfFile(int from)
    {
        if (_rows.Count - from > 1 && _rows[from].Bar.StartTicks > _rows[^1].Bar.StartTicks)
            _rows.Reverse(from, _rows.Count - from);
    }

    /// <summary>Applies the stated rules to each row, then finds the one interval.</summary>
    /// <param name="known">The interval that the files' names state; zero where the data must say.</param>
    /// <exception cref="FeedException">No usable row, or mixed intervals.</exception>
    public void Finish(TimeSpan known)
    {
        Counts = Counts with { Rows = Counts.Rows + _rows.Count };
        var last = long.MinValue;
        var files = new List<string>(_rows.Count);
        foreach (var (row, file) in _rows)
        {
            if (!IsPriced(row))
                Counts = Note(file, row.Line, "a price is not above zero, or the high is below the low, dropped") with { Rejected = Counts.Rejected + 1 };
            else if (row.StartTicks == last)
                Counts = Note(file, row.Line, "its time was there already, dropped") with { Duplicates = Counts.Duplicates + 1 };
            else if (row.StartTicks < last)
                Counts = Note(file, row.Line, "its time lies before the row above, dropped") with { OutOfOrder = Counts.OutOfOrder + 1 };
            else
            {
                last = row.StartTicks;
                Bars.Add(Repaired(row, file));
                files.Add(file);
            }
        }

        if (Bars.Count == 0)
            throw new FeedException($"{name}: none of {Counts.Rows} rows is usable; {Counts.First}");
        _rows.Clear();
        _rows.TrimExcess();
        FindLength(known, files);
    }

    private void FindLength(TimeSpan known, List<string> files)
    {
        var shortest = known.Ticks > 0 ? known.Ticks : long.MaxValue;
        for (var i = 1; i < Bars.Count && known == TimeSpan.Zero; i++)
            shortest = Math.Min(shortest, Bars[i].StartTicks - Bars[i - 1].StartTicks);
        if (shortest == long.MaxValue)
            return;
        Length = TimeSpan.FromTicks(shortest);
        long other = 0;
        var run = 0;
        for (var i = 1; i < Bars.Count; i++)
        {
            var distance = Bars[i].StartTicks - Bars[i - 1].StartTicks;
            if (distance == shortest)
            {
                run = 0;
                continue;
            }

            run = distance == other ? run + 1 : 1;
            other = distance;
            if (distance % shortest != 0 || (run >= OtherDistanceRowsMax && Length >= TimeSpan.FromMinutes(1)))
            {
                throw new FeedException(
                    $"{files[i]}, line {Bars[i].Line}: mixed intervals: bars of {Length} and of {TimeSpan.FromTicks(distance)}; "
                    + "replay files of one interval at a time");
            }
        }
    }

    private ReplayReport Note(string file, int line, string what) => Counts with { First = Counts.First ?? $"{file}, line {line}: {what}" };

    private static bool IsPriced(in ReplayBar bar) => IsPriced(bar.Bid) && IsPriced(bar.Ask);

    private static bool IsPriced(in BarPrices prices) =>
        prices.Open > 0 && prices.High > 0 && prices.Low > 0 && prices.Close > 0 && prices.High >= prices.Low;

    private ReplayBar Repaired(in ReplayBar bar, string file)
    {
        var bid = Widened(bar.Bid);
        var ask = Widened(bar.Ask);
        ask = new BarPrices(
            Math.Max(bid.Open, ask.Open), Math.Max(bid.High, ask.High), Math.Max(bid.Low, ask.Low), Math.Max(bid.Close, ask.Close));
        var repaired = bar with
        {
            Bid = bid,
            Ask = ask,
            Volume = Math.Max(0, bar.Volume),
            BidSize = Math.Max(0, bar.BidSize),
            AskSize = Math.Max(0, bar.AskSize),
        };
        if (repaired != bar)
            Counts = Note(file, bar.Line, "open or close outside low to high, ask below bid, or a negative volume, repaired") with { Repaired = Counts.Repaired + 1 };
        return repaired;
    }

    private static BarPrices Widened(in BarPrices prices) => prices with
    {
        High = Math.Max(prices.High, Math.Max(prices.Open, prices.Close)),
        Low = Math.Min(prices.Low, Math.Min(prices.Open, prices.Close)),
    };
}
