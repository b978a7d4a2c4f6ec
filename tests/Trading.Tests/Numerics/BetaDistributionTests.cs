using OrleansTrader.Trading.Numerics;
using OrleansTrader.Trading.Signals.Road;

namespace OrleansTrader.TradingTests.Numerics;

public sealed class BetaDistributionTests
{
    /// <summary>Exact sums of the binomial distribution in rational numbers: I_x(a, b) = Σ C(n, j) x^j (1 − x)^(n − j), j from a to n = a + b − 1.</summary>
    [Theory]
    [InlineData(0.3, 2, 2, 0.216)]
    [InlineData(0.5, 12, 32, 0.9990430194993678)]
    [InlineData(0.25, 12, 32, 0.38546877187821765)]
    [InlineData(0.6, 302, 202, 0.512099633741569)]
    public void Probability_wholeParameters_isTheBinomialTail(double x, double a, double b, double expected) =>
        Assert.Equal(expected, BetaDistribution.Probability(x, a, b), 1e-12);

    [Theory]
    [InlineData(2, 2, 0.13535036217158378, 0.8646496378284162)]
    [InlineData(5, 3, 0.34126143615533594, 0.8712436071957573)]
    [InlineData(12, 32, 0.16961001185843538, 0.3877152078464749)]
    [InlineData(62, 42, 0.5162963641458875, 0.6738981807395099)]
    [InlineData(302, 202, 0.5631086223207685, 0.634855984132048)]
    public void Reputation_wonAndLost_hasTheQuantilesOfThePosterior(int a, int b, double low, double high)
    {
        var reputation = Reputation.Of(new SignalTally(a - 2, b - 2, 0m));

        Assert.Equal(low, reputation.Low, 1e-10);
        Assert.Equal(high, reputation.High, 1e-10);
        Assert.Equal((double)a / (a + b), reputation.Mean, 1e-15);
    }

    [Fact]
    public void Probability_aHundredThousandSignals_isStillADistribution()
    {
        var before = 0.0;
        for (var x = 0.59; x <= 0.61; x += 0.0005)
        {
            var now = BetaDistribution.Probability(x, 60_000, 40_000);
            Assert.InRange(now, before, 1);
            before = now;
        }

        Assert.Equal(0.5, BetaDistribution.Probability(0.6, 60_000, 40_000), 1e-3);
        Assert.Equal(1, BetaDistribution.Probability(1, 2, 3));
        Assert.Equal(0, BetaDistribution.Probability(0, 2, 3));
    }
}
