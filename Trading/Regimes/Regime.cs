namespace OrleansTrader.Trading.Regimes;

/// <summary>What kind of market it is. The lower-case names <c>bull bear ranging volatile</c> stand in the journal for good.</summary>
public enum Regime
{
    /// <summary>A trend upwards.</summary>
    Bull,

    /// <summary>A trend downwards.</summary>
    Bear,

    /// <summary>No direction, ordinary movement.</summary>
    Ranging,

    /// <summary>Movement far above what is usual for this market, whatever its direction.</summary>
    Volatile,
}

/// <summary>The regime after the last closed candle.</summary>
/// <param name="Strength">0 to 1: how pronounced the regime is.</param>
/// <param name="Confidence">0 to 1: share of the rules that agree, less while a change is pending.</param>
/// <param name="Since">Close of the candle that began it.</param>
public sealed record RegimeReading(Regime Regime, double Strength, double Confidence, DateTimeOffset Since);

public static class RegimeNames
{
    /// <summary>The name in the journal, in JSON and on the page.</summary>
    public static string Name(this Regime regime) => regime switch
    {
        Regime.Bull => "bull",
        Regime.Bear => "bear",
        Regime.Ranging => "ranging",
        Regime.Volatile => "volatile",
        _ => throw new ArgumentOutOfRangeException(nameof(regime), regime, "not a regime"),
    };

    public static bool TryParse(string? name, out Regime regime)
    {
        for (regime = Regime.Bull; regime <= Regime.Volatile; regime++)
        {
            if (string.Equals(regime.Name(), name, StringComparison.Ordinal))
                return true;
        }

        regime = default;
        return false;
    }
}
