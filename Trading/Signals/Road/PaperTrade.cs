using System.Collections.Immutable;
using OrleansTrader.Trading.Markets;

namespace OrleansTrader.Trading.Signals.Road;

/// <summary>
/// What would have happened to a signal that nobody trades, from candles: its entry at its price, then stop or target, whichever comes first. A
/// candle that reaches both counts as the stop.
/// </summary>
public static class PaperTrade
{
    /// <summary>Whether there is anything to follow: a trade with levels that was not said twice.</summary>
    public static bool IsFollowed(SignalState state) => state.Levels is { Risk: > 0m } levels && state.Signal!.Direction != SignalDirection.Close
        && state.Reason is not (SignalReason.Duplicate or SignalReason.ExitsImpossible or SignalReason.TooOld or SignalReason.FromTheFuture)
        && (levels.Target is null || (levels.Target - levels.Entry) * Sign(state) > 0m) && (levels.Entry - levels.Stop) * Sign(state) > 0m;

    /// <param name="candles">Closed ones, oldest first; those before the last look are passed over.</param>
    /// <param name="interval">Theirs.</param>
    /// <returns>The score, or how far it has been followed; null where no candle is new.</returns>
    public static SignalEvent? Follow(SignalState state, ImmutableArray<Candle> candles, Interval interval, DateTimeOffset now)
    {
        var levels = state.Levels!;
        var begun = state.EnrichedAt;
        var course = state.Paper ?? new PaperCourse(begun, levels.IsLimit ? null : begun, levels.IsLimit ? 0m : levels.Entry, levels.IsLimit ? 0m : levels.Entry);
        var isNew = false;
        foreach (var candle in candles)
        {
            // The candle in which the signal came began before it: what it reached may have been before, too.
            var end = candle.Start + interval.Length();
            if (candle.Start < course.Until)
                continue;
            isNew = true;
            if (course.EnteredAt is null)
            {
                if (candle.Start - begun > SignalTimes.EntryRestMax)
                    return new SignalScored(now, new TradeScore(SignalReason.NotTaken, 0m, null, null, null, TimeSpan.Zero, OnPaper: true));
                if (IsAgainst(candle, levels.Entry))
                    course = course with { EnteredAt = candle.Start, High = levels.Entry, Low = levels.Entry };
            }

            course = course with { Until = end };
            if (course.EnteredAt is not { } entered)
                continue;
            if (IsAgainst(candle, levels.Stop))
                return Ended(course, StopOf(candle), entered, end);
            course = course with { High = Math.Max(course.High, candle.High), Low = Math.Min(course.Low, candle.Low) };
            if (levels.Target is { } target && IsFor(candle, target))
                return Ended(course, target, entered, end);
            if (end - begun > SignalTimes.PaperMax)
                return Ended(course, candle.Close, entered, end, isUndecided: true);
        }

        if (!isNew && now - begun > SignalTimes.PaperMax)
            return new SignalScored(now, new TradeScore(SignalReason.Undecided, 0m, null, null, null, now - begun, OnPaper: true));
        return isNew ? new PaperFollowed(now, course) : null;

        // Of the stop and of a limit entry: reached from the side of the trade. A gap over a price reached it as well.
        bool IsAgainst(Candle candle, decimal price) => Sign(state) > 0m ? candle.Low <= price : candle.High >= price;

        bool IsFor(Candle candle, decimal price) => Sign(state) > 0m ? candle.High >= price : candle.Low <= price;

        // A candle that opens beyond the stop is no better than its open.
        decimal StopOf(Candle candle) => Sign(state) > 0m ? Math.Min(levels.Stop, candle.Open) : Math.Max(levels.Stop, candle.Open);

        SignalScored Ended(PaperCourse at, decimal exit, DateTimeOffset entered, DateTimeOffset end, bool isUndecided = false)
        {
            var sign = Sign(state);
            var (high, low) = (Math.Max(at.High, exit), Math.Min(at.Low, exit));
            var best = sign > 0m ? high - levels.Entry : levels.Entry - low;
            var worst = sign > 0m ? low - levels.Entry : levels.Entry - high;
            var r = TradeScoring.R(((exit - levels.Entry) * sign) - CostsOf(state), levels.Risk);
            return new SignalScored(now, new TradeScore(
                isUndecided ? SignalReason.Undecided : TradeScoring.ReasonOf(r), r, null, TradeScoring.R(best, levels.Risk), TradeScoring.R(worst, levels.Risk),
                end - entered, OnPaper: true));
        }
    }

    private static decimal CostsOf(SignalState state) => (state.Costs ?? Costs.Of(
        state.Levels!.Entry, state.Levels.Risk, state.Levels.Target is { } target ? Math.Abs(target - state.Levels.Entry) : null, Sign(state), state.Market!)).Total;

    private static decimal Sign(SignalState state) => state.Signal!.Direction == SignalDirection.Short ? -1m : 1m;
}
