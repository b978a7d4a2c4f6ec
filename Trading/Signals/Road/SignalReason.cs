namespace OrleansTrader.Trading.Signals.Road;

/// <summary>Why a step of a signal's road was taken or refused. In JSON by name in camel case; names never change, reasons are only added.</summary>
public enum SignalReason
{
    // Steps taken.
    Received,
    Enriched,
    Qualified,

    /// <summary>The agent's planner was asked for a second opinion, and answers later.</summary>
    OpinionAsked,
    OpinionAgrees,
    OpinionNeutral,
    Sized,
    Executed,

    /// <summary>The entry filled, at least in part.</summary>
    Filled,

    /// <summary>The agent's cycle was run at once, with the signal before it.</summary>
    Ran,

    /// <summary>The subscriber only wants to know.</summary>
    Informed,

    /// <summary>A close or a reversal was carried out and nothing was opened.</summary>
    PositionClosed,

    // Refusals of the signal as a whole.

    /// <summary>No feed tells of the symbol, or there is no quote yet.</summary>
    MarketUnknown,
    MarketStale,

    /// <summary>Older than the source's freshness.</summary>
    TooOld,

    /// <summary>Dated further ahead than clocks may differ.</summary>
    FromTheFuture,
    ConfidenceTooLow,

    /// <summary>Even the upper end of the source's interval is below what pays at these exits.</summary>
    ReputationTooLow,

    /// <summary>The source said the same of the symbol a moment ago.</summary>
    Duplicate,

    /// <summary>The opposite was wanted of the symbol a moment ago.</summary>
    Contradicted,
    SpreadTooWide,
    LiquidityTooLow,
    SlippageTooHigh,
    FundingTooHigh,

    /// <summary>The stop, or the target, lies on the wrong side of the entry.</summary>
    ExitsImpossible,

    /// <summary>The stop's distance is within the costs.</summary>
    StopTooClose,

    /// <summary>Gain at the target over loss at the stop, net of fees, slippage and funding, is below the least.</summary>
    RiskRewardTooLow,
    NobodySubscribed,

    // Refusals of one subscriber.

    /// <summary>The subscription does not allow what the signal wants.</summary>
    NotPermitted,

    /// <summary>The subscription is for signals of another strategy.</summary>
    OtherStrategy,
    NothingToClose,
    AccountUnavailable,
    AgentUnavailable,
    OpinionContradicts,

    /// <summary>The planner did not answer in time, and the subscription wants its word.</summary>
    OpinionMissing,

    /// <summary>Nothing that can be traded is left of the size.</summary>
    TooSmall,

    /// <summary>The account's books or its risk policy refused the order.</summary>
    RefusedByAccount,

    /// <summary>The step could not be taken in time.</summary>
    TookTooLong,

    /// <summary>The entry was never filled.</summary>
    NotFilled,

    // Results.
    Won,
    Lost,

    /// <summary>Neither stop nor target was reached in the longest time that signals are followed.</summary>
    Undecided,

    /// <summary>Nobody took it, and on paper there is nothing to follow.</summary>
    NotTaken,
}
