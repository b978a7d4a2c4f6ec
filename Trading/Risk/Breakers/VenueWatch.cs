using System.Collections.Immutable;
using OrleansTrader.Trading.Markets;

namespace OrleansTrader.Trading.Risk.Breakers;

/// <summary>Measures all markets of a venue together, for the rules of the service's breaker.</summary>
public sealed class VenueWatch(ImmutableArray<BreakerRule> rules)
{
    public ImmutableArray<BreakerRule> Rules => rules;

    private readonly CountWindow?[] _counts = [.. rules.Select(static rule => rule.Kind == BreakerKind.VenueErrors ? new CountWindow(rule.Window!.Value) : null)];
    private readonly decimal?[] _values = new decimal?[rules.Length];

    /// <param name="markets">The data of each market since its start, and whether it has a reliable quote.</param>
    public void Look(IReadOnlyCollection<(DataQuality Quality, bool IsStale)> markets, DateTimeOffset now)
    {
        long bad = 0, good = 0, stale = 0;
        foreach (var (quality, isStale) in markets)
        {
            bad += quality.Rejected + quality.SequenceGaps + quality.StaleSpells;
            good += quality.QuotesAccepted + quality.TradesAccepted;
            stale += isStale ? 1 : 0;
        }

        for (var i = 0; i < rules.Length; i++)
        {
            var (more, fine) = _counts[i]?.Since(now, bad, good) ?? default;
            _values[i] = _counts[i] is null
                ? markets.Count == 0 ? null : (decimal)stale / markets.Count
                : more < 0 || fine < 0 || more + fine < CountWindow.SampleMin ? null : (decimal)more / (more + fine);
        }
    }

    /// <summary>The value of a rule as it was taken last; null where nothing can be said yet.</summary>
    public decimal? Value(BreakerRule rule) => rules.IndexOf(rule) is >= 0 and var index ? _values[index] : null;
}
