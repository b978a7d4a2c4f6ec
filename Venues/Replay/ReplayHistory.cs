using System.Collections.Immutable;
using OrleansTrader.Trading.Markets;

namespace OrleansTrader.Venues.Replay;

/// <summary>Candles of a tape up to where the replay stands.</summary>
internal static class ReplayHistory
{
    /// <summary>Finished candles of mid prices; none of an interval shorter than the bars.</summary>
    public static ImmutableArray<Candle> Candles(
        ReplayTape tape, TimeSpan barLength, Interval interval, DateTimeOffset from, DateTimeOffset to, DateTimeOffset position)
    {
        if (interval.Length() < barLength)
            return [];
        var passed = Enumerable.Range(0, tape.Bars.Length)
            .TakeWhile(i => tape.Bars[i].StartTicks < position.UtcTicks)
            .Select(tape.CandleOf)
            .Where(c => interval.Floor(c.Start) is var start && start >= from && start < to && start + interval.Length() <= position);
        return CandleGroups.Grouped(passed, interval);
    }
}
