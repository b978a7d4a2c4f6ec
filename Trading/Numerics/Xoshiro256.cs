using System.Numerics;

namespace OrleansTrader.Trading.Numerics;

/// <summary>Blackman and Vigna's xoshiro256**: period 2^256 − 1, four words of state, not all zero.</summary>
public struct Xoshiro256(ulong s0, ulong s1, ulong s2, ulong s3)
{
    private ulong _s0 = s0;
    private ulong _s1 = s1;
    private ulong _s2 = s2;
    private ulong _s3 = s3;

    /// <summary>A generator whose state is spread from a small seed, as its authors advise, by <see cref="SplitMix64"/>.</summary>
    public static Xoshiro256 FromSeed(ulong seed)
    {
        var spread = new SplitMix64(seed);
        return new Xoshiro256(spread.Next(), spread.Next(), spread.Next(), spread.Next());
    }

    /// <summary>The next 64 bits, uniform.</summary>
    public ulong Next()
    {
        unchecked
        {
            var result = BitOperations.RotateLeft(_s1 * 5, 7) * 9;
            var shifted = _s1 << 17;
            _s2 ^= _s0;
            _s3 ^= _s1;
            _s1 ^= _s2;
            _s0 ^= _s3;
            _s2 ^= shifted;
            _s3 = BitOperations.RotateLeft(_s3, 45);
            return result;
        }
    }
}
