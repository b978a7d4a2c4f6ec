using OrleansTrader.Trading.Markets;
using OrleansTrader.Trading.Regimes;

namespace OrleansTrader.Trading.Signals.Road;

/// <summary>The market as a signal found it. Prices in quote currency.</summary>
/// <param name="At">Time of the quote.</param>
/// <param name="TakerFee">Share of the notional, one way.</param>
/// <param name="TickSize">Step of order prices.</param>
/// <param name="FundingRate">Of the next timestamp, a share of the notional; longs pay it where positive. 0 where none is known.</param>
/// <param name="FundingEvery">Distance of funding timestamps; zero where there is none.</param>
public sealed record MarketFacts(
    DateTimeOffset At, decimal Bid, decimal Ask, decimal Mark, decimal TickSize, decimal TakerFee, decimal FundingRate, TimeSpan FundingEvery)
{
    /// <summary>How far from the mid the book's depth counts, as a share of it.</summary>
    public const decimal DepthBand = 0.002m;

    /// <summary>Candles of <see cref="Recent"/>.</summary>
    public const int RecentCandles = 20;

    /// <summary>Notional on the bid side within the band; null where there is no book. Likewise <see cref="AskDepth"/>.</summary>
    public decimal? BidDepth { get; init; }

    public decimal? AskDepth { get; init; }

    /// <summary>Interval of the range and of recent action: the signal's timeframe, or an hour.</summary>
    public Interval Timeframe { get; init; } = Interval.OneHour;

    /// <summary>Average true range of 14 candles of the timeframe; null while unknown.</summary>
    public decimal? Atr { get; init; }

    /// <summary>Change over the last candles of the timeframe, as a share; null while unknown.</summary>
    public decimal? Recent { get; init; }

    /// <summary>Where the mid stands between the lowest (0) and highest (1) price of those candles; null while unknown.</summary>
    public decimal? RangePosition { get; init; }

    /// <summary>As a share of the price of 24 hours ago; null while unknown.</summary>
    public decimal? Change24h { get; init; }

    public Regime? Regime { get; init; }

    public StaleReason? Stale { get; init; }

    public decimal Mid => (Bid + Ask) / 2m;

    /// <summary>Ask less bid as a share of the mid.</summary>
    public decimal Spread => Mid > 0m ? (Ask - Bid) / Mid : 0m;
}

/// <summary>Where a signal enters and ends. Prices in quote currency; exits on the tick.</summary>
/// <param name="Entry">The price that is reckoned with: the limit's, or the touch.</param>
/// <param name="IsLimit">Whether the entry waits at its price; otherwise it is the market's.</param>
/// <param name="Target">Null where the source wants none.</param>
/// <param name="IsDefaultStop">Whether the stop is the source's default; likewise <paramref name="IsDefaultTarget"/>.</param>
public sealed record TradeLevels(decimal Entry, bool IsLimit, decimal Stop, decimal? Target, bool IsDefaultStop, bool IsDefaultTarget)
{
    /// <summary>Above zero: what one unit of base currency loses at the stop, before costs. One R.</summary>
    public decimal Risk => Math.Abs(Entry - Stop);
}

/// <summary>What a trade by a signal would cost, a unit of base currency, in quote currency.</summary>
/// <param name="Fees">Both taker fees.</param>
/// <param name="Slippage">Spread and expected slippage, both ways.</param>
/// <param name="Funding">Over the expected hold; never below zero: what funding would bring is not reckoned on.</param>
/// <param name="Hold">Expected until stop or target.</param>
/// <param name="RiskReward">Gain at the target over loss at the stop, both net of costs; null without a target.</param>
public sealed record RoadCosts(decimal Fees, decimal Slippage, decimal Funding, TimeSpan Hold, decimal? RiskReward)
{
    public decimal Total => Fees + Slippage + Funding;
}
