namespace OrleansTrader.Trading.Risk.Breakers;

/// <summary>How far a price ranges within a sliding window, against the average of whole windows before.</summary>
internal sealed class RangeWindow(TimeSpan window)
{
    /// <summary>Parts that the window slides by.</summary>
    private const int Parts = 8;

    /// <summary>Whole windows before there is an average, and as many as it looks back on, older ones fading.</summary>
    private const int AverageMin = 12, AverageMax = 60;

    private readonly (long Part, decimal Low, decimal High)[] _parts = new (long, decimal, decimal)[Parts];
    private decimal _average;
    private int _windows;
    private long _last = long.MinValue;

    public void Add(DateTimeOffset at, decimal low, decimal high)
    {
        var part = PartOf(at);
        ref var slot = ref _parts[part % Parts];
        if (slot.Part == part && _last >= part)
        {
            slot = (part, Math.Min(slot.Low, low), Math.Max(slot.High, high));
            return;
        }

        if (part < _last)
            return;
        if (_last >= 0 && part / Parts != _last / Parts)
            EndWindow();
        slot = (part, low, high);
        _last = part;
    }

    /// <summary>The present range as a multiple of the average; null while there is no average.</summary>
    public decimal? AgainstAverage(DateTimeOffset now) =>
        _windows < AverageMin || _average <= 0m ? null : Range(PartOf(now) - Parts + 1) / _average;

    private void EndWindow()
    {
        var range = Range(_last - (_last % Parts));
        _windows = Math.Min(_windows + 1, AverageMax);
        _average += (range - _average) / _windows;
    }

    private decimal Range(long from)
    {
        decimal low = 0m, high = 0m;
        foreach (ref readonly var part in _parts.AsSpan())
        {
            if (part.Part < from || part.High == 0m)
                continue;
            low = low == 0m ? part.Low : Math.Min(low, part.Low);
            high = Math.Max(high, part.High);
        }

        return low > 0m ? (high - low) / low : 0m;
    }

    private long PartOf(DateTimeOffset at) => at.UtcTicks / (window.Ticks / Parts);
}

/// <summary>By how much two counters rose within a sliding window.</summary>
internal sealed class CountWindow(TimeSpan window)
{
    /// <summary>A share of fewer than these says nothing.</summary>
    public const long SampleMin = 20;

    private const int Parts = 16;

    private readonly Queue<(DateTimeOffset At, long Bad, long All)> _points = new();
    private DateTimeOffset _last;

    /// <param name="bad">The counters as they stand now.</param>
    public (long Bad, long All) Since(DateTimeOffset now, long bad, long all)
    {
        if (_points.Count == 0 || now - _last >= window / Parts)
        {
            _points.Enqueue((now, bad, all));
            _last = now;
        }

        while (_points.Count > 1 && now - _points.Peek().At > window)
            _points.Dequeue();
        var (_, oldBad, oldAll) = _points.Peek();
        return (bad - oldBad, all - oldAll);
    }
}
