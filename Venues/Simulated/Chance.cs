using OrleansTrader.Trading.Numerics;

namespace OrleansTrader.Venues.Simulated;

/// <summary>Chance as a function of a key and an index, so that any instant can be asked without walking to it.</summary>
internal static class Chance
{
    private const double TwoToMinus53 = 1.0 / 9007199254740992.0;
    private const double TwoToMinus16 = 1.0 / 65536.0;

    // A sum of four uniform numbers has a variance of 4/12.
    private const double ToUnitVariance = 1.7320508075688772;

    public static ulong Key(ulong seed, ulong stream) => SplitMix64.Mix(SplitMix64.Mix(seed + 0x9E3779B97F4A7C15) ^ (stream * 0xD1B54A32D192ED03));

    /// <summary>A key for a name (FNV-1a over its characters).</summary>
    public static ulong Key(ulong seed, string name)
    {
        var hash = 0xCBF29CE484222325UL;
        foreach (var c in name)
            hash = (hash ^ c) * 0x100000001B3;
        return Key(seed, hash);
    }

    public static ulong Bits(ulong key, long index) => SplitMix64.Mix(key + ((ulong)index * 0x9E3779B97F4A7C15));

    /// <summary>Uniform in [0, 1).</summary>
    public static double Unit(ulong key, long index) => (Bits(key, index) >> 11) * TwoToMinus53;

    /// <summary>
    /// Nearly normal: mean 0, variance 1, never beyond ±3.47 (the sum of four uniform numbers of 16 bits), and only additions, so that
    /// every machine agrees.
    /// </summary>
    public static double Gaussian(ulong key, long index)
    {
        var bits = Bits(key, index);
        var sum = (double)((bits & 0xFFFF) + ((bits >> 16) & 0xFFFF) + ((bits >> 32) & 0xFFFF) + (bits >> 48));
        return ((sum + 2.0) * TwoToMinus16 - 2.0) * ToUnitVariance;
    }

    public static long FloorDivide(long value, long by)
    {
        var quotient = value / by;
        return value % by < 0 ? quotient - 1 : quotient;
    }
}
