using OrleansTrader.Trading.Numerics;
using OrleansTrader.Trading.Performance;

namespace OrleansTrader.Trading.Tests.Performance;

public sealed class SharpeBootstrapTests(ITestOutputHelper output)
{
    [Fact]
    public void Interval_ofNormalReturns_isAsWideAsTheoryHasIt()
    {
        // Lo, "The statistics of Sharpe ratios" (2002): the standard error of independent normal returns is √((1 + SR²/2) / n).
        var random = new SeededRandom(8);
        double[] returns = [.. Enumerable.Range(0, 4_000).Select(_ => 0.1 + random.NextGaussian())];
        var sharpe = ReturnMoments.Of(returns).Sharpe;
        var error = Math.Sqrt((1 + (sharpe * sharpe / 2)) / returns.Length);

        var interval = SharpeBootstrap.Interval(returns, 0.9, new SeededRandom(1), 4_000);

        Assert.InRange((interval.Upper - interval.Lower) / (2 * 1.6449 * error), 0.93, 1.07);
        Assert.InRange((interval.Upper + interval.Lower) / 2 / sharpe, 0.93, 1.07);
    }

    [Theory]
    [InlineData(0.0)]
    [InlineData(0.5)]
    public void Interval_ofManyWorlds_holdsTheTruthAboutAsOftenAsItSays(double phi)
    {
        const int worlds = 300, n = 400;
        var truth = 0.1 * Math.Sqrt(1 - (phi * phi));
        var held = 0;
        for (var world = 0; world < worlds; world++)
        {
            var random = new SeededRandom((ulong)world + 1);
            var returns = new double[n];
            double state = 0;
            for (var i = 0; i < n; i++)
            {
                state = (phi * state) + random.NextGaussian();
                returns[i] = 0.1 + state;
            }

            var interval = SharpeBootstrap.Interval(returns, 0.9, new SeededRandom(77).Fork((ulong)world), 300);
            if (interval.Lower <= truth && truth <= interval.Upper)
                held++;
        }

        var share = (double)held / worlds;
        output.WriteLine($"phi {phi}: {share:P1} of {worlds} intervals of 90 % hold the truth");
        Assert.InRange(share, phi == 0 ? 0.86 : 0.80, 0.95);
    }

    [Fact]
    public void Interval_ofReturnsThatHangTogether_isWiderInBlocksThanOneByOne()
    {
        double[] returns = [.. SharpeEvidenceTests.Series(2_000, 0.8, 7).Select(static r => r + 0.02)];

        var blocks = SharpeBootstrap.Interval(returns, 0.9, new SeededRandom(1));
        var single = SharpeBootstrap.Interval(returns, 0.9, new SeededRandom(1), blockLength: 1);

        Assert.Equal((BlockLength.Best(returns), 1), (blocks.BlockLength, single.BlockLength));
        Assert.True(blocks.Upper - blocks.Lower > 1.8 * (single.Upper - single.Lower));
    }

    [Fact]
    public void Interval_ofTheSameSeed_isTheSameAndOfAnotherNot()
    {
        var returns = SharpeEvidenceTests.Series(300, 0.2, 5);

        Assert.Equal(SharpeBootstrap.Interval(returns, 0.9, new SeededRandom(4)), SharpeBootstrap.Interval(returns, 0.9, new SeededRandom(4)));
        Assert.NotEqual(SharpeBootstrap.Interval(returns, 0.9, new SeededRandom(4)), SharpeBootstrap.Interval(returns, 0.9, new SeededRandom(5)));
        Assert.True(SharpeBootstrap.Interval(returns, 0.99, new SeededRandom(4)).Lower < SharpeBootstrap.Interval(returns, 0.9, new SeededRandom(4)).Lower);
    }

    [Fact]
    public void Interval_ofReturnsWithoutObservation_leavesThemOut()
    {
        var returns = SharpeEvidenceTests.Series(300, 0.2, 5);
        double[] gaps = [double.NaN, .. returns, double.NaN];

        Assert.Equal(SharpeBootstrap.Interval(returns, 0.9, new SeededRandom(4)), SharpeBootstrap.Interval(gaps, 0.9, new SeededRandom(4)));
    }
}
