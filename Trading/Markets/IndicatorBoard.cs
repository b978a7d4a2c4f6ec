using OrleansTrader.Trading.Indicators;
using OrleansTrader.Trading.Strategies;

namespace OrleansTrader.Trading.Markets;

/// <summary>
/// The indicators of one symbol that somebody asked for: each is computed once a closed candle for everybody. A new one is warmed from
/// the candles kept.
/// </summary>
internal sealed class IndicatorBoard
{
    /// <summary>Most different indicators of one symbol.</summary>
    public const int IndicatorsMax = 512;

    private readonly Dictionary<string, Entry> _byText = new(StringComparer.Ordinal);
    private readonly Dictionary<Interval, List<Entry>> _byInterval = [];
    private int _count;

    /// <summary>The indicator of that text, made and warmed if nobody asked before.</summary>
    /// <exception cref="FormatException">The text is no indicator.</exception>
    /// <exception cref="InvalidOperationException">The symbol has <see cref="IndicatorsMax"/> indicators already.</exception>
    public Entry Get(string text, CandleSeries?[] seriesByOrdinal)
    {
        if (_byText.TryGetValue(text, out var known))
            return known;
        var spec = IndicatorSpec.Parse(text);
        if (!_byText.TryGetValue(spec.Text, out var entry))
        {
            if (_count == IndicatorsMax)
                throw new InvalidOperationException($"indicator '{text}' is one too many: a symbol keeps at most {IndicatorsMax}");
            entry = new Entry(spec, IndicatorCatalog.Create(spec));
            if (seriesByOrdinal[Intervals.All.IndexOf(spec.Interval)] is { } series)
                entry.Warm(series);
            _byText[spec.Text] = entry;
            if (!_byInterval.TryGetValue(spec.Interval, out var list))
                _byInterval[spec.Interval] = list = [];
            list.Add(entry);
            _count++;
        }

        // Other spellings of the same indicator are remembered too, as long as there is room.
        if (_byText.Count < IndicatorsMax * 2)
            _byText[text] = entry;
        return entry;
    }

    public void OnClosed(Interval interval, in Bar bar)
    {
        if (!_byInterval.TryGetValue(interval, out var entries))
            return;
        foreach (var entry in entries)
            entry.Update(bar);
    }

    internal sealed class Entry(IndicatorSpec spec, Indicator live)
    {
        private readonly double[] _previous = [.. live.Values];
        private DateTimeOffset _closedAt = DateTimeOffset.UnixEpoch;
        private IndicatorReading? _reading;
        private Indicator? _scratch;

        public Interval Interval => spec.Interval;

        public bool IsWarm => live.IsWarm;

        public void Warm(CandleSeries series)
        {
            for (var back = series.Count - 1; back >= 0; back--)
                Update(series.FromNewest(back).ToBar());
        }

        public void Update(in Bar bar)
        {
            live.Values.CopyTo(_previous);
            live.Update(bar);
            _closedAt = bar.Start + spec.Interval.Length();
            _reading = null;
        }

        /// <summary>The reading under the text that the caller knows it by.</summary>
        public IndicatorReading Read(string text)
        {
            _reading ??= new IndicatorReading(spec.Text, _closedAt, [.. live.Values], [.. _previous], live.IsWarm);
            return string.Equals(text, _reading.Indicator, StringComparison.Ordinal) ? _reading : _reading with { Indicator = text };
        }

        /// <summary>What the values would be if the unfinished candle closed now.</summary>
        public IndicatorReading Provisional(string text, in Candle unfinished)
        {
            _scratch ??= live.Clone();
            _scratch.CopyFrom(live);
            _scratch.Update(unfinished.ToBar());
            return new IndicatorReading(text, unfinished.Start + spec.Interval.Length(), [.. _scratch.Values], [.. live.Values], _scratch.IsWarm);
        }
    }
}
