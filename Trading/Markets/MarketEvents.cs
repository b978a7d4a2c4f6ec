using System.Collections.Immutable;
using OrleansTrader.Trading.Instruments;
using OrleansTrader.Trading.Orders;

namespace OrleansTrader.Trading.Markets;

/// <summary>Anything that a feed tells about one symbol.</summary>
/// <param name="At">The venue's time where it gives one, otherwise the time of receipt; UTC.</param>
public abstract record MarketEvent(Symbol Symbol, DateTimeOffset At);

/// <summary>
/// Best bid and ask. A coalesced quote stands for several: it keeps the last values, the extremes in between and the range of
/// sequence numbers, so that no stop inside it is missed. Prices are the feed's own, never rounded to the tick.
/// </summary>
/// <param name="BidSize">Base quantity at the bid; 0 where the feed has no sizes, meaning unlimited.</param>
/// <param name="AskSize">Base quantity at the ask; 0 where the feed has no sizes, meaning unlimited.</param>
/// <param name="FirstSequence">Feed sequence of the first quote that this one stands for.</param>
/// <param name="LastSequence">Feed sequence of the last quote that this one stands for; rises without a gap.</param>
public sealed record Quote(
    Symbol Symbol,
    DateTimeOffset At,
    decimal Bid,
    decimal BidSize,
    decimal Ask,
    decimal AskSize,
    long FirstSequence,
    long LastSequence) : MarketEvent(Symbol, At)
{
    public decimal LowBid { get; init; } = Bid;

    public decimal HighBid { get; init; } = Bid;

    public decimal LowAsk { get; init; } = Ask;

    public decimal HighAsk { get; init; } = Ask;

    /// <summary>Base volume traded since the previous quote, where the feed folds trades into quotes (bars do); otherwise 0.</summary>
    public decimal Volume { get; init; }

    /// <summary>The venue's mark price, where it publishes one.</summary>
    public decimal? VenueMark { get; init; }

    public decimal Mid => (Bid + Ask) / 2m;

    /// <summary>The price that margin, liquidation and funding are reckoned at: the venue's mark, else the mid.</summary>
    public decimal Mark => VenueMark ?? Mid;

    public decimal Spread => Ask - Bid;

    /// <summary>This quote followed by <paramref name="next"/>, as one.</summary>
    public Quote Coalesce(Quote next) => next with
    {
        FirstSequence = FirstSequence,
        LowBid = Math.Min(LowBid, next.LowBid),
        HighBid = Math.Max(HighBid, next.HighBid),
        LowAsk = Math.Min(LowAsk, next.LowAsk),
        HighAsk = Math.Max(HighAsk, next.HighAsk),
        Volume = Volume + next.Volume,
        VenueMark = next.VenueMark ?? VenueMark,
    };
}

/// <summary>A trade between others, printed on the venue's tape.</summary>
/// <param name="Id">The venue's id, for telling duplicates.</param>
/// <param name="Aggressor">The side that took liquidity.</param>
/// <param name="Sequence">Feed sequence, rising without a gap.</param>
public sealed record MarketTrade(
    Symbol Symbol, DateTimeOffset At, string Id, decimal Price, decimal Quantity, Side Aggressor, long Sequence) : MarketEvent(Symbol, At);

/// <summary>A price level of the book.</summary>
/// <param name="Quantity">Base quantity resting there.</param>
public readonly record struct BookLevel(decimal Price, decimal Quantity);

/// <summary>The top of the order book: bids descending, asks ascending, at most <see cref="LevelsMax"/> a side.</summary>
public sealed record Book(
    Symbol Symbol, DateTimeOffset At, ImmutableArray<BookLevel> Bids, ImmutableArray<BookLevel> Asks, long Sequence) : MarketEvent(Symbol, At)
{
    public const int LevelsMax = 50;
}

/// <summary>A funding rate that has become due: longs pay <c>rate × mark × quantity</c> to shorts where positive.</summary>
/// <param name="At">The venue's funding timestamp.</param>
public sealed record FundingRate(Symbol Symbol, DateTimeOffset At, decimal Rate, decimal Mark, FundingSource Source) : MarketEvent(Symbol, At);

/// <summary>Open contracts in base currency.</summary>
public sealed record OpenInterest(Symbol Symbol, DateTimeOffset At, decimal Quantity) : MarketEvent(Symbol, At);

/// <summary>The predicted rate of the next funding timestamp.</summary>
public sealed record FundingEstimate(Symbol Symbol, DateTimeOffset At, decimal Rate, DateTimeOffset DueAt) : MarketEvent(Symbol, At);

/// <summary>A finished candle from a venue's history, for backfill; ascending, without overlap with what was told before.</summary>
public sealed record HistoryCandle(Symbol Symbol, Interval Interval, Candle Candle) : MarketEvent(Symbol, Candle.Start);

/// <summary>Why prices of a symbol cannot be relied upon at the moment.</summary>
public enum StaleReason
{
    Disconnected,
    SequenceGap,
    Overflow,
    Silent,
}

/// <summary>The feed lost the thread; it backfills and ends this with the next quote.</summary>
public sealed record FeedStale(Symbol Symbol, DateTimeOffset At, StaleReason Reason, string Detail) : MarketEvent(Symbol, At);
