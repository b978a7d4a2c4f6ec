namespace OrleansTrader.Trading.Risk;

/// <summary>
/// When the latest orders that open were accepted or amended, ascending, at most as many as a minute may have; kept only while their number
/// is limited. Of a change to a lower limit the newest stay.
/// </summary>
internal struct OpeningTimes
{
    /// <summary>Most instants kept, and so the highest limit of orders a minute.</summary>
    public const int CountMax = 600;

    private long[]? _ticks;

    public int Count { get; private set; }

    public readonly long this[int index] => _ticks![index];

    public void Add(long ticks, int max)
    {
        var kept = Math.Min(Count, Math.Min(max, CountMax) - 1);
        _ticks ??= new long[4];
        if (kept == _ticks.Length)
            Array.Resize(ref _ticks, kept * 2);
        Array.Copy(_ticks, Count - kept, _ticks, 0, kept);
        _ticks[kept] = ticks;
        Count = kept + 1;
    }

    /// <summary>How many came after an instant.</summary>
    public readonly int CountAfter(long ticks)
    {
        var count = 0;
        while (count < Count && _ticks![Count - 1 - count] > ticks)
            count++;
        return count;
    }

    /// <summary>The newest but so many.</summary>
    public readonly long NewestBut(int skipped) => _ticks![Count - 1 - skipped];

    public void CopyFrom(in OpeningTimes other)
    {
        if (other.Count > (_ticks?.Length ?? 0))
            _ticks = new long[other._ticks!.Length];
        if (other.Count > 0)
            Array.Copy(other._ticks!, _ticks!, other.Count);
        Count = other.Count;
    }
}
