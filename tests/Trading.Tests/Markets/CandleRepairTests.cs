using System.Globalization;
using OrleansTrader.Trading.Markets;

namespace OrleansTrader.Trading.Tests.Markets;

/// <summary>Files that are meant to be wrong.</summary>
public sealed class CandleRepairTests
{
    [Fact]
    public void TryRepair_highBelowClose_widensAndCounts()
    {
        var counters = new DataQualityCounters();
        var candle = new Candle(MarketFixture.Start, 10m, 11m, 12m, 13m, -1m);
        Assert.True(CandleRepair.TryRepair(ref candle, Interval.OneMinute, counters));
        Assert.Equal(new Candle(MarketFixture.Start, 10m, 13m, 10m, 13m, 0m), candle);
        Assert.Equal(1, counters.Snapshot().RepairedCandles);
    }

    [Fact]
    public void TryRepair_startOffTheInterval_isRejectedAndCounted()
    {
        var counters = new DataQualityCounters();
        var candle = MarketFixture.Flat(7, 10m);
        Assert.False(CandleRepair.TryRepair(ref candle, Interval.FiveMinutes, counters));
        Assert.Equal(1, counters.Snapshot().MisalignedCandles);
    }

    [Theory]
    [InlineData("bad.csv")]
    [InlineData("mismatch.csv")]
    [InlineData("zeros.csv")]
    [InlineData("default.csv")]
    public void OnHistory_referenceFiles_everyLineIsTakenOrCounted(string file)
    {
        var market = MarketFixture.Market(new MarketOptions { BaseInterval = Interval.OneDay });
        var lines = 0;
        foreach (var line in File.ReadLines(SharedData.Find($"indicators/skender/quotes/{file}")).Skip(1))
        {
            var cells = line.Split(',');
            // What is no date or no number is for the reader of the file to name; here it stands for the earliest date and for 0.
            _ = DateTimeOffset.TryParse(cells[0], CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var start);
            var prices = cells.Skip(1).Select(c => decimal.TryParse(c, NumberStyles.Float, CultureInfo.InvariantCulture, out var n) ? n : 0m).ToArray();
            market.OnHistory(Interval.OneDay, new Candle(start, prices[0], prices[1], prices[2], prices[3], prices[4]));
            lines++;
        }

        var quality = market.Quality;
        Assert.Equal(lines, quality.CandlesAccepted + quality.Rejected);
        foreach (var candle in market.Series(Interval.OneDay)!.Last(1_000))
            Assert.True(candle.Low > 0m && candle.Low <= Math.Min(candle.Open, candle.Close) && candle.High >= Math.Max(candle.Open, candle.Close));
        var hasFaults = quality.Rejected + quality.RepairedCandles > 0;
        Assert.Equal(file is not "default.csv", hasFaults);
        if (file is "zeros.csv")
            Assert.Equal(lines, quality.NonPositiveCandles);
        if (file is "mismatch.csv")
            Assert.True(quality.DuplicateCandles + quality.OutOfOrderCandles > 0);
    }
}
