using System.Collections.Immutable;
using OrleansTrader.Trading.Instruments;
using OrleansTrader.Trading.Strategies;

namespace OrleansTrader.Trading.Markets;

/// <summary>
/// Funding whose time came while nobody watched, for feeds that tell none: each timestamp's rate by the instrument's rule, and as mark
/// the close of a candle that ends there. The finest candles that reach back a whole funding interval before it count, as they
/// do for one who was watching; beyond them the coarser ones.
/// </summary>
public static class MissedFunding
{
    /// <param name="history">Finished candles by interval, each oldest first.</param>
    /// <param name="after">The last instant that was watched.</param>
    /// <returns>Rates with <c>after &lt; At ≤ until</c>, oldest first; timestamps that no candle ends at are left out.</returns>
    public static ImmutableArray<FundingRate> Of(
        Instrument instrument, ImmutableArray<CandleSlice> history, DateTimeOffset after, DateTimeOffset until)
    {
        var rule = instrument.Funding;
        if (rule.Source == FundingSource.Feed)
            return [];
        var found = new SortedDictionary<DateTimeOffset, FundingRate>();
        foreach (var slice in history.Sort(static (left, right) => right.Interval.CompareTo(left.Interval)))
        {
            if (slice.Candles.IsEmpty || rule.Interval.Ticks % slice.Interval.Length().Ticks != 0)
                continue;
            var isReliableFrom = slice.Candles[0].Start + rule.Interval;
            foreach (var rate in Of(instrument, slice))
            {
                if (rate.At > after && rate.At <= until && (rate.At >= isReliableFrom || !found.ContainsKey(rate.At)))
                    found[rate.At] = rate;
            }
        }

        return [.. found.Values];
    }

    private static IEnumerable<FundingRate> Of(Instrument instrument, CandleSlice slice)
    {
        var clock = new FundingClock(instrument.Symbol, instrument.Funding, slice.Interval);
        foreach (var candle in slice.Candles)
        {
            clock.OnClosed(candle, isDue: true);
            while (clock.TryTake(out var rate))
            {
                // What lies within a hole of the history has no price of its own.
                if (rate.At == candle.Start + slice.Interval.Length())
                    yield return rate;
            }
        }
    }
}
