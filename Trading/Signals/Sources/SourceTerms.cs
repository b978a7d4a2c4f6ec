using System.Collections.Immutable;

namespace OrleansTrader.Trading.Signals.Sources;

/// <summary>How far a default stop is from the entry; in JSON <c>atr percent</c>.</summary>
public enum StopMeasure
{
    /// <summary>Multiples of the average true range of 14 candles.</summary>
    Atr,

    /// <summary>Percent of the entry price.</summary>
    Percent,
}

/// <summary>The exits of a signal that names none.</summary>
/// <param name="StopDistance">In the measure's unit, above 0: <c>2</c> is two ranges, or two percent.</param>
/// <param name="TargetR">Distance of the target in multiples of the stop's; 0 for no target.</param>
public sealed record DefaultExits(StopMeasure Stop = StopMeasure.Atr, decimal StopDistance = 2m, decimal TargetR = 2m)
{
    public const decimal StopDistanceMax = 50m;

    public const decimal TargetRMax = 50m;

    /// <summary>Candles of the average true range.</summary>
    public const int AtrLength = 14;

    /// <summary>The distance where the range is not known yet, in percent of the entry price.</summary>
    public const decimal FallbackPercent = 2m;
}

/// <summary>What the road of a signal needs to know of its source, by value: what held when it came is what it goes by.</summary>
public sealed record SourceTerms
{
    public const int SubscriptionsMax = 50;

    /// <summary>Who follows; empty: signals are kept and scored, and nothing is traded.</summary>
    public ImmutableArray<Subscription> Subscriptions { get; init => field = value.IsDefault ? [] : value; } = [];

    public DefaultExits Exits { get; init; } = new();

    /// <summary>Confidence of a signal that states none, 0 to 1.</summary>
    public decimal ConfidenceDefault { get; init; } = 0.6m;

    /// <summary>Less confident signals are not followed, 0 to 1.</summary>
    public decimal ConfidenceMin { get; init; } = 0.5m;

    /// <summary>An older signal is stale; above zero.</summary>
    public TimeSpan Freshness { get; init; } = TimeSpan.FromMinutes(5);

    /// <summary>Least gain at the target for a loss of one at the stop, net of costs; 0 for any.</summary>
    public decimal RiskRewardMin { get; init; } = 2m;
}
