using System.Collections.Immutable;
using OrleansTrader.Trading.Strategies;

namespace OrleansTrader.Trading.Execution.Exits;

/// <summary>What a policy has to see.</summary>
public static class ExitNeeds
{
    /// <summary>Of a symbol whose position it looks after. The policy is one that <see cref="ExitPolicyRules"/> accepts.</summary>
    public static ObservationRequest Of(ExitPolicy policy)
    {
        var indicators = new SortedSet<string>(StringComparer.Ordinal);
        if (policy.Stop is { Ranges: not null } stop)
            indicators.Add(Readings.Canonical(stop.Atr));
        if (policy.Volatility is { } volatility)
            indicators.Add(Readings.Canonical(volatility.Atr));
        if (policy.Trail is { Kind: not TrailKind.Percent } trail)
        {
            indicators.Add(Readings.Canonical(trail.Atr));
            if (trail.Kind == TrailKind.Chandelier)
                indicators.UnionWith([Readings.Extreme(trail, isLong: true), Readings.Extreme(trail, isLong: false)]);
        }

        foreach (var text in policy.Invalidation is { IsDefault: false } conditions ? conditions : [])
        {
            if (ExitCondition.TryParse(text, out var condition, out _))
                indicators.UnionWith(condition.Indicators);
        }

        return indicators.Count == 0 && policy.Hedge is null
            ? ObservationRequest.None
            : new ObservationRequest([.. indicators], Candles(policy.Hedge));
    }

    /// <summary>Of the symbol that hedges.</summary>
    public static ObservationRequest OfHedge(HedgePolicy hedge) => new([], Candles(hedge));

    // Returns are between closes: one candle more than returns.
    private static ImmutableArray<CandleWindow> Candles(HedgePolicy? hedge) =>
        hedge is null ? [] : [new CandleWindow(hedge.Window, Math.Min(hedge.Candles + 1, CandleWindow.CountMax))];
}
