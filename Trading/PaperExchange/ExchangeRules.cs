namespace OrleansTrader.Trading.PaperExchange;

/// <summary>How far from the best price a taker fills where there is no book to walk.</summary>
public enum SlippageModel
{
    /// <summary>At the best price, and no more than the size shown there.</summary>
    None,

    /// <summary>A fixed share of the price.</summary>
    FixedBps,

    /// <summary>
    /// <c>coefficient × daily volatility × √(quantity / daily volume)</c> as a share of the price (the square-root law of market
    /// impact, e.g. Tóth et al. 2011); the fixed share where volatility or volume is unknown.
    /// </summary>
    SquareRoot,
}

/// <summary>When a resting limit order fills.</summary>
public enum LimitFill
{
    /// <summary>When the other side trades through its price: first in the queue is never assumed.</summary>
    TradeThrough,

    /// <summary>As soon as the other side touches its price.</summary>
    Touch,
}

/// <summary>The paper exchange's settings; one set for an account.</summary>
/// <param name="Latency">From acceptance until an order is at the venue, in virtual time.</param>
/// <param name="SlippageBps">Share of the price in hundredths of a percent.</param>
/// <param name="ImpactCoefficient">Of the square-root model, usually near 1.</param>
/// <param name="RetryAfter">Until the remainder of an exit that ran out of liquidity is worked again.</param>
public sealed record ExchangeRules(
    TimeSpan Latency,
    SlippageModel Slippage,
    decimal SlippageBps,
    decimal ImpactCoefficient,
    LimitFill LimitFill,
    TimeSpan RetryAfter)
{
    public static ExchangeRules Default { get; } =
        new(TimeSpan.Zero, SlippageModel.FixedBps, 1m, 1m, LimitFill.TradeThrough, TimeSpan.FromSeconds(1));
}
