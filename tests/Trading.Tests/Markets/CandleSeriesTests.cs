using OrleansTrader.Trading.Markets;
using static OrleansTrader.Trading.Tests.Markets.MarketFixture;

namespace OrleansTrader.Trading.Tests.Markets;

public sealed class CandleSeriesTests
{
    [Theory]
    [InlineData(1)]
    [InlineData(64)]
    [InlineData(100)]
    [InlineData(1_000)]
    public void Last_anyCapacity_keepsTheNewestInOrder(int capacity)
    {
        var series = new CandleSeries(Interval.OneMinute, capacity);
        for (var minute = 0; minute < 333; minute++)
        {
            series.Add(Flat(minute, minute + 1));
            Assert.Equal(minute + 1, series.FromNewest(0).Close);
        }

        var kept = Math.Min(capacity, 333);
        Assert.Equal((kept, 333L), (series.Count, series.Total));
        Assert.Equal(Enumerable.Range(334 - kept, kept).Select(i => (decimal)i), series.Last(5_000).Select(c => c.Close));
        Assert.Throws<ArgumentOutOfRangeException>(() => series.FromNewest(kept));
    }

    [Fact]
    public void Last_untilTheNextClose_isOneSharedWindow()
    {
        var series = new CandleSeries(Interval.OneMinute, 10);
        Assert.Empty(series.Last(5));
        series.Add(Flat(0, 1m));
        series.Add(Flat(1, 2m));
        var window = series.Last(2);
        Assert.True(window == series.Last(2));
        series.Add(Flat(2, 3m));
        Assert.False(window == series.Last(2));
        Assert.Equal([1m, 2m], window.Select(c => c.Close));
    }
}
