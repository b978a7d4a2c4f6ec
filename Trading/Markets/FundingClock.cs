using OrleansTrader.Trading.Instruments;
using OrleansTrader.Trading.Strategies;

namespace OrleansTrader.Trading.Markets;

/// <summary>
/// Funding of one symbol: what the venue says, or what is fixed or estimated where it says nothing. For the latter it also tells when
/// a timestamp has come, with that timestamp's rate and mark.
/// </summary>
internal sealed class FundingClock(Symbol symbol, FundingRule rule, Interval baseInterval)
{
    /// <summary>Most timestamps that wait to be taken; older ones are lost only if nobody takes any for that long.</summary>
    public const int PendingMax = 64;

    private readonly FundingHeuristic _heuristic = new(baseInterval);
    private readonly Queue<FundingRate> _pending = new();
    private long _nextDue = long.MinValue;
    private FundingEstimate? _estimate;

    public FundingRate? Last { get; private set; }

    public long Lost { get; private set; }

    /// <summary>Takes the venue's word; false for a timestamp that was told before.</summary>
    public bool OnRate(FundingRate rate)
    {
        if (Last is { } last && rate.At <= last.At)
            return false;
        Last = rate;
        return true;
    }

    public void OnEstimate(FundingEstimate estimate) => _estimate = estimate;

    /// <summary>Takes a closed base candle; a timestamp at its end is due at its close, unless it belongs to history that only warms.</summary>
    public void OnClosed(in Candle candle, bool isDue)
    {
        _heuristic.OnClosed(candle.Close);
        var end = candle.Start.UtcTicks + ((long)baseInterval * TimeSpan.TicksPerMinute);
        if (_nextDue == long.MinValue)
            _nextDue = After(end - 1);
        while (_nextDue <= end)
        {
            var at = new DateTimeOffset(_nextDue, TimeSpan.Zero);
            if (isDue && rule.Source != FundingSource.Feed && (Last is null || Last.At < at))
                Push(new FundingRate(symbol, at, RateNow(), candle.Close, rule.Source));
            _heuristic.StartInterval();
            _nextDue += rule.Interval.Ticks;
        }
    }

    public bool TryTake(out FundingRate due) => _pending.TryDequeue(out due!);

    public FundingObservation? Observe(DateTimeOffset at)
    {
        if (_estimate is { } estimate && estimate.DueAt > at)
            return new FundingObservation(estimate.Rate, estimate.DueAt, rule.Source);
        var due = new DateTimeOffset(After(at.UtcTicks), TimeSpan.Zero);
        return rule.Source switch
        {
            FundingSource.Feed => Last is { } last ? new FundingObservation(last.Rate, due, FundingSource.Feed) : null,
            _ => new FundingObservation(RateNow(), due, rule.Source),
        };
    }

    private decimal RateNow() => rule.Source == FundingSource.Heuristic ? _heuristic.Rate(rule) : rule.Rate;

    private void Push(FundingRate rate)
    {
        if (_pending.Count == PendingMax)
        {
            _pending.Dequeue();
            Lost++;
        }

        _pending.Enqueue(rate);
        Last = rate;
    }

    // The first timestamp after the instant; a timestamp exactly at a candle's end belongs to that candle.
    private long After(long ticks) => ((ticks / rule.Interval.Ticks) + 1) * rule.Interval.Ticks;
}
