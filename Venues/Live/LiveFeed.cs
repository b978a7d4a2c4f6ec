using System.Collections.Immutable;
using System.Threading.Channels;
using Microsoft.Extensions.Logging;
using OrleansTrader.Grains.Ports;
using OrleansTrader.Trading.Instruments;
using OrleansTrader.Trading.Markets;

namespace OrleansTrader.Venues.Live;

/// <summary>A venue's public market data, as a feed.</summary>
internal sealed class LiveFeed(IVenueProtocol protocol, LiveOptions options, TimeProvider time, ILogger log) : IFeed
{
    private readonly FeedMeter _meter = new();

    public string Venue => protocol.Venue;

    public string Description => protocol.Description;

    public bool UsesBackPressure => false;

    public FeedStatus Status => _meter.Read();

    public Task<ImmutableArray<Instrument>> Instruments(IReadOnlyList<Symbol> symbols, CancellationToken cancellation) =>
        Answer(protocol.Venue, () => protocol.Instruments(symbols, cancellation));

    public Task<ImmutableArray<Candle>> History(
        Symbol symbol, Interval interval, DateTimeOffset from, DateTimeOffset to, CancellationToken cancellation) =>
        Answer(protocol.Venue, () => protocol.Candles(symbol, interval, from, to, cancellation));

    public Task Run(IReadOnlyList<Symbol> symbols, ChannelWriter<MarketEvent> events, CancellationToken cancellation) =>
        new LiveRunner(protocol, symbols, options, time, _meter, log).Run(events, cancellation);

    /// <summary>What a venue answers, with an answer of another shape than expected turned into a line for a person.</summary>
    /// <exception cref="FeedException">No answer, a refusal, or an unexpected one.</exception>
    public static async Task<T> Answer<T>(string venue, Func<Task<T>> ask)
    {
        try
        {
            return await ask();
        }
        catch (Exception e) when (e is KeyNotFoundException or InvalidOperationException or FormatException or IndexOutOfRangeException)
        {
            throw new FeedException($"{venue} answered in an unexpected form: {e.Message}", e);
        }
    }
}
