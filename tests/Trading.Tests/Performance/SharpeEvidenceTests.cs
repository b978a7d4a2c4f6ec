using FsCheck;
using FsCheck.Fluent;
using OrleansTrader.Trading.Numerics;
using OrleansTrader.Trading.Performance;

namespace OrleansTrader.Trading.Tests.Performance;

public sealed class SharpeEvidenceTests
{
    // Daily returns of 250 days a year in the papers' examples.
    private static readonly double Daily = Math.Sqrt(250);

    /// <summary>
    /// Bailey and López de Prado 2012: 24 months at a monthly Sharpe ratio of 0.458 (1.59 a year) prove 0.982 were they normal, and
    /// 0.913 with the skewness of −2.448 and the kurtosis of 10.164 that they had.
    /// </summary>
    [Theory]
    [InlineData(0, 3, 0.982)]
    [InlineData(-2.448, 10.164, 0.913)]
    public void Probabilistic_ofThePublishedExample_isThePublishedValue(double skewness, double kurtosis, double expected) =>
        Assert.Equal(expected, Math.Round(SharpeEvidence.Probabilistic(0.458, 0, 24, skewness, kurtosis), 3));

    /// <summary>
    /// Bailey and López de Prado 2014: 1,250 days at 2.5 a year, skewness −3, kurtosis 10, a variance across trials of ½ a year. The
    /// best of 100 trials is expected at 0.1132 a day.
    /// </summary>
    [Fact]
    public void ExpectedMaximum_ofThePublishedExample_isThePublishedValue() =>
        Assert.Equal(0.1132, Math.Round(SharpeEvidence.ExpectedMaximum(100, 0.5 / 250), 4));

    /// <summary>The same example: 0.9004 after 100 trials, 0.9505 after 46, and with normal returns 0.9505 after 88.</summary>
    [Theory]
    [InlineData(100, -3, 10, 0.9004)]
    [InlineData(46, -3, 10, 0.9505)]
    [InlineData(88, 0, 3, 0.9505)]
    public void Deflated_ofThePublishedExample_isThePublishedValue(int trials, double skewness, double kurtosis, double expected)
    {
        var moments = new ReturnMoments(1_250, 2.5 / Daily, 1, skewness, kurtosis);

        Assert.Equal(expected, Math.Round(SharpeEvidence.Deflated(moments, trials, 0.5 / 250), 4));
    }

    [Fact]
    public void ExpectedMaximum_ofASingleTrial_isZero() => Assert.Equal(0, SharpeEvidence.ExpectedMaximum(1, 7));

    [Fact]
    public void ExpectedMaximum_ofTrialsWithoutSkill_isWhatTheirBestShows()
    {
        const int trials = 20, worlds = 4_000;
        var random = new SeededRandom(5);
        double sum = 0;
        for (var world = 0; world < worlds; world++)
        {
            var best = double.NegativeInfinity;
            for (var trial = 0; trial < trials; trial++)
                best = Math.Max(best, 0.3 * random.NextGaussian());
            sum += best;
        }

        Assert.InRange(sum / worlds / SharpeEvidence.ExpectedMaximum(trials, 0.09), 0.97, 1.03);
    }

    [Fact]
    public void Probabilistic_ofAnything_isAProbabilityThatGrowsWithTheRecordAndFallsWithTheBenchmark() => Prop.ForAll(
        (from sharpe in Gen.Choose(-2_000, 2_000)
         from benchmark in Gen.Choose(-2_000, 2_000)
         from count in Gen.Choose(2, 5_000)
         from skewness in Gen.Choose(-3_000, 3_000)
         from excess in Gen.Choose(1, 20_000)
         select (Sharpe: sharpe / 1e3, Benchmark: benchmark / 1e3, Count: count, Skewness: skewness / 1e3, Excess: excess / 1e3)).ToArbitrary(),
        static x =>
        {
            var kurtosis = 1 + (x.Skewness * x.Skewness) + x.Excess;
            var p = SharpeEvidence.Probabilistic(x.Sharpe, x.Benchmark, x.Count, x.Skewness, kurtosis);
            var longer = SharpeEvidence.Probabilistic(x.Sharpe, x.Benchmark, x.Count + 1, x.Skewness, kurtosis);
            Assert.InRange(p, 0, 1);
            Assert.True(x.Sharpe >= x.Benchmark ? longer >= p : longer <= p, $"{p} then {longer}");
            Assert.True(SharpeEvidence.Probabilistic(x.Sharpe, x.Benchmark + 0.001, x.Count, x.Skewness, kurtosis) <= p);
            Assert.Equal(0.5, SharpeEvidence.Probabilistic(x.Sharpe, x.Sharpe, x.Count, x.Skewness, kurtosis));
        }).QuickCheckThrowOnFailure();

    [Fact]
    public void Deflated_ofMoreTrials_isNeverMore() => Prop.ForAll(
        Gen.Choose(1, 5_000).ToArbitrary(),
        static trials =>
        {
            var moments = new ReturnMoments(500, 0.1, 1, -1, 6);
            var p = SharpeEvidence.Deflated(moments, trials, 0.002);
            Assert.True(SharpeEvidence.Deflated(moments, trials + 1, 0.002) <= p);
            Assert.True(p <= SharpeEvidence.Probabilistic(moments, 0));
        }).QuickCheckThrowOnFailure();

    [Fact]
    public void Evidence_ofReturnsOnAnotherScale_isTheSame()
    {
        double[] returns = [.. Series(400, 0.3, 9).Select(static r => (r * 0.01) + 0.0005)];
        double[] scaled = [.. returns.Select(static r => r * 7.5)];
        var (of, other) = (ReturnMoments.Of(returns), ReturnMoments.Of(scaled));

        Assert.Equal(SharpeEvidence.Probabilistic(of, 0.01), SharpeEvidence.Probabilistic(other, 0.01), 12);
        Assert.Equal(BlockLength.Best(returns), BlockLength.Best(scaled), 9);
        var (interval, same) = (SharpeBootstrap.Interval(returns, 0.9, new SeededRandom(3)), SharpeBootstrap.Interval(scaled, 0.9, new SeededRandom(3)));
        Assert.Equal(interval.Lower, same.Lower, 9);
        Assert.Equal(interval.Upper, same.Upper, 9);
    }

    [Fact]
    public void Evidence_ofReturnsThatProveNothing_isNaN()
    {
        Assert.Equal(double.NaN, SharpeEvidence.Probabilistic(ReturnMoments.Of([]), 0));
        Assert.Equal(double.NaN, SharpeEvidence.Probabilistic(ReturnMoments.Of([0.01]), 0));
        Assert.Equal(double.NaN, SharpeEvidence.Probabilistic(ReturnMoments.Of([0.01, 0.01, 0.01]), 0));
        Assert.Equal(SharpeInterval.Unknown, SharpeBootstrap.Interval(Enumerable.Repeat(0.01, 50).ToArray(), 0.9, new SeededRandom(1)));
        Assert.Equal(SharpeInterval.Unknown, SharpeBootstrap.Interval([0.01, -0.02, 0.03], 0.9, new SeededRandom(1)));
    }

    /// <summary>
    /// Expected: the moments and the block length of Politis and White with the correction of 2009, in plain Python without libraries,
    /// of yᵢ = φ yᵢ₋₁ + uᵢ − ½ with u of the generator x = (1103515245 x + 12345) mod 2³¹, divided by 2³¹.
    /// </summary>
    [Theory]
    [InlineData(500, 0.0, 1, 1.9373394205270031, -0.012240734511986375, 0.282796564018452, 0.057424286091621576, 1.8228771414983123)]
    [InlineData(500, 0.5, 1, 8.77007483184491, -0.025034347008590807, 0.3410438698126648, 0.05832645389088002, 2.2847608399068555)]
    [InlineData(2000, 0.8, 7, 30.32390624531376, 0.0194650654925371, 0.48492008693973904, 0.1534395025662285, 2.741018934372114)]
    [InlineData(300, -0.6, 3, 7.285413092758, 0.0009469355474978921, 0.3689539240766052, 0.06638957969664443, 2.6074502275901454)]
    public void BlockLength_andMoments_areThoseOfAnotherImplementation(
        int n, double phi, long seed, double block, double mean, double deviation, double skewness, double kurtosis)
    {
        var series = Series(n, phi, seed);
        var moments = ReturnMoments.Of(series);

        Assert.Equal(block, BlockLength.Best(series), 9);
        Assert.Equal(n, moments.Count);
        Assert.Equal(mean, moments.Mean, 12);
        Assert.Equal(deviation, moments.Deviation, 12);
        Assert.Equal(skewness, moments.Skewness, 11);
        Assert.Equal(kurtosis, moments.Kurtosis, 11);
    }

    [Fact]
    public void Moments_ofReturnsWithoutObservation_leaveThemOut() => Assert.Equal(
        ReturnMoments.Of([0.01, -0.02, 0.03]), ReturnMoments.Of([double.NaN, 0.01, -0.02, double.NaN, 0.03]));

    /// <summary>The Python of the test above.</summary>
    internal static double[] Series(int n, double phi, long seed)
    {
        var series = new double[n];
        double last = 0;
        for (var i = 0; i < n; i++)
        {
            seed = ((1_103_515_245L * seed) + 12_345L) % (1L << 31);
            last = (phi * last) + (seed / (double)(1L << 31)) - 0.5;
            series[i] = last;
        }

        return series;
    }
}
