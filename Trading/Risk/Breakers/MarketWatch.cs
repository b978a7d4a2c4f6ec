using System.Collections.Immutable;
using OrleansTrader.Trading.Markets;

namespace OrleansTrader.Trading.Risk.Breakers;

/// <summary>
/// Measures one market for the rules of its breaker: quotes as they come (a comparison or two each), everything else at most once a second.
/// Kept in memory only: after a restart a rule sees from there on. One writer.
/// </summary>
public sealed class MarketWatch(ImmutableArray<BreakerRule> rules)
{
    /// <summary>How often at most values are taken.</summary>
    public static readonly TimeSpan LookEvery = TimeSpan.FromSeconds(1);

    public ImmutableArray<BreakerRule> Rules => rules;

    private readonly RangeWindow?[] _ranges = [.. rules.Select(static rule => rule.Kind == BreakerKind.Volatility ? new RangeWindow(rule.Window!.Value) : null)];
    private readonly CountWindow?[] _counts = [.. rules.Select(static rule => rule.Kind is BreakerKind.CrossedQuotes or BreakerKind.VenueErrors ? new CountWindow(rule.Window!.Value) : null)];
    private readonly DateTimeOffset?[] _beyondSince = new DateTimeOffset?[rules.Length];
    private readonly decimal?[] _values = new decimal?[rules.Length];
    private DateTimeOffset _lookedAt;
    private bool _isUrgent;

    public void OnQuote(Quote quote)
    {
        for (var i = 0; i < _ranges.Length; i++)
        {
            if (_ranges[i] is not { } range)
                continue;
            range.Add(quote.At, (quote.LowBid + quote.LowAsk) / 2m, (quote.HighBid + quote.HighAsk) / 2m);
            _isUrgent |= range.AgainstAverage(quote.At) >= rules[i].Threshold;
        }
    }

    /// <summary>Takes the values anew if it is time to, or a quote went beyond a threshold; false where there is no need.</summary>
    public bool TryLook(SymbolMarket market, DateTimeOffset now)
    {
        if (!_isUrgent && now - _lookedAt < LookEvery && now >= _lookedAt)
            return false;
        _isUrgent = false;
        _lookedAt = now;
        var quality = market.Quality;
        for (var i = 0; i < rules.Length; i++)
            _values[i] = Measure(i, market, quality, now);
        return true;
    }

    /// <summary>The value of a rule as it was taken last; null where nothing can be said yet.</summary>
    public decimal? Value(BreakerRule rule) => rules.IndexOf(rule) is >= 0 and var index ? _values[index] : null;

    private decimal? Measure(int index, SymbolMarket market, DataQuality quality, DateTimeOffset now)
    {
        var rule = rules[index];
        switch (rule.Kind)
        {
            case BreakerKind.Volatility:
                return _ranges[index]!.AgainstAverage(now);
            case BreakerKind.StaleQuotes:
                return market.LastQuote is not { } last ? null : market.Staleness(now) is null ? 0m : (decimal)(now - last.At).TotalSeconds;
            case BreakerKind.CrossedQuotes:
                return _counts[index]!.Since(now, quality.CrossedQuotes, 0L).Bad;
            case BreakerKind.VenueErrors:
                var (bad, all) = _counts[index]!.Since(now, quality.Rejected + quality.SequenceGaps + quality.StaleSpells, quality.QuotesAccepted + quality.TradesAccepted);
                return bad + all < CountWindow.SampleMin ? null : (decimal)bad / (bad + all);
            case BreakerKind.Spread:
                return Held(index, rule, market.LastQuote is { Mid: > 0m } quote ? quote.Spread / quote.Mid : null, now);
            default:
                return Held(index, rule, DepthOf(market), now);
        }
    }

    // A value counts once it has been beyond the threshold throughout the window.
    private decimal? Held(int index, BreakerRule rule, decimal? value, DateTimeOffset now)
    {
        var isBeyond = value is { } given && (rule.Kind == BreakerKind.Depth ? given < rule.Threshold : given >= rule.Threshold);
        if (!isBeyond)
        {
            _beyondSince[index] = null;
            return value;
        }

        var since = _beyondSince[index] ??= now;
        return rule.Window is not { } window || now - since >= window ? value : null;
    }

    // Sizes of nought say that the feed has none.
    private static decimal? DepthOf(SymbolMarket market)
    {
        if (market.Book is { Bids.IsDefaultOrEmpty: false, Asks.IsDefaultOrEmpty: false } book)
            return Math.Min(Notional(book.Bids), Notional(book.Asks));
        return market.LastQuote is { BidSize: > 0m, AskSize: > 0m } quote ? Math.Min(quote.Bid * quote.BidSize, quote.Ask * quote.AskSize) : null;
    }

    private static decimal Notional(ImmutableArray<BookLevel> levels)
    {
        var sum = 0m;
        foreach (var level in levels)
            sum += level.Price * level.Quantity;
        return sum;
    }
}
