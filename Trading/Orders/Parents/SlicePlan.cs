using OrleansTrader.Trading.Numerics;

namespace OrleansTrader.Trading.Orders.Parents;

/// <summary>When a TWAP's or VWAP's slices are due and how much is to be done by each: a function of the intent and its start alone.</summary>
internal readonly struct SlicePlan(ParentOrder parent)
{
    /// <summary>A slice is late by at most this share of the time between two.</summary>
    public const decimal TimeJitter = 0.5m;

    /// <summary>A slice is larger or smaller by at most this share of itself.</summary>
    public const decimal SizeJitter = 0.25m;

    private readonly ParentIntent _intent = parent.Intent;
    private readonly DateTimeOffset _start = parent.AcceptedAt;
    private readonly DateTimeOffset _end = parent.EndsAt;
    private readonly decimal _quantity = parent.Quantity;

    public int Count => _intent.SliceCount;

    /// <summary>When slice <paramref name="index"/> (from 0) is due; the deadline for the one after the last.</summary>
    public DateTimeOffset At(int index)
    {
        if (index >= Count)
            return _end;
        var late = TimeJitter * Uniform(index, draw: 0);
        return _start.AddTicks((long)((index + late) * (_end - _start).Ticks / Count));
    }

    /// <summary>How many slices are due at <paramref name="now"/>.</summary>
    public int DueAt(DateTimeOffset now)
    {
        // Jitter is less than a slice: only the present one can still be ahead; one more is looked at for the rounding of ticks.
        var even = (int)Math.Clamp((now - _start).Ticks * (decimal)Count / (_end - _start).Ticks, 0m, Count);
        var due = Math.Max(0, even - 1);
        while (due < Count && At(due) <= now)
            due++;
        return due;
    }

    /// <summary>Base quantity that is to be done when the first <paramref name="count"/> slices are; not on the lot.</summary>
    public decimal TargetOf(int count)
    {
        if (count <= 0)
            return 0m;
        if (count >= Count)
            return _quantity;
        var (before, share) = (ShareUntil(count - 1), ShareUntil(count));
        return _quantity * Math.Clamp(share + ((share - before) * SizeJitter * ((2m * Uniform(count - 1, draw: 1)) - 1m)), 0m, 1m);
    }

    /// <summary>What the participation cap allows to be done by the end of the slice; null without a cap by volume.</summary>
    public decimal? CapOf(int count) => _intent.ParticipationMax is { } share && _intent.Profile is { } profile
        ? share * profile.Between(_start, At(count))
        : null;

    private decimal ShareUntil(int count)
    {
        if (_intent.Style == ExecutionStyle.Twap || _intent.Profile is not { } profile || profile.Between(_start, _end) is not (> 0m and var all))
            return (decimal)count / Count;
        return profile.Between(_start, _start.AddTicks((_end - _start).Ticks / Count * count)) / all;
    }

    private decimal Uniform(int index, int draw) => (decimal)new SeededRandom(unchecked((ulong)_intent.Seed)).Fork((ulong)((index * 2) + draw)).NextDouble();
}
