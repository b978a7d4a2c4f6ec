using System.Collections.Immutable;
using System.Threading.Channels;
using OrleansTrader.Trading.Instruments;
using OrleansTrader.Trading.Markets;

namespace OrleansTrader.Grains.Ports;

/// <summary>A source of market data: one venue's public feed, a simulation, or a file.</summary>
public interface IFeed
{
    /// <summary>First part of every symbol's key, and the name of the database: <c>simulated</c>, <c>replay</c>, <c>coinbase</c>, <c>bybit</c>.</summary>
    string Venue { get; }

    /// <summary>One plain sentence that page and console show, e.g. "Simulated market: prices are invented."</summary>
    string Description { get; }

    /// <summary>
    /// Whether the source waits for a slow reader and nothing may be dropped (simulation, replay), which holds up the market wherever its clock
    /// is not the real one; otherwise quotes may be coalesced.
    /// </summary>
    bool UsesBackPressure { get; }

    /// <summary>Connection and data quality at this moment; may be read from any thread.</summary>
    FeedStatus Status { get; }

    /// <summary>Steps, minimums, fees and margin of each asked symbol.</summary>
    /// <exception cref="FeedException">A symbol that the venue does not have, or a venue that does not answer.</exception>
    Task<ImmutableArray<Instrument>> Instruments(IReadOnlyList<Symbol> symbols, CancellationToken cancellation);

    /// <summary>Finished candles with <c>from ≤ Start &lt; to</c>, ascending, without repeats; empty where there is no history.</summary>
    Task<ImmutableArray<Candle>> History(Symbol symbol, Interval interval, DateTimeOffset from, DateTimeOffset to, CancellationToken cancellation);

    /// <summary>
    /// Writes what happens to <paramref name="events"/> until cancelled or, for a file, until its end. Reconnects by itself; throws
    /// only what cannot be mended by trying again.
    /// </summary>
    Task Run(IReadOnlyList<Symbol> symbols, ChannelWriter<MarketEvent> events, CancellationToken cancellation);
}

/// <summary>A fault of a feed that a person has to read: the message names what, where and the remedy in one line.</summary>
public sealed class FeedException : Exception
{
    public FeedException(string message) : base(message)
    {
    }

    public FeedException(string message, Exception inner) : base(message, inner)
    {
    }
}
