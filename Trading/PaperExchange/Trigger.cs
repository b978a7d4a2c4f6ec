using OrleansTrader.Trading.Markets;
using OrleansTrader.Trading.Orders;

namespace OrleansTrader.Trading.PaperExchange;

/// <summary>What a trigger is for.</summary>
public enum TriggerKind
{
    /// <summary>A resting limit would fill.</summary>
    Fill,

    /// <summary>A stop, take-profit or trailing stop would be triggered.</summary>
    Stop,

    /// <summary>A trailing stop, or the child of a chasing parent order, may move on.</summary>
    Ratchet,

    /// <summary>A pending order reaches the venue, a remainder is worked again, an order expires or exits at its time, a parent order's next step is due.</summary>
    Time,

    /// <summary>A threshold on the account's equity may be near: liquidation, daily loss, drawdown.</summary>
    Equity,

    /// <summary>A new day begins for the daily loss limit.</summary>
    Day,

    /// <summary>A position is held: funding is to be charged.</summary>
    Funding,

    /// <summary>A position has been held for as long as a limit allows.</summary>
    Hold,
}

public enum ConditionKind
{
    /// <summary>Lowest bid ≤ price.</summary>
    BidAtMost,

    /// <summary>Highest bid ≥ price.</summary>
    BidAtLeast,

    /// <summary>Lowest ask ≤ price.</summary>
    AskAtMost,

    /// <summary>Highest ask ≥ price.</summary>
    AskAtLeast,

    /// <summary>Mark strictly outside <c>[low, high]</c>, each null for open.</summary>
    MarkOutside,

    /// <summary>The clock has reached an instant.</summary>
    TimeReached,

    /// <summary>Never by a quote; the symbol's funding concerns the account.</summary>
    Holding,
}

/// <summary>When a trigger fires. Build it by the factories.</summary>
/// <param name="Low">The price of the bid and ask conditions; the lower end of a band.</param>
/// <param name="High">The upper end of a band.</param>
/// <param name="IsStrict">The price must be passed, not only touched.</param>
/// <param name="At">The instant of a time condition.</param>
/// <param name="AfterSequence">Only quotes after this feed sequence count, so that no quote is used twice.</param>
/// <param name="AfterQuoteAt">The time of that quote: a lower sequence at a later time is a feed that began anew.</param>
public readonly record struct Condition(
    ConditionKind Kind,
    decimal? Low,
    decimal? High,
    bool IsStrict,
    DateTimeOffset At,
    long AfterSequence,
    DateTimeOffset AfterQuoteAt)
{
    public static Condition TimeReached(DateTimeOffset at) => new(ConditionKind.TimeReached, null, null, false, at, 0, default);

    public static Condition MarkOutside(decimal? low, decimal? high) =>
        new(ConditionKind.MarkOutside, low, high, true, default, 0, default);

    public static Condition Holding { get; } = new(ConditionKind.Holding, null, null, false, default, 0, default);

    /// <summary>The price of a bid or ask condition.</summary>
    public decimal Price => Low ?? 0m;

    /// <summary>Whether the quote, with the extremes that it stands for, meets the condition at <paramref name="now"/>.</summary>
    public bool IsMetBy(in MarketView view, DateTimeOffset now) => Kind switch
    {
        ConditionKind.TimeReached => now >= At,
        ConditionKind.MarkOutside => view.Mark < Low || view.Mark > High,
        ConditionKind.Holding => false,
        _ => PriceMet(view),
    };

    /// <summary>The same for a quote of the feed.</summary>
    public bool IsMetBy(Quote quote, DateTimeOffset now) => Kind switch
    {
        ConditionKind.TimeReached => now >= At,
        ConditionKind.MarkOutside => quote.Mark < Low || quote.Mark > High,
        ConditionKind.Holding => false,
        _ => QuoteAge.IsNew(quote.At, quote.LastSequence, AfterQuoteAt, AfterSequence) &&
            (QuoteAge.IsPathNew(quote.FirstSequence, quote.LastSequence, AfterSequence)
                ? PriceMet(quote.LowBid, quote.HighBid, quote.LowAsk, quote.HighAsk)
                : PriceMet(quote.Bid, quote.Bid, quote.Ask, quote.Ask)),
    };

    private bool PriceMet(in MarketView view) =>
        QuoteAge.IsNew(view.At, view.LastSequence, AfterQuoteAt, AfterSequence) &&
        (QuoteAge.IsPathNew(view.FirstSequence, view.LastSequence, AfterSequence)
            ? PriceMet(view.LowBid, view.HighBid, view.LowAsk, view.HighAsk)
            : PriceMet(view.Bid, view.Bid, view.Ask, view.Ask));

    private bool PriceMet(decimal lowBid, decimal highBid, decimal lowAsk, decimal highAsk)
    {
        var price = Price;
        return Kind switch
        {
            ConditionKind.BidAtMost => IsStrict ? lowBid < price : lowBid <= price,
            ConditionKind.BidAtLeast => IsStrict ? highBid > price : highBid >= price,
            ConditionKind.AskAtMost => IsStrict ? lowAsk < price : lowAsk <= price,
            _ => IsStrict ? highAsk > price : highAsk >= price,
        };
    }
}

/// <summary>Something that an account waits for at a symbol.</summary>
/// <param name="Order">Default (0) where the trigger is the account's and not an order's.</param>
public readonly record struct Trigger(TriggerKind Kind, OrderId Order, Condition Condition);

/// <summary>Which quotes an order may still use: none twice, and no extreme from before it was in force.</summary>
public static class QuoteAge
{
    /// <summary>The quote comes after the one seen, or the feed began its numbering anew.</summary>
    public static bool IsNew(DateTimeOffset quoteAt, long lastSequence, DateTimeOffset seenAt, long seenSequence) =>
        lastSequence > seenSequence || (lastSequence < seenSequence && quoteAt > seenAt);

    /// <summary>Every quote that it stands for comes after the one seen, so that its extremes count.</summary>
    public static bool IsPathNew(long firstSequence, long lastSequence, long seenSequence) =>
        firstSequence > seenSequence || lastSequence < seenSequence;
}
