using OrleansTrader.Trading.Instruments;
using OrleansTrader.Venues.Bybit;
using OrleansTrader.Venues.Coinbase;
using OrleansTrader.Venues.Replay;
using OrleansTrader.Venues.Simulated;

namespace OrleansTrader.Venues;

/// <summary>Which feed, and how; only the part of the named feed is read.</summary>
public sealed record FeedOptions
{
    /// <summary>One of <see cref="FeedFactory.Names"/>, in any case.</summary>
    public required string Name { get; init; }

    /// <summary>Trading terms and simulated behaviour for feeds that have none of their own (simulated, replay).</summary>
    public InstrumentCatalog Instruments { get; init; } = InstrumentCatalog.Default;

    public SimulatedOptions Simulated { get; init; } = new();

    public ReplayOptions Replay { get; init; } = new();

    public CoinbaseOptions Coinbase { get; init; } = new();

    public BybitOptions Bybit { get; init; } = new();
}
