using System.Collections.Immutable;
using System.Threading.Channels;
using OrleansTrader.Grains.Ports;
using OrleansTrader.Trading.Instruments;
using OrleansTrader.Trading.Markets;

namespace OrleansTrader.Venues.Simulated;

/// <summary>
/// A market of invented prices: trends, ranges, turbulence, jumps, correlated symbols. Runs in real or virtual time alike, waits for a
/// slow reader and drops nothing.
/// </summary>
internal sealed class SimulatedFeed(SimulatedOptions options, InstrumentCatalog catalog, TimeProvider time) : IFeed
{
    private const int FundingToldAtStartMax = 3;
    private const long NewsEveryMs = 60_000;

    private static readonly long FundingMs = (long)SimulatedMarket.FundingInterval.TotalMilliseconds;

    private readonly FeedMeter _meter = new();

    public string Venue => "simulated";

    public string Description => "Simulated market: prices, trades, order books, funding and open interest are invented.";

    public bool UsesBackPressure => true;

    public FeedStatus Status => _meter.Read();

    public Task<ImmutableArray<Instrument>> Instruments(IReadOnlyList<Symbol> symbols, CancellationToken cancellation) =>
        Task.FromResult(symbols.Select(Of).ToImmutableArray());

    public Task<ImmutableArray<Candle>> History(
        Symbol symbol, Interval interval, DateTimeOffset from, DateTimeOffset to, CancellationToken cancellation) =>
        Task.FromResult(SimulatedHistory.Candles(Market(symbol), interval, from, to, time.GetUtcNow(), cancellation));

    public async Task Run(IReadOnlyList<Symbol> symbols, ChannelWriter<MarketEvent> events, CancellationToken cancellation)
    {
        var start = time.GetUtcNow().ToUnixTimeMilliseconds();
        var lines = symbols.Distinct().Order().Select(s => new Line(Market(s), start)).ToArray();
        if (lines.Length == 0)
            return;
        _meter.Change(s => s with { Connected = true });
        try
        {
            // The latest rates again, for what was asleep when they fell due; a reader that has had them ignores them.
            var funded = (start / FundingMs) - FundingToldAtStartMax;
            while (true)
            {
                var next = lines[0];
                foreach (var line in lines)
                {
                    if (line.DueMs < next.DueMs)
                        next = line;
                }

                await Until(next.DueMs, cancellation);
                while (funded < next.DueMs / FundingMs)
                {
                    funded++;
                    foreach (var line in lines)
                        await events.WriteAsync(line.Funding(funded * FundingMs), cancellation);
                }

                foreach (var item in next.Advance())
                {
                    await events.WriteAsync(item, cancellation);
                    _meter.Message(time.GetUtcNow(), item.At);
                }
            }
        }
        finally
        {
            _meter.Change(s => s with { Connected = false });
        }
    }

    private SimulatedMarket Market(Symbol symbol) => new(options.Seed, symbol, catalog);

    /// <summary>The catalog's terms; funding is told by the feed, each eight hours.</summary>
    private Instrument Of(Symbol symbol)
    {
        var instrument = catalog.Get(symbol);
        return instrument with { Funding = new FundingRule(FundingSource.Feed, SimulatedMarket.FundingInterval, instrument.Funding.Rate) };
    }

    private async Task Until(long ms, CancellationToken cancellation)
    {
        var wait = DateTimeOffset.FromUnixTimeMilliseconds(ms) - time.GetUtcNow();
        if (wait > TimeSpan.Zero)
            await Task.Delay(wait, time, cancellation);
    }

    /// <summary>One symbol on its way through time.</summary>
    private sealed class Line(SimulatedMarket market, long startMs)
    {
        private long _tick = market.FirstTickFrom(startMs);
        private long _news = (startMs / NewsEveryMs) - 1;

        public long DueMs => market.TimeOfTick(_tick);

        public FundingRate Funding(long dueMs) => market.FundingAt(DateTimeOffset.FromUnixTimeMilliseconds(dueMs));

        /// <summary>What happens at the next tick: the quote, a trade, the book, each minute the news.</summary>
        public IEnumerable<MarketEvent> Advance()
        {
            var tick = _tick++;
            var ms = market.TimeOfTick(tick);
            yield return market.QuoteAt(tick);
            if (market.TradeAt(tick) is { } trade)
                yield return trade;
            if (tick % SimulatedMarket.TicksPerBook == 0)
                yield return market.BookAt(tick);
            if (ms / NewsEveryMs > _news)
            {
                _news = ms / NewsEveryMs;
                yield return market.EstimateAt(ms);
                yield return market.InterestAt(ms);
            }
        }
    }
}
