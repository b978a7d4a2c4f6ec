namespace OrleansTrader.Trading.Accounts;

/// <summary>
/// What was held at the end of each hour with fills, for funding that is charged late. Funding timestamps lie on whole hours.
/// Keeps the last <see cref="HoursMax"/> such hours; allocates with the first fill.
/// </summary>
internal struct HeldHistory
{
    public const int HoursMax = 32;

    private long[]? _hours;
    private decimal[]? _held;

    /// <summary>Hours that were dropped: before the oldest kept one nothing is known.</summary>
    public bool HasDropped { get; private set; }

    public int Count { get; private set; }

    public readonly (long Hour, decimal Held) this[int index] => (_hours![index], _held![index]);

    public static long HourOf(long ticks) => ticks / TimeSpan.TicksPerHour;

    public void Record(long atTicks, decimal held)
    {
        var hour = HourOf(atTicks);
        if (Count > 0 && _hours![Count - 1] >= hour)
        {
            _held![Count - 1] = held;
            return;
        }

        if (Count == HoursMax)
        {
            Array.Copy(_hours!, 1, _hours!, 0, Count - 1);
            Array.Copy(_held!, 1, _held!, 0, Count - 1);
            Count--;
            HasDropped = true;
        }

        if (_hours is null || Count == _hours.Length)
            Grow(Math.Min(HoursMax, Math.Max(4, Count * 2)));
        _hours![Count] = hour;
        _held![Count] = held;
        Count++;
    }

    /// <summary>Held just before <paramref name="atTicks"/>, a whole hour; false where that is no longer known.</summary>
    public readonly bool TryHeldBefore(long atTicks, out decimal held)
    {
        var hour = HourOf(atTicks);
        for (var i = Count - 1; i >= 0; i--)
        {
            if (_hours![i] < hour)
            {
                held = _held![i];
                return true;
            }
        }

        held = 0m;
        return !HasDropped;
    }

    public void CopyFrom(in HeldHistory other)
    {
        if (other.Count > 0)
        {
            if (_hours is null || _hours.Length < other.Count)
                Grow(other._hours!.Length);
            Array.Copy(other._hours!, _hours!, other.Count);
            Array.Copy(other._held!, _held!, other.Count);
        }

        Count = other.Count;
        HasDropped = other.HasDropped;
    }

    public void Restore(bool hasDropped) => HasDropped = hasDropped;

    private void Grow(int capacity)
    {
        Array.Resize(ref _hours, capacity);
        Array.Resize(ref _held, capacity);
    }
}

/// <summary>The funding timestamps charged last, ascending; what is older than the oldest of a full list counts as charged.</summary>
internal struct FundingTimes
{
    public const int TimesMax = 32;

    private long[]? _ticks;

    public int Count { get; private set; }

    public readonly long this[int index] => _ticks![index];

    public readonly bool Contains(long ticks)
    {
        if (Count == TimesMax && ticks < _ticks![0])
            return true;
        for (var i = Count - 1; i >= 0; i--)
        {
            if (_ticks![i] == ticks)
                return true;
        }

        return false;
    }

    public void Add(long ticks)
    {
        if (Contains(ticks))
            return;
        if (Count == TimesMax)
        {
            Array.Copy(_ticks!, 1, _ticks!, 0, Count - 1);
            Count--;
        }

        if (_ticks is null || Count == _ticks.Length)
            Array.Resize(ref _ticks, Math.Min(TimesMax, Math.Max(4, Count * 2)));
        var i = Count;
        while (i > 0 && _ticks[i - 1] > ticks)
        {
            _ticks[i] = _ticks[i - 1];
            i--;
        }

        _ticks[i] = ticks;
        Count++;
    }

    public void CopyFrom(in FundingTimes other)
    {
        if (other.Count > 0)
        {
            if (_ticks is null || _ticks.Length < other.Count)
                Array.Resize(ref _ticks, other._ticks!.Length);
            Array.Copy(other._ticks!, _ticks!, other.Count);
        }

        Count = other.Count;
    }
}
