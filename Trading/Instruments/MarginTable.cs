using System.Collections.Immutable;

namespace OrleansTrader.Trading.Instruments;

/// <summary>
/// Tiered margin: a position of notional N in tier i needs <c>N · rate_i − deduction_i</c> as maintenance margin, where
/// <c>deduction_i = deduction_(i−1) + edge_(i−1) · (rate_i − rate_(i−1))</c> makes the requirement continuous at the edges, as Binance
/// and Bybit publish it.
/// </summary>
public static class MarginTable
{
    /// <summary>The tier that a notional falls into; the last one beyond all edges.</summary>
    /// <param name="notional">Absolute, in quote currency.</param>
    public static MarginTier Tier(this Instrument instrument, decimal notional)
    {
        var tiers = instrument.Tiers;
        foreach (var tier in tiers)
        {
            if (notional <= tier.NotionalMax)
                return tier;
        }

        return tiers[^1];
    }

    /// <summary>Equity that a position of that absolute notional must keep.</summary>
    public static decimal MaintenanceMargin(this Instrument instrument, decimal notional)
    {
        var tier = instrument.Tier(notional);
        return (notional * tier.MaintenanceRate) - tier.MaintenanceDeduction;
    }

    /// <summary>Highest leverage for a position of that absolute notional; 0 beyond the last tier, where no position may be.</summary>
    public static decimal LeverageMaxAt(this Instrument instrument, decimal notional) =>
        notional > instrument.Tiers[^1].NotionalMax ? 0m : Math.Min(instrument.Tier(notional).LeverageMax, instrument.LeverageMax);

    /// <summary>Tiers with the deductions that make them continuous.</summary>
    public static ImmutableArray<MarginTier> Continuous(params ReadOnlySpan<(decimal NotionalMax, decimal Rate, decimal LeverageMax)> steps)
    {
        var tiers = ImmutableArray.CreateBuilder<MarginTier>(steps.Length);
        var (deduction, edge, rate) = (0m, 0m, 0m);
        foreach (var step in steps)
        {
            deduction += edge * (step.Rate - rate);
            tiers.Add(new MarginTier(step.NotionalMax, step.Rate, step.LeverageMax, deduction));
            (edge, rate) = (step.NotionalMax, step.Rate);
        }

        return tiers.MoveToImmutable();
    }

    /// <summary>What is wrong with a table: order, ranges, or a requirement that jumps at an edge.</summary>
    /// <param name="path">Prefix of field names, e.g. <c>instruments[0].tiers</c>.</param>
    public static ImmutableArray<FieldError> Validate(ImmutableArray<MarginTier> tiers, string path)
    {
        if (tiers.IsDefaultOrEmpty)
            return [new FieldError(path, string.Empty, "give at least one tier")];
        var errors = ImmutableArray.CreateBuilder<FieldError>();
        MarginTier? before = null;
        for (var i = 0; i < tiers.Length; i++)
        {
            var tier = tiers[i];
            Check(tier.NotionalMax > (before?.NotionalMax ?? 0m), "notionalMax", tier.NotionalMax, "must be above the tier before and above 0");
            Check(tier.MaintenanceRate is > 0m and < 1m, "maintenanceRate", tier.MaintenanceRate, "must lie between 0 and 1");
            Check(tier.MaintenanceRate >= (before?.MaintenanceRate ?? 0m), "maintenanceRate", tier.MaintenanceRate, "must not be below the tier before");
            Check(tier.LeverageMax >= 1m, "leverageMax", tier.LeverageMax, "must be at least 1");
            Check(tier.LeverageMax <= (before?.LeverageMax ?? decimal.MaxValue), "leverageMax", tier.LeverageMax, "must not be above the tier before");
            Check(tier.LeverageMax * tier.MaintenanceRate < 1m, "leverageMax", tier.LeverageMax, "initial margin (1 / leverage) must exceed the maintenance rate");
            var continuous = before is null ? 0m : before.MaintenanceDeduction + (before.NotionalMax * (tier.MaintenanceRate - before.MaintenanceRate));
            Check(
                tier.MaintenanceDeduction == continuous, "maintenanceDeduction", tier.MaintenanceDeduction,
                $"must be {FieldError.Text(continuous)}, so that the requirement is continuous at the edge");
            before = tier;

            void Check(bool holds, string field, decimal value, string remedy)
            {
                if (!holds)
                    errors.Add(new FieldError($"{path}[{i}].{field}", FieldError.Text(value), remedy));
            }
        }

        return errors.ToImmutable();
    }
}
