namespace OrleansTrader.Trading.Numerics;

/// <summary>
/// Steele, Lea and Flood's SplitMix64: a 64-bit counter behind a mixing function. Spreads a small seed over the state of a larger
/// generator and hashes numbers; not meant for long sequences of its own.
/// </summary>
public struct SplitMix64(ulong seed)
{
    private const ulong Golden = 0x9E3779B97F4A7C15;

    private ulong _state = seed;

    /// <summary>The next of 2^64 values, uniform.</summary>
    public ulong Next()
    {
        _state = unchecked(_state + Golden);
        return Mix(_state);
    }

    /// <summary>The finalizer alone: a bijection of 64-bit numbers whose every output bit depends on every input bit.</summary>
    public static ulong Mix(ulong value)
    {
        unchecked
        {
            value = (value ^ (value >> 30)) * 0xBF58476D1CE4E5B9;
            value = (value ^ (value >> 27)) * 0x94D049BB133111EB;
            return value ^ (value >> 31);
        }
    }
}
