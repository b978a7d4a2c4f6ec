using System.Collections.Concurrent;
using System.Collections.Immutable;
using System.Threading.Channels;
using Microsoft.Extensions.Logging.Abstractions;
using OrleansTrader.Grains;
using OrleansTrader.Grains.Ports;
using OrleansTrader.Grains.Symbols;
using OrleansTrader.Trading.Accounts;
using OrleansTrader.Trading.Instruments;
using OrleansTrader.Trading.Markets;
using OrleansTrader.Trading.Numerics;
using OrleansTrader.Trading.Strategies;
using OrleansTrader.Venues;

namespace OrleansTrader.Benchmarks.Agents;

/// <summary>The five markets of the simulated venue, warm from its history; then its tape in real time, or single quotes at given instants.</summary>
internal sealed class Markets
{
    private const long Epoch = 1;
    private const int QueueEventsMax = 8_192;

    // A quote that comes on demand is at most so many thousandths of a percent away from the one before it.
    private const int StepMax = 50;

    private readonly IGrainFactory _grains;
    private readonly IFeed _feed;
    private readonly ConcurrentDictionary<Symbol, Quote> _last = new();
    private SeededRandom _chance = new(1);

    private Markets(IGrainFactory grains, IFeed feed, ImmutableArray<Instrument> instruments) => (_grains, _feed, Instruments) = (grains, feed, instruments);

    public ImmutableArray<Instrument> Instruments { get; }

    public ImmutableArray<Symbol> Symbols => [.. Instruments.Select(static instrument => instrument.Symbol)];

    public static async Task<Markets> Start(IGrainFactory grains, TimeProvider time)
    {
        using var caller = Caller.AsService();
        var feed = FeedFactory.Create(new FeedOptions { Name = BenchmarkServices.Venue }, time, NullLoggerFactory.Instance);
        var markets = new Markets(grains, feed, await feed.Instruments(FeedFactory.DefaultSymbols(BenchmarkServices.Venue), CancellationToken.None));
        var options = new MarketOptions();
        foreach (var instrument in markets.Instruments)
        {
            var history = ImmutableArray.CreateBuilder<CandleSlice>();
            foreach (var interval in Intervals.All)
            {
                var kept = interval == options.BaseInterval ? options.BaseCandlesMax : options.CoarserCandlesMax;
                var to = interval.Floor(time.GetUtcNow());
                history.Add(new CandleSlice(
                    interval, await feed.History(instrument.Symbol, interval, to - (interval.Length() * kept), to, CancellationToken.None)));
            }

            await markets.Grain(instrument.Symbol).Start(new SymbolStart(instrument, Epoch, feed.UsesBackPressure, options, history.ToImmutable()));
            var close = history.First(slice => slice.Interval == options.BaseInterval).Candles[^1].Close;
            markets._last[instrument.Symbol] = markets.QuoteOf(instrument, close, time.GetUtcNow(), 0);
        }

        return markets;
    }

    public decimal Mid(Symbol symbol) => _last[symbol] is var quote ? (quote.Bid + quote.Ask) / 2m : 0m;

    /// <summary>One quote of each market, each taken over when this returns.</summary>
    public async Task Quote(DateTimeOffset at)
    {
        using var caller = Caller.AsService();
        foreach (var instrument in Instruments)
        {
            var before = _last[instrument.Symbol];
            var number = before.FirstSequence + 1;
            var step = (_chance.NextInt((2 * StepMax) + 1) - StepMax) / 100_000m;
            var quote = QuoteOf(instrument, instrument.PriceNearest(Mid(instrument.Symbol) * (1m + step)), at, number);
            _last[instrument.Symbol] = quote;
            await Send(instrument.Symbol, [quote]);
        }
    }

    /// <summary>The venue's tape, quotes, trades and books, until it is cancelled.</summary>
    public async Task Run(CancellationToken cancellation)
    {
        using var caller = Caller.AsService();
        var queue = Channel.CreateBounded<MarketEvent>(new BoundedChannelOptions(QueueEventsMax) { SingleReader = true, SingleWriter = true });
        var telling = _feed.Run(Symbols, queue.Writer, cancellation);
        try
        {
            await foreach (var happened in queue.Reader.ReadAllAsync(cancellation))
            {
                if (happened is Quote quote)
                    _last[quote.Symbol] = quote;
                await Send(happened.Symbol, [happened]);
            }

            await telling;
        }
        catch (OperationCanceledException) when (cancellation.IsCancellationRequested)
        {
            // The end that was asked for.
        }
    }

    private async Task Send(Symbol symbol, ImmutableArray<MarketEvent> events)
    {
        if (await Grain(symbol).OnMarket(events, Epoch) != MarketReceipt.Taken)
            throw new InvalidOperationException($"{symbol} did not take its market data");
    }

    private ISymbolGrain Grain(Symbol symbol) => _grains.Symbol(new SymbolKey(BenchmarkServices.Venue, symbol));

    private Quote QuoteOf(Instrument instrument, decimal mid, DateTimeOffset at, long number)
    {
        var half = instrument.TickSize * 2m;
        return new Quote(instrument.Symbol, at, mid - half, 100m, mid + half, 100m, number, number);
    }
}
