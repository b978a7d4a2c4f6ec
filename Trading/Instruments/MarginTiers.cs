namespace OrleansTrader.Trading.Instruments;

/// <summary>An instrument's margin table as arithmetic.</summary>
public static class MarginTiers
{
    /// <summary>The tier of a position of <paramref name="notional"/>; the last one beyond the table.</summary>
    public static MarginTier TierOf(this Instrument instrument, decimal notional)
    {
        var tiers = instrument.Tiers;
        for (var i = 0; i < tiers.Length - 1; i++)
        {
            if (notional <= tiers[i].NotionalMax)
                return tiers[i];
        }

        return tiers[^1];
    }

    /// <summary><c>notional × rate − deduction</c> of its tier, never negative.</summary>
    public static decimal MaintenanceOf(this Instrument instrument, decimal notional)
    {
        var tier = instrument.TierOf(notional);
        return Math.Max(0m, (notional * tier.MaintenanceRate) - tier.MaintenanceDeduction);
    }
}
