using OrleansTrader.Trading.Numerics;

namespace OrleansTrader.Trading.Tests.Numerics;

public sealed class DeterministicMathTests
{
    // Four units in the last place: two of ours and the platform's own.
    private const double Tolerance = 4 * 2.220446049250313e-16;

    [Fact]
    public void Exp_over_its_range_agrees_with_the_platform()
    {
        var random = new SeededRandom(1);
        for (var i = 0; i < 60_000; i++)
        {
            var x = i % 2 == 0 ? (random.NextDouble() * 1400) - 700 : random.NextGaussian();
            AssertClose(Math.Exp(x), DeterministicMath.Exp(x), $"exp {x:R}");
        }
    }

    [Fact]
    public void Log_over_its_range_agrees_with_the_platform()
    {
        var random = new SeededRandom(2);
        for (var i = 0; i < 60_000; i++)
        {
            var x = (i % 3) switch
            {
                0 => Math.Exp((random.NextDouble() * 1400) - 700),
                1 => 1 + (random.NextGaussian() * 1e-3),
                _ => random.NextDouble() * 3,
            };
            AssertClose(Math.Log(x), DeterministicMath.Log(x), $"log {x:R}");
        }
    }

    [Fact]
    public void Pow_of_prices_and_years_agrees_with_the_platform()
    {
        var random = new SeededRandom(3);
        for (var i = 0; i < 40_000; i++)
        {
            var x = random.NextDouble() * 4;
            var y = (random.NextDouble() * 80) - 40;
            var expected = Math.Pow(x, y);
            var actual = DeterministicMath.Pow(x, y);
            var units = 4 + Math.Abs(y * Math.Log(x));
            Assert.True(Math.Abs(actual - expected) <= units * 2.3e-16 * expected, $"pow {x:R} {y:R}: {actual:R}, expected {expected:R}");
        }
    }

    [Theory]
    [InlineData(0.0)]
    [InlineData(1.0)]
    [InlineData(-1.0)]
    [InlineData(double.NaN)]
    [InlineData(double.PositiveInfinity)]
    [InlineData(double.NegativeInfinity)]
    [InlineData(double.Epsilon)]
    [InlineData(1e-310)]
    [InlineData(709.78)]
    [InlineData(709.79)]
    [InlineData(-708.5)]
    [InlineData(-745.2)]
    public void Exp_and_Log_at_the_edges_are_as_the_platform_has_them(double x)
    {
        AssertSpecial(Math.Exp(x), DeterministicMath.Exp(x));
        AssertSpecial(Math.Log(x), DeterministicMath.Log(x));
    }

    [Fact]
    public void Exp_into_the_subnormal_numbers_loses_no_more_than_their_spacing()
    {
        for (var x = -745.0; x < -708; x += 0.37)
            Assert.True(Math.Abs(Math.Exp(x) - DeterministicMath.Exp(x)) <= double.Epsilon + (Math.Exp(x) * Tolerance), $"exp {x:R}");
    }

    [Fact]
    public void Pow_at_the_edges_is_as_the_platform_has_it()
    {
        double[] values = [0.0, -0.0, 0.5, 1, -1, 2, -2, 3, -3, 0.3, -0.3, -2.5, double.NaN, double.PositiveInfinity, double.NegativeInfinity];
        foreach (var x in values)
        {
            foreach (var y in values)
                AssertSpecial(Math.Pow(x, y), DeterministicMath.Pow(x, y), $"pow {x} {y}");
        }
    }

    // Own outputs, pinned: a change of any bit here changes every journal.
    [Theory]
    [InlineData(1.0, 0x4005BF0A8B14576A, 0x0000000000000000)]
    [InlineData(0.1, 0x3FF1AEC7B35A00D4, 0xC0026BB1BBB55515)]
    [InlineData(2.0, 0x401D8E64B8D4DDAE, 0x3FE62E42FEFA39EF)]
    [InlineData(10.0, 0x40D5829DCF950560, 0x40026BB1BBB55516)]
    public void Exp_and_Log_keep_their_bits(double x, ulong exp, ulong log)
    {
        Assert.Equal(exp, BitConverter.DoubleToUInt64Bits(DeterministicMath.Exp(x)));
        Assert.Equal(log, BitConverter.DoubleToUInt64Bits(DeterministicMath.Log(x)));
    }

    [Fact]
    public void Exp_and_Log_of_many_inputs_keep_their_bits()
    {
        var random = new SeededRandom(4);
        var hash = 0UL;
        for (var i = 0; i < 10_000; i++)
        {
            var x = random.NextDouble() * 50;
            hash = SplitMix64.Mix(hash ^ BitConverter.DoubleToUInt64Bits(DeterministicMath.Exp(x)));
            hash = SplitMix64.Mix(hash ^ BitConverter.DoubleToUInt64Bits(DeterministicMath.Log(x)));
        }

        Assert.Equal(8693785314477773539UL, hash);
    }

    private static void AssertClose(double expected, double actual, string what) =>
        Assert.True(Math.Abs(actual - expected) <= Tolerance * Math.Abs(expected), $"{what}: {actual:R}, expected {expected:R}");

    private static void AssertSpecial(double expected, double actual, string what = "")
    {
        if (double.IsNaN(expected) || double.IsInfinity(expected) || expected == 0)
            Assert.True(expected.Equals(actual) && double.IsNegative(expected) == double.IsNegative(actual) | double.IsNaN(expected), $"{what}: {actual:R}, expected {expected:R}");
        else
            Assert.True(Math.Abs(actual - expected) <= (1e-14 * Math.Abs(expected)) + double.Epsilon, $"{what}: {actual:R}, expected {expected:R}");
    }
}
