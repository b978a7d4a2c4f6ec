using System.Collections.Immutable;
using OrleansTrader.Grains.Venues;
using OrleansTrader.Trading.Accounts;
using OrleansTrader.Trading.Instruments;

namespace OrleansTrader.Silo.Feeds;

/// <summary>What this process trades and where the prices come from; settled once, before anything starts.</summary>
public sealed record FeedPlan(string Venue, string Description, ImmutableArray<Instrument> Instruments)
{
    public ImmutableArray<SymbolKey> Symbols { get; } = [.. Instruments.Select(instrument => new SymbolKey(Venue, instrument.Symbol))];

    /// <summary>The same for other processes.</summary>
    public VenueNotice Notice => new(Venue, Description, Symbols);
}
