using FsCheck;
using FsCheck.Fluent;
using OrleansTrader.Trading.Numerics;

namespace OrleansTrader.Trading.Tests.Numerics;

public sealed class NormalDistributionTests
{
    /// <summary>Expected: ½ erfc(−x / √2) by Python 3's math.erfc.</summary>
    [Theory]
    [InlineData(-37.0, 5.725571222525139e-300)]
    [InlineData(-10.0, 7.619853024160593e-24)]
    [InlineData(-6.0, 9.865876450377012e-10)]
    [InlineData(-3.0, 0.0013498980316300957)]
    [InlineData(-2.5, 0.006209665325776139)]
    [InlineData(-1.0, 0.15865525393145707)]
    [InlineData(-0.1, 0.460172162722971)]
    [InlineData(0.0, 0.5)]
    [InlineData(0.5, 0.6914624612740131)]
    [InlineData(1.96, 0.9750021048517795)]
    [InlineData(2.6, 0.9953388119762813)]
    [InlineData(5.0, 0.9999997133484281)]
    [InlineData(8.0, 0.9999999999999993)]
    public void Cdf_ofAValue_isThatOfAnotherImplementation(double x, double expected) =>
        Assert.InRange(NormalDistribution.Cdf(x) / expected, 1 - 1e-13, 1 + 1e-13);

    /// <summary>Expected: Python 3's statistics.NormalDist().inv_cdf.</summary>
    [Theory]
    [InlineData(1e-300, -37.0470962993612)]
    [InlineData(1e-20, -9.262340089798405)]
    [InlineData(1e-05, -4.2648907939228256)]
    [InlineData(0.001, -3.090232306167813)]
    [InlineData(0.025, -1.9599639845400538)]
    [InlineData(0.1, -1.2815515655446008)]
    [InlineData(0.3, -0.5244005127080407)]
    [InlineData(0.7, 0.5244005127080407)]
    [InlineData(0.975, 1.9599639845400536)]
    [InlineData(0.9999, 3.7190164854557084)]
    [InlineData(0.999999999999, 7.0344869100478356)]
    public void Quantile_ofAProbability_isThatOfAnotherImplementation(double p, double expected) =>
        Assert.InRange(NormalDistribution.Quantile(p) / expected, 1 - 1e-14, 1 + 1e-14);

    [Fact]
    public void Quantile_outsideOfProbabilities_isInfiniteAtTheEndsAndNaNBeyond()
    {
        Assert.Equal(0, NormalDistribution.Quantile(0.5));
        Assert.Equal(double.NegativeInfinity, NormalDistribution.Quantile(0));
        Assert.Equal(double.PositiveInfinity, NormalDistribution.Quantile(1));
        Assert.Equal(double.NaN, NormalDistribution.Quantile(-0.1));
        Assert.Equal(double.NaN, NormalDistribution.Quantile(1.1));
        Assert.Equal(double.NaN, NormalDistribution.Quantile(double.NaN));
        Assert.Equal(0, NormalDistribution.Cdf(double.NegativeInfinity));
        Assert.Equal(1, NormalDistribution.Cdf(double.PositiveInfinity));
        Assert.Equal(double.NaN, NormalDistribution.Cdf(double.NaN));
    }

    [Fact]
    public void Cdf_andQuantile_undoEachOtherAndAreSymmetrical() => Prop.ForAll(
        Gen.Choose(-6_000_000, 6_000_000).Select(static x => x / 1e6).ToArbitrary(),
        static x =>
        {
            var p = NormalDistribution.Cdf(x);
            Assert.InRange(p, 0, 1);
            Assert.InRange(p + NormalDistribution.Cdf(-x), 1 - 1e-15, 1 + 1e-15);
            Assert.True(NormalDistribution.Cdf(x + 1e-6) >= p);
            if (x < 3)
                Assert.InRange(NormalDistribution.Quantile(p) - x, -1e-11, 1e-11);
        }).QuickCheckThrowOnFailure();
}
