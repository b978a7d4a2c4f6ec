using OrleansTrader.Trading.Instruments;
using OrleansTrader.Trading.Risk.Breakers;

namespace OrleansTrader.Trading.Markets;

/// <summary>
/// What a decision may know of one symbol: its instrument and a quote (with the extremes that it stands for), the book where
/// there is one. A struct of scalars, so that an engine makes one a quote without allocating. Prices in quote currency.
/// </summary>
public readonly record struct MarketView
{
    public required Instrument Instrument { get; init; }

    public required DateTimeOffset At { get; init; }

    public required decimal Bid { get; init; }

    public required decimal Ask { get; init; }

    /// <summary>Base quantity at the best price; 0 means unlimited.</summary>
    public decimal BidSize { get; init; }

    public decimal AskSize { get; init; }

    public required decimal LowBid { get; init; }

    public required decimal HighBid { get; init; }

    public required decimal LowAsk { get; init; }

    public required decimal HighAsk { get; init; }

    /// <summary>The price of margin, funding and liquidation.</summary>
    public required decimal Mark { get; init; }

    public required long FirstSequence { get; init; }

    public required long LastSequence { get; init; }

    /// <summary>Levels to walk, where the feed has them.</summary>
    public Book? Book { get; init; }

    /// <summary>The feed has lost the thread: nothing may trade at these prices.</summary>
    public bool IsStale { get; init; }

    /// <summary>What the market's own breaker says; null where it never tripped.</summary>
    public MarketStanding? Standing { get; init; }

    /// <summary>Standard deviation of a day's return as a share, for square-root impact; 0 where unknown.</summary>
    public decimal DailyVolatility { get; init; }

    /// <summary>Base volume of a day, for square-root impact; 0 where unknown.</summary>
    public decimal DailyVolume { get; init; }

    public Symbol Symbol => Instrument.Symbol;

    /// <summary>A view of <paramref name="quote"/>; the book is used for the walk only, so it should be as fresh as the quote.</summary>
    public static MarketView Of(Instrument instrument, Quote quote, Book? book = null, bool isStale = false) => new()
    {
        Instrument = instrument,
        At = quote.At,
        Bid = quote.Bid,
        Ask = quote.Ask,
        BidSize = quote.BidSize,
        AskSize = quote.AskSize,
        LowBid = quote.LowBid,
        HighBid = quote.HighBid,
        LowAsk = quote.LowAsk,
        HighAsk = quote.HighAsk,
        Mark = quote.Mark,
        FirstSequence = quote.FirstSequence,
        LastSequence = quote.LastSequence,
        Book = book,
        IsStale = isStale,
    };

    /// <summary>The same prices without the extremes: as seen by somebody who asks now.</summary>
    public MarketView AsOfNow() => this with { LowBid = Bid, HighBid = Bid, LowAsk = Ask, HighAsk = Ask, FirstSequence = LastSequence };
}
