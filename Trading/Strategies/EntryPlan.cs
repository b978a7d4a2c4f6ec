using OrleansTrader.Trading.Orders.Parents;

namespace OrleansTrader.Trading.Strategies;

/// <summary>Which order opens a position; in JSON <c>market limit</c>.</summary>
public enum EntryOrder
{
    Market,
    Limit,
}

/// <summary>How a limit entry waits; in JSON <c>low normal high</c>.</summary>
public enum EntryUrgency
{
    /// <summary>Rests, and never takes: it is cancelled where it would fill at once.</summary>
    Low,

    /// <summary>Fills what it can and rests with what is left.</summary>
    Normal,

    /// <summary>Fills what it can at once; what is left is cancelled.</summary>
    High,
}

/// <summary>How a position is to be entered.</summary>
/// <param name="Price">Limit price; null with a market order or a range.</param>
/// <param name="RangeLow">Lower end of the prices that are welcome; null without a range.</param>
/// <param name="RangeHigh">Upper end; the order waits at the end that is nearer to the market: the upper of a buy, the lower of a sell.</param>
public sealed record EntryPlan(
    EntryOrder Order, decimal? Price = null, decimal? RangeLow = null, decimal? RangeHigh = null, EntryUrgency Urgency = EntryUrgency.Normal)
{
    /// <summary>How a market entry is worked; null: at once, or as the policy of execution chooses where the version has it.</summary>
    public ExecutionStyle? Style { get; init; }

    /// <summary>The price that the order waits at, before it is put on the tick; null for a market order.</summary>
    public decimal? LimitFor(TradeSignal signal) =>
        Order == EntryOrder.Market ? null : Price ?? (signal == TradeSignal.Sell ? RangeLow : RangeHigh);
}

/// <summary>How risky the decider thinks its own decision is; in JSON <c>low medium high</c>.</summary>
public enum RiskLevel
{
    Low,
    Medium,
    High,
}

/// <summary>How much each group of facts weighed in a decision, 0 to 1 each; null where nothing was said of it.</summary>
/// <param name="MarketStructure">Order book, funding, open interest.</param>
public sealed record FactorWeights(
    decimal? Technical = null,
    decimal? MarketStructure = null,
    decimal? Regime = null,
    decimal? Sentiment = null,
    decimal? News = null,
    decimal? Risk = null);
