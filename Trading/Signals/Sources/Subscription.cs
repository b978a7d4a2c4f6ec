using System.Collections.Immutable;
using OrleansTrader.Trading.Sizing;

namespace OrleansTrader.Trading.Signals.Sources;

/// <summary>Who follows a source; in JSON <c>account agent</c>.</summary>
public enum SubscriberKind
{
    Account,

    /// <summary>The agent's account is traded, under the agent's limits.</summary>
    Agent,
}

/// <summary>What a signal may do at a subscriber; in JSON <c>open close reverse run</c>.</summary>
public enum SignalRight
{
    /// <summary>Open a position where none is held, or add to one on the same side.</summary>
    Open,

    /// <summary>Close a position.</summary>
    Close,

    /// <summary>Close a position and open the opposite one.</summary>
    Reverse,

    /// <summary>Run the agent's cycle at once, instead of trading by itself.</summary>
    Run,
}

/// <summary>How a signal's order is brought to the market; in JSON <c>policy market best chase twap vwap iceberg</c>.</summary>
public enum SignalExecution
{
    /// <summary>Chosen by size against depth, volatility and urgency.</summary>
    Policy,
    Market,
    Best,
    Chase,
    Twap,
    Vwap,
    Iceberg,
}

/// <summary>An account or an agent that follows a source, and what the source's signals may do there.</summary>
/// <param name="Name">The account's or agent's name within the tenant.</param>
public sealed record Subscription(SubscriberKind Kind, string Name)
{
    /// <summary>What signals may do, each right once; none: they are shown, and nothing is traded.</summary>
    public ImmutableArray<SignalRight> May { get; init => field = value.IsDefault ? [] : value; } = [SignalRight.Open, SignalRight.Close, SignalRight.Reverse];

    /// <summary>Only signals that name this strategy are followed; null for all.</summary>
    public string? Strategy { get; init; }

    /// <summary>How large a position a signal opens.</summary>
    public SizingRule Sizing { get; init; } = new(SizingMethod.FixedFraction) { Leverage = 2m };

    public SignalExecution Execution { get; init; }

    /// <summary>Whether the agent's planner is asked before anything is opened.</summary>
    public bool AsksPlanner { get; init; }

    /// <summary>Whether a signal is followed where the planner that was asked gives no answer in time; otherwise it is dropped here.</summary>
    public bool GoesOnWithoutOpinion { get; init; }

    /// <summary>Whether signals are shown here and do nothing.</summary>
    public bool OnlyInforms => May.IsEmpty;

    public bool Allows(SignalRight right) => May.Contains(right);
}
