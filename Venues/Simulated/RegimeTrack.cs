namespace OrleansTrader.Venues.Simulated;

/// <summary>What a block of simulated time looks like.</summary>
public enum SimulatedRegime
{
    Range,
    TrendUp,
    TrendDown,
    Volatile,
}

/// <summary>
/// Cuts time into blocks of 8,192 s (2 h 17 min) and gives each a regime, a slow swing and now and then a jump. A swing runs straight
/// between seeded heights at the block's edges: a steep one is a trend. Heights are independent of each other, so that no drift adds up.
/// </summary>
internal sealed class RegimeTrack(ulong seed, double swing, double jump)
{
    public const long BlockMs = 8_192_000;

    private const double TrendFrom = 0.9;
    private const long RampMs = 4_000;
    private const long JumpFadeMs = 2 * BlockMs;
    private const long ShakenMs = 90_000;

    private readonly ulong _heights = Chance.Key(seed, 1);
    private readonly ulong _kinds = Chance.Key(seed, 2);
    private readonly ulong _jumps = Chance.Key(seed, 3);

    public SimulatedRegime Regime(long block)
    {
        var rise = Chance.Gaussian(_heights, block + 1) - Chance.Gaussian(_heights, block);
        return rise switch
        {
            > TrendFrom => SimulatedRegime.TrendUp,
            < -TrendFrom => SimulatedRegime.TrendDown,
            _ => Chance.Unit(_kinds, block) < 0.35 ? SimulatedRegime.Volatile : SimulatedRegime.Range,
        };
    }

    /// <summary>Multiple of the ordinary fluctuation within the block.</summary>
    public static double Roughness(SimulatedRegime regime) => regime switch
    {
        SimulatedRegime.Volatile => 1.9,
        SimulatedRegime.Range => 0.7,
        _ => 0.9,
    };

    /// <summary>Log price of swing and jumps at an instant; continuous.</summary>
    public double LogPrice(long ms)
    {
        var block = Chance.FloorDivide(ms, BlockMs);
        var part = (ms - (block * BlockMs)) / (double)BlockMs;
        var left = Chance.Gaussian(_heights, block);
        var height = left + ((Chance.Gaussian(_heights, block + 1) - left) * part);
        var sum = height * swing;
        for (var b = block - 2; b <= block; b++)
        {
            if (JumpOf(b, out var at, out var size))
                sum += size * jump * Shape(ms - at);
        }

        return sum;
    }

    /// <summary>0 in quiet, up to 1 right after a jump.</summary>
    public double Shock(long ms)
    {
        var block = Chance.FloorDivide(ms, BlockMs);
        var shock = 0.0;
        for (var b = block - 1; b <= block; b++)
        {
            if (JumpOf(b, out var at, out _) && ms >= at && ms < at + ShakenMs)
                shock = Math.Max(shock, 1.0 - ((ms - at) / (double)ShakenMs));
        }

        return shock;
    }

    private bool JumpOf(long block, out long at, out double size)
    {
        var chance = Chance.Unit(_jumps, block * 3);
        at = (block * BlockMs) + (long)(Chance.Unit(_jumps, (block * 3) + 1) * (BlockMs - 1));
        size = 0;
        if (chance >= 0.12)
            return false;
        var gauss = Chance.Gaussian(_jumps, (block * 3) + 2);
        size = gauss < 0 ? gauss - 0.7 : gauss + 0.7;
        return true;
    }

    /// <summary>Up within four seconds, straight back to nothing within two blocks.</summary>
    private static double Shape(long elapsedMs) => elapsedMs switch
    {
        < 0 or > JumpFadeMs => 0,
        < RampMs => elapsedMs / (double)RampMs,
        _ => (JumpFadeMs - elapsedMs) / (double)(JumpFadeMs - RampMs),
    };
}
