using OrleansTrader.Trading.Orders;

namespace OrleansTrader.Trading.Sizing;

/// <summary>What made a position smaller than its method wanted.</summary>
public enum SizeCap
{
    None,

    /// <summary><see cref="SizingRule.RiskShareMax"/>.</summary>
    Risk,

    /// <summary>What the held positions leave of the budget of equal risk.</summary>
    RiskBudget,

    /// <summary><see cref="SizingRule.CorrelatedRiskShareMax"/>.</summary>
    Correlation,

    /// <summary><see cref="SizingRule.MarginShareMax"/> of the free margin, at the leverage that the tiers allow.</summary>
    Margin,

    /// <summary>The last margin tier, or the one that the held leverage allows.</summary>
    Tier,

    /// <summary><see cref="SizingRule.DepthShareMax"/> of the book's depth.</summary>
    Depth,

    OrderLimit,

    PositionLimit,

    PositionsLimit,

    /// <summary><see cref="SizingFacts.NotionalRoom"/>.</summary>
    OtherLimits,

    /// <summary>The instrument's largest order.</summary>
    OrderMax,
}

/// <summary>The answer to a question of size.</summary>
/// <param name="Quantity">In base currency, on the lot, tradable at the entry and at the stop; 0 with a reason.</param>
/// <param name="Leverage">0 where the quantity is.</param>
/// <param name="Raw">What the method alone would have taken, in base currency, on no lot.</param>
/// <param name="Cap">What bound it; none where the method's own size stood, but for the lot.</param>
/// <param name="Risk">Loss at the stop, both taker fees and the stop's slippage included, in quote currency; null without a stop.</param>
/// <param name="Reason">Why nothing is to be bought or sold; null where something is.</param>
public sealed record SizedPosition(decimal Quantity, decimal Leverage, decimal Raw, SizeCap Cap, decimal? Risk, FieldError? Reason)
{
    public bool IsTradable => Quantity > 0m;

    public OrderQuantity Order => OrderQuantity.InBase(Quantity);

    internal static SizedPosition None(decimal raw, SizeCap cap, FieldError reason) => new(0m, 0m, raw, cap, null, reason);
}
