using System.Collections.Immutable;
using System.Text.Json;
using OrleansTrader.Trading.Instruments;
using OrleansTrader.Trading.Markets;

namespace OrleansTrader.Venues.Live;

/// <summary>What one venue says and how; everything else about a live feed is shared.</summary>
internal interface IVenueProtocol
{
    /// <summary>First part of every symbol's key.</summary>
    string Venue { get; }

    /// <summary>One plain sentence for page and console.</summary>
    string Description { get; }

    Uri Endpoint { get; }

    /// <summary>A symbol in the venue's spelling.</summary>
    string NameOf(Symbol symbol);

    /// <exception cref="OrleansTrader.Grains.Ports.FeedException">A symbol that the venue does not have, or no answer.</exception>
    Task<ImmutableArray<Instrument>> Instruments(IReadOnlyList<Symbol> symbols, CancellationToken cancellation);

    string? Ping { get; }

    /// <summary>Subscribe messages.</summary>
    IEnumerable<string> Subscribe(IReadOnlyList<Symbol> symbols);

    /// <summary>A new connection begins: forget what belonged to the old one.</summary>
    void Restart();

    /// <summary>Takes in one message.</summary>
    /// <returns>The venue's time of the message, where it has one.</returns>
    /// <exception cref="FeedFault">Something is missing that only a new connection brings.</exception>
    DateTimeOffset? OnMessage(JsonElement message, ILiveDesk desk);

    /// <summary>Finished candles from the venue, ascending.</summary>
    Task<ImmutableArray<Candle>> Candles(Symbol symbol, Interval interval, DateTimeOffset from, DateTimeOffset to, CancellationToken cancellation);

    /// <summary>
    /// Funding that fell due after <paramref name="after"/>, ascending, with the mark of that time; empty for a market without funding.
    /// </summary>
    Task<ImmutableArray<FundingRate>> PastFunding(Symbol symbol, DateTimeOffset after, CancellationToken cancellation);
}

/// <summary>What a protocol may do while it takes in a message.</summary>
internal interface ILiveDesk
{
    /// <summary>The symbol's line, or <c>null</c> for one that nobody asked for. It counts as heard of.</summary>
    LiveLine? Line(string venueName);

    /// <summary>This machine's time.</summary>
    DateTimeOffset Now { get; }

    /// <summary>The book is whole (a snapshot was taken in) or changed by an update.</summary>
    void BookChanged(LiveLine line, DateTimeOffset at, bool isWhole);

    /// <summary>Tells anything else.</summary>
    void Tell(MarketEvent happened);

    /// <summary>Trades are missing: marks the symbol stale and fills the gap from history, on the same connection.</summary>
    void Gap(LiveLine line, string detail);

    /// <summary>A funding timestamp passed: its final rate is fetched and told.</summary>
    void FundingDue(LiveLine line, DateTimeOffset before);

    void CountDuplicate();

    void CountOutOfOrder();

    void CountRejected(string detail);
}
