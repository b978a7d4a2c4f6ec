using OrleansTrader.Trading.Performance;

namespace OrleansTrader.Trading.Tests.Performance;

public sealed class DrawdownTests
{
    private static readonly DateTimeOffset Start = new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);

    [Fact]
    public void Of_two_falls_tells_the_deeper_and_the_longer()
    {
        // Days:                          0    1    2   3    4    5   6   7   8    9
        var drawdown = Drawdown.Of(Daily(100, 110, 88, 111, 120, 119, 118, 117, 119, 121));

        Assert.Equal(-0.2, drawdown.Deepest, 12);
        Assert.Equal(Start.AddDays(1), drawdown.PeakAt);
        Assert.Equal(Start.AddDays(2), drawdown.TroughAt);
        Assert.Equal(Start.AddDays(3), drawdown.RecoveredAt);
        Assert.Equal(TimeSpan.FromDays(1), drawdown.Fall);
        Assert.Equal(TimeSpan.FromDays(5), drawdown.Longest);
        Assert.Equal(5.0 / 9, drawdown.UnderWater, 12);
    }

    [Fact]
    public void Of_a_fall_that_lasts_has_no_recovery()
    {
        var drawdown = Drawdown.Of(Daily(100, 90, 95, 80, 85));

        Assert.Equal(-0.2, drawdown.Deepest, 12);
        Assert.Equal(Start, drawdown.PeakAt);
        Assert.Equal(Start.AddDays(3), drawdown.TroughAt);
        Assert.Null(drawdown.RecoveredAt);
        Assert.Equal(TimeSpan.FromDays(4), drawdown.Longest);
        Assert.Equal(1, drawdown.UnderWater, 12);
    }

    [Fact]
    public void Of_a_recovery_before_a_shallower_fall_keeps_the_recovery()
    {
        var drawdown = Drawdown.Of(Daily(100, 50, 100, 90));

        Assert.Equal(-0.5, drawdown.Deepest, 12);
        Assert.Equal(Start.AddDays(2), drawdown.RecoveredAt);
    }

    [Fact]
    public void Of_a_recovery_before_a_deeper_fall_forgets_the_recovery()
    {
        var drawdown = Drawdown.Of(Daily(100, 90, 100, 50, 60));

        Assert.Equal(-0.5, drawdown.Deepest, 12);
        Assert.Equal(Start.AddDays(2), drawdown.PeakAt);
        Assert.Null(drawdown.RecoveredAt);
    }

    [Fact]
    public void Of_rising_or_missing_samples_is_none()
    {
        foreach (var drawdown in new[] { Drawdown.Of(Daily(1, 2, 2, 3)), Drawdown.Of(Daily(5)), Drawdown.Of([]) })
        {
            Assert.Equal(0, drawdown.Deepest);
            Assert.Null(drawdown.PeakAt);
            Assert.Equal(TimeSpan.Zero, drawdown.Longest);
            Assert.Equal(0, drawdown.UnderWater);
        }
    }

    [Fact]
    public void Of_a_withdrawal_is_no_fall()
    {
        EquitySample[] samples = [new(Start, 100), new(Start.AddDays(1), 40, Flow: -60), new(Start.AddDays(2), 44)];

        Assert.Equal(0, Drawdown.Of(samples).Deepest);
        Assert.Equal(0.1, PerformanceReport.Of(samples, [], 365).TotalReturn, 12);
    }

    private static EquitySample[] Daily(params decimal[] equity) => [.. equity.Select((e, i) => new EquitySample(Start.AddDays(i), e))];
}
