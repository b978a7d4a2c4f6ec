
namespace OrleansTrader.Trading.Signals.Road;

/// <summary>The road's bounds in time, and when a signal is to be looked at next.</summary>
public static class SignalTimes
{
    /// <summary>A step that could not be taken for so long is given up: the market of the signal is gone.</summary>
    public static readonly TimeSpan StepWithinMax = TimeSpan.FromMinutes(2);

    /// <summary>Until a step that failed is tried again.</summary>
    public static readonly TimeSpan RetryAfter = TimeSpan.FromSeconds(2);

    /// <summary>How far ahead of ours a source's clock may be.</summary>
    public static readonly TimeSpan ClockDifferenceMax = TimeSpan.FromMinutes(1);

    /// <summary>How long a planner may take for its second opinion.</summary>
    public static readonly TimeSpan OpinionWithinMax = TimeSpan.FromSeconds(90);

    /// <summary>Alike and contradicting signals within so long before count.</summary>
    public static readonly TimeSpan NeighboursWithin = TimeSpan.FromMinutes(5);

    /// <summary>How long a limit entry rests.</summary>
    public static readonly TimeSpan EntryRestMax = TimeSpan.FromHours(1);

    /// <summary>Longest time that a signal is followed on paper.</summary>
    public static readonly TimeSpan PaperMax = TimeSpan.FromDays(7);

    /// <summary>Least and most time between two looks at what an order or a paper trade has come to.</summary>
    public static readonly TimeSpan LookEveryMin = TimeSpan.FromMinutes(1);

    public static readonly TimeSpan LookEveryMax = TimeSpan.FromHours(1);

    /// <summary>When the sweep is to look at it; null where nothing more happens to it.</summary>
    public static DateTimeOffset? DueAt(SignalState state)
    {
        if (!state.IsReceived || state.Score is not null)
            return null;
        if (state.Stage is SignalStage.Received or SignalStage.Enriched)
            return state.At + RetryAfter;
        DateTimeOffset? due = null;
        foreach (var leg in state.Legs)
        {
            var next = DueAt(state, leg);
            if (next is not null && (due is null || next < due))
                due = next;
        }

        return due ?? Later(state.Paper?.Until ?? state.EnrichedAt, state.EnrichedAt);
    }

    /// <summary>When a look that found nothing new is repeated.</summary>
    public static DateTimeOffset NextLook(SignalState state, DateTimeOffset now)
    {
        var since = state.Legs.Where(static leg => leg.IsTraded).Select(static leg => leg.At).DefaultIfEmpty(state.EnrichedAt).Min();
        return Later(now, since);
    }

    private static DateTimeOffset? DueAt(SignalState state, LegState leg) => leg.Stage switch
    {
        LegStage.Ended => null,
        _ when state.Stage == SignalStage.Refused => null,
        LegStage.Asked => leg.AskedUntil,
        LegStage.Executed or LegStage.Managed => Later(leg.At, leg.At),
        _ => leg.At + RetryAfter,
    };

    // The longer it goes on, the rarer the looks.
    private static DateTimeOffset Later(DateTimeOffset last, DateTimeOffset since) =>
        last + TimeSpan.FromTicks(Math.Clamp((last - since).Ticks / 4, LookEveryMin.Ticks, LookEveryMax.Ticks));
}
