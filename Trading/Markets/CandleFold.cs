namespace OrleansTrader.Trading.Markets;

/// <summary>One coarser interval, folded from closed base candles.</summary>
internal sealed class CandleFold(Interval interval, int partsMax)
{
    private readonly long _length = (long)interval * TimeSpan.TicksPerMinute;
    private long _start;
    private int _parts;
    private Candle _sum;

    public Interval Interval => interval;

    public void Add(in Candle part, long partEnd, ICandleSink sink, DataQualityCounters counters)
    {
        var at = part.Start.UtcTicks;
        var start = at - (at % _length);
        if (_parts > 0 && start != _start)
            Close(sink, counters);
        _sum = _parts == 0 ? part with { Start = new DateTimeOffset(start, TimeSpan.Zero) } : Join(_sum, part);
        _start = start;
        _parts++;
        if (partEnd == start + _length)
            Close(sink, counters);
    }

    /// <summary>Closes what ended before that start: nothing more will come for it.</summary>
    public void CloseBefore(long start, ICandleSink sink, DataQualityCounters counters)
    {
        if (_parts > 0 && start >= _start + _length)
            Close(sink, counters);
    }

    /// <summary>The fold so far, followed by the unfinished base candle if that belongs to it.</summary>
    public Candle? With(Candle? unfinished)
    {
        if (unfinished is not { } part)
            return _parts > 0 ? _sum : null;
        var start = interval.Floor(part.Start);
        return _parts > 0 && start.UtcTicks == _start ? Join(_sum, part) : part with { Start = start };
    }

    private static Candle Join(in Candle sum, in Candle part) => new(
        sum.Start, sum.Open, Math.Max(sum.High, part.High), Math.Min(sum.Low, part.Low), part.Close, sum.Volume + part.Volume);

    private void Close(ICandleSink sink, DataQualityCounters counters)
    {
        if (_parts < partsMax)
            counters.PartialCandles++;
        _parts = 0;
        sink.OnClosed(interval, _sum);
    }
}
