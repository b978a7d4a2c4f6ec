using System.Collections.Immutable;
using OrleansTrader.Trading.Indicators;
using OrleansTrader.Trading.Markets;
using OrleansTrader.Trading.Strategies;

namespace OrleansTrader.Grains.Symbols;

/// <summary>What others read of a market: never waits, and allocates only where something changed since it was last asked.</summary>
internal sealed partial class SymbolGrain
{
    private static readonly Task<MarketSnapshot?> NoMarket = Task.FromResult<MarketSnapshot?>(null);

    private Task<MarketSnapshot?> _marketAnswer = NoMarket;

    public Task<MarketSnapshot?> GetMarket() => Market() is null ? NoMarket : _marketAnswer;

    public Task<SymbolSnapshot?> GetSnapshot()
    {
        if (_market is not { } market)
            return Task.FromResult<SymbolSnapshot?>(null);
        var now = time.GetUtcNow();
        var funding = market.Observe(ObservationRequest.None, now)?.Funding;
        return Task.FromResult<SymbolSnapshot?>(new SymbolSnapshot(
            _key, market.Instrument, market.LastQuote, market.Volume24h, market.Change24h, funding, market.OpenInterest?.Quantity,
            market.Regime, market.Staleness(now), _book.Count, market.Quality));
    }

    public Task<SymbolObservation?> Observe(ObservationRequest request)
    {
        if (_market is not { } market)
            return Task.FromResult<SymbolObservation?>(null);
        return Task.FromResult(market.Observe(request, time.GetUtcNow()));
    }

    public Task<CandleHistory> GetCandles(Interval interval, int count) => Task.FromResult(
        new CandleHistory(interval, _market?.Series(interval)?.Last(Math.Max(0, count)) ?? [], _market?.Unfinished(interval)));

    public Task<IndicatorSeries> GetIndicator(string indicator, int count)
    {
        if (_market is not { } market || !IndicatorSpec.TryParse(indicator, out var spec) || market.Series(spec.Interval) is not { } series)
            return Task.FromResult(new IndicatorSeries(indicator, [], []));
        var rows = market.IndicatorHistory(indicator, Math.Max(0, count));
        var length = rows.IsEmpty ? 0 : rows[0].Length;
        var candles = series.Last(length);
        var points = ImmutableArray.CreateBuilder<IndicatorPoint>(length);
        for (var i = 0; i < length; i++)
        {
            var values = new double[rows.Length];
            var isKnown = false;
            for (var output = 0; output < rows.Length; output++)
            {
                values[output] = rows[output][i];
                isKnown |= !double.IsNaN(values[output]);
            }

            if (isKnown)
                points.Add(new IndicatorPoint(candles[i].Start, ImmutableArray.Create(values)));
        }

        return Task.FromResult(new IndicatorSeries(spec.Text, IndicatorCatalog.Create(spec).Outputs, points.ToImmutable()));
    }

    // Made at most once a quote, however many ask.
    private MarketSnapshot? Market()
    {
        if (_market is not { } market)
            return null;
        var stale = market.Staleness(time.GetUtcNow());
        if (_snapshot is null || _snapshot.StaleReason != stale)
        {
            _snapshot = new MarketSnapshot(market.Instrument, market.LastQuote, market.Book, stale, _standing);
            _marketAnswer = Task.FromResult<MarketSnapshot?>(_snapshot);
        }

        return _snapshot;
    }

    private MarketSnapshot MarketOf(Quote quote)
    {
        var now = Market()!;
        return ReferenceEquals(now.Quote, quote) ? now : now with { Quote = quote };
    }

    // A price from while the symbol was away: it did stand then, however the feed is doing now.
    private MarketSnapshot MarketAt(Quote past) => Market()! with { Quote = past, Book = null, StaleReason = null };
}
