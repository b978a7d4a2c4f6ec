namespace OrleansTrader.Trading.Numerics;

/// <summary>
/// The core's only source of chance: the same seed gives the same numbers on every machine. A mutable value: keep it in a field that
/// is not readonly, pass it by <c>ref</c>; a copy repeats the original's numbers.
/// </summary>
public struct SeededRandom
{
    private const double TwoToMinus53 = 1.0 / 9007199254740992.0;

    private readonly ulong _seed;
    private Xoshiro256 _bits;
    private double _spareGaussian;
    private bool _hasSpare;

    public SeededRandom(ulong seed)
    {
        _seed = seed;
        _bits = Xoshiro256.FromSeed(seed);
    }

    /// <summary>The next 64 bits, uniform.</summary>
    public ulong NextUInt64() => _bits.Next();

    /// <summary>Uniform in [0, 1), a multiple of 2^-53.</summary>
    public double NextDouble() => (_bits.Next() >> 11) * TwoToMinus53;

    /// <summary>Uniform in [0, <paramref name="bound"/>) without bias (Lemire's multiplication with rejection).</summary>
    /// <exception cref="ArgumentOutOfRangeException">The bound is not positive.</exception>
    public int NextInt(int bound)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(bound);
        var range = (uint)bound;
        var reject = unchecked(0u - range) % range;
        while (true)
        {
            var product = (_bits.Next() >> 32) * range;
            if ((uint)product >= reject)
                return (int)(product >> 32);
        }
    }

    /// <summary>Standard normal (mean 0, variance 1) by Marsaglia's polar method; values come in pairs, the second is kept.</summary>
    public double NextGaussian()
    {
        if (_hasSpare)
        {
            _hasSpare = false;
            return _spareGaussian;
        }

        while (true)
        {
            var x = (2.0 * NextDouble()) - 1.0;
            var y = (2.0 * NextDouble()) - 1.0;
            var square = (x * x) + (y * y);
            if (square is >= 1.0 or 0.0)
                continue;
            var scale = Math.Sqrt(-2.0 * DeterministicMath.Log(square) / square);
            _spareGaussian = y * scale;
            _hasSpare = true;
            return x * scale;
        }
    }

    /// <summary>
    /// An independent generator, a function of this one's seed and <paramref name="stream"/> alone: how many numbers were drawn before
    /// does not matter, and this generator is not moved.
    /// </summary>
    public readonly SeededRandom Fork(ulong stream) =>
        new(SplitMix64.Mix(unchecked(SplitMix64.Mix(_seed + 0x9E3779B97F4A7C15) ^ SplitMix64.Mix(stream + 0xD1B54A32D192ED03))));

    /// <summary>As <see cref="Fork(ulong)"/>, with a name (hashed by FNV-1a over its UTF-16 code units) in place of a number.</summary>
    public readonly SeededRandom Fork(ReadOnlySpan<char> stream)
    {
        var hash = 0xCBF29CE484222325UL;
        foreach (var c in stream)
            hash = unchecked((((hash ^ (byte)c) * 0x100000001B3) ^ (byte)(c >> 8)) * 0x100000001B3);
        return Fork(hash);
    }
}
