namespace OrleansTrader.Trading.Signals.Road;

/// <summary>Reasons in plain words, for pages and the command line.</summary>
public static class ReasonWords
{
    public static string Plain(this SignalReason reason) => reason switch
    {
        SignalReason.Received => "received",
        SignalReason.Enriched => "looked at the market",
        SignalReason.Qualified => "good enough to be followed",
        SignalReason.OpinionAsked => "asked the agent's planner",
        SignalReason.OpinionAgrees => "the planner agrees",
        SignalReason.OpinionNeutral => "the planner has nothing against it",
        SignalReason.Sized => "sized",
        SignalReason.Executed => "sent to the account",
        SignalReason.Filled => "filled",
        SignalReason.Ran => "ran the agent's cycle",
        SignalReason.Informed => "told, nothing to trade",
        SignalReason.PositionClosed => "closed, nothing opened",
        SignalReason.MarketUnknown => "no price of this market here",
        SignalReason.MarketStale => "prices are stale",
        SignalReason.TooOld => "too old",
        SignalReason.FromTheFuture => "dated in the future",
        SignalReason.ConfidenceTooLow => "not confident enough",
        SignalReason.ReputationTooLow => "its source wins too rarely",
        SignalReason.Duplicate => "said already",
        SignalReason.Contradicted => "contradicts another signal",
        SignalReason.SpreadTooWide => "the spread is too wide",
        SignalReason.LiquidityTooLow => "the book is too thin",
        SignalReason.SlippageTooHigh => "slippage would cost too much",
        SignalReason.FundingTooHigh => "funding would cost too much",
        SignalReason.ExitsImpossible => "stop or target on the wrong side",
        SignalReason.StopTooClose => "the stop is within the costs",
        SignalReason.RiskRewardTooLow => "too little to win for the risk",
        SignalReason.NobodySubscribed => "nobody follows the source",
        SignalReason.NotPermitted => "the subscription does not allow it",
        SignalReason.OtherStrategy => "meant for another strategy",
        SignalReason.NothingToClose => "nothing to close",
        SignalReason.AccountUnavailable => "the account is not open",
        SignalReason.AgentUnavailable => "the agent does not run",
        SignalReason.OpinionContradicts => "the planner is against it",
        SignalReason.OpinionMissing => "the planner did not answer",
        SignalReason.TooSmall => "too small to be traded",
        SignalReason.RefusedByAccount => "refused by the account",
        SignalReason.TookTooLong => "could not be done in time",
        SignalReason.NotFilled => "the entry was not filled",
        SignalReason.Won => "won",
        SignalReason.Lost => "lost",
        SignalReason.Undecided => "neither stop nor target was reached",
        SignalReason.NotTaken => "no result",
        _ => throw new ArgumentOutOfRangeException(nameof(reason), reason, "not a reason"),
    };

    /// <summary>Whether nothing more comes of what it stands for.</summary>
    public static bool IsRefusal(this SignalReason reason) => reason is >= SignalReason.MarketUnknown and <= SignalReason.NotFilled;
}
