using System.Collections.Immutable;

namespace OrleansTrader.Trading.Instruments;

/// <summary>One step of a tiered margin table: it applies to positions of a notional up to <paramref name="NotionalMax"/>.</summary>
/// <param name="NotionalMax">Upper edge of the tier, inclusive, in quote currency.</param>
/// <param name="MaintenanceRate">Share of notional that must remain as equity, e.g. 0.005.</param>
/// <param name="LeverageMax">Highest leverage that may be chosen within the tier.</param>
/// <param name="MaintenanceDeduction">Quote currency taken off <c>notional × rate</c>, so that the requirement is continuous across tiers.</param>
public sealed record MarginTier(decimal NotionalMax, decimal MaintenanceRate, decimal LeverageMax, decimal MaintenanceDeduction);

/// <summary>Fees as shares of traded notional; a negative maker rate is a rebate.</summary>
public sealed record FeeSchedule(decimal Maker, decimal Taker, decimal Liquidation);

/// <summary>How an instrument's funding comes about.</summary>
public enum FundingSource
{
    /// <summary>A constant rate an interval (<see cref="FundingRule.Rate"/>).</summary>
    Fixed,

    /// <summary>Estimated from the premium of mark over a slow average: for feeds without funding of their own.</summary>
    Heuristic,

    /// <summary>Published by the venue.</summary>
    Feed,
}

/// <param name="Interval">Distance of funding timestamps, counted from midnight UTC.</param>
/// <param name="Rate">The rate an interval where <paramref name="Source"/> is fixed; otherwise the baseline.</param>
public sealed record FundingRule(FundingSource Source, TimeSpan Interval, decimal Rate);

/// <summary>What can be traded, in which steps, at what cost. All amounts are in quote currency unless said otherwise.</summary>
/// <param name="TickSize">Step of order prices.</param>
/// <param name="LotSize">Step of order quantities, in base currency.</param>
/// <param name="QuantityMin">Smallest order quantity, in base currency.</param>
/// <param name="QuantityMax">Largest order quantity, in base currency.</param>
/// <param name="NotionalMin">Smallest order notional.</param>
/// <param name="LeverageMax">Highest leverage of the lowest tier.</param>
/// <param name="Tiers">At least one tier, ascending by <see cref="MarginTier.NotionalMax"/>; the last one's maximum bounds a position.</param>
public sealed record Instrument(
    Symbol Symbol,
    decimal TickSize,
    decimal LotSize,
    decimal QuantityMin,
    decimal QuantityMax,
    decimal NotionalMin,
    decimal LeverageMax,
    FeeSchedule Fees,
    FundingRule Funding,
    ImmutableArray<MarginTier> Tiers);
