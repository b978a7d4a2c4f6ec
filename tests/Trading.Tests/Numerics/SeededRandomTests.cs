using OrleansTrader.Trading.Numerics;

namespace OrleansTrader.Trading.Tests.Numerics;

public sealed class SeededRandomTests
{
    // First outputs of the authors' C code for the seed 1234567, as commonly published.
    [Fact]
    public void SplitMix64_gives_its_published_numbers()
    {
        var generator = new SplitMix64(1234567);
        ulong[] expected = [6457827717110365317, 3203168211198807973, 9817491932198370423, 4593380528125082431, 16408922859458223821];
        foreach (var number in expected)
            Assert.Equal(number, generator.Next());
    }

    // First outputs of the authors' C code for the state 1, 2, 3, 4, as the Rust crate rand_xoshiro tests them.
    [Fact]
    public void Xoshiro256_gives_its_published_numbers()
    {
        var generator = new Xoshiro256(1, 2, 3, 4);
        ulong[] expected =
        [
            11520, 0, 1509978240, 1215971899390074240, 1216172134540287360, 607988272756665600, 16172922978634559625,
            8476171486693032832, 10595114339597558777, 2904607092377533576,
        ];
        foreach (var number in expected)
            Assert.Equal(number, generator.Next());
    }

    [Fact]
    public void NextDouble_is_uniform_in_the_unit_interval()
    {
        var random = new SeededRandom(5);
        var buckets = new int[10];
        for (var i = 0; i < 100_000; i++)
        {
            var x = random.NextDouble();
            Assert.InRange(x, 0.0, 0.9999999999999999);
            buckets[(int)(x * 10)]++;
        }

        // Binomial with mean 10,000 and deviation 95.
        Assert.All(buckets, count => Assert.InRange(count, 9_500, 10_500));
    }

    [Fact]
    public void NextGaussian_has_the_moments_of_the_normal_distribution()
    {
        var random = new SeededRandom(6);
        const int n = 400_000;
        double sum = 0, squares = 0, cubes = 0, fourths = 0;
        for (var i = 0; i < n; i++)
        {
            var x = random.NextGaussian();
            sum += x;
            squares += x * x;
            cubes += x * x * x;
            fourths += x * x * x * x;
        }

        Assert.Equal(0, sum / n, 0.008);
        Assert.Equal(1, squares / n, 0.012);
        Assert.Equal(0, cubes / n, 0.03);
        Assert.Equal(3, fourths / n, 0.08);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(6)]
    [InlineData(1000)]
    public void NextInt_reaches_every_value_below_the_bound_evenly(int bound)
    {
        var random = new SeededRandom(7);
        var counts = new int[bound];
        for (var i = 0; i < bound * 1_000; i++)
            counts[random.NextInt(bound)]++;
        Assert.All(counts, count => Assert.InRange(count, 850, 1_150));
    }

    // 2^32 is no multiple of this bound: without rejection two of every three neighbours would come half as often again as the third.
    [Fact]
    public void NextInt_of_a_large_bound_has_no_bias()
    {
        var random = new SeededRandom(12);
        var counts = new int[3];
        for (var i = 0; i < 30_000; i++)
            counts[random.NextInt(3 << 29) % 3]++;
        Assert.All(counts, count => Assert.InRange(count, 9_500, 10_500));
    }

    [Fact]
    public void Fork_depends_on_seed_and_stream_only()
    {
        var random = new SeededRandom(8);
        var before = random.Fork(3);
        random.NextUInt64();
        var after = random.Fork(3);
        Assert.Equal(before.NextUInt64(), after.NextUInt64());

        var firsts = Enumerable.Range(0, 10_000).Select(i => new SeededRandom(8).Fork((ulong)i).NextUInt64()).ToHashSet();
        Assert.Equal(10_000, firsts.Count);
        Assert.NotEqual(new SeededRandom(8).Fork("BTC-USDT").NextUInt64(), new SeededRandom(8).Fork("ETH-USDT").NextUInt64());
        Assert.NotEqual(new SeededRandom(8).Fork("BTC-USDT").NextUInt64(), new SeededRandom(9).Fork("BTC-USDT").NextUInt64());
        Assert.NotEqual(new SeededRandom(8).NextUInt64(), new SeededRandom(8).Fork(0).NextUInt64());
    }

    [Fact]
    public void Forks_are_not_correlated()
    {
        var left = new SeededRandom(10).Fork(1);
        var right = new SeededRandom(10).Fork(2);
        var product = 0.0;
        for (var i = 0; i < 100_000; i++)
            product += left.NextGaussian() * right.NextGaussian();
        Assert.InRange(product / 100_000, -0.015, 0.015);
    }

    // Own outputs, pinned: a change here changes every simulated market.
    [Fact]
    public void Sequence_keeps_its_bits()
    {
        var random = new SeededRandom(42);
        var hash = 0UL;
        for (var i = 0; i < 1_000; i++)
        {
            hash = SplitMix64.Mix(hash ^ random.NextUInt64());
            hash = SplitMix64.Mix(hash ^ BitConverter.DoubleToUInt64Bits(random.NextGaussian()));
            hash = SplitMix64.Mix(hash ^ random.Fork((ulong)i).NextUInt64());
            hash = SplitMix64.Mix(hash ^ random.Fork("BTC-USDT").NextUInt64());
            hash = SplitMix64.Mix(hash ^ (ulong)random.NextInt(1000));
        }

        Assert.Equal(3479701096104403220UL, hash);
    }
}
