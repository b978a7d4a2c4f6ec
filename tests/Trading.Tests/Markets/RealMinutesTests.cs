using System.Globalization;
using OrleansTrader.Trading.Markets;

namespace OrleansTrader.Trading.Tests.Markets;

/// <summary>Against the real minute file.</summary>
public sealed class RealMinutesTests
{
    [Theory]
    [InlineData(Interval.FifteenMinutes)]
    [InlineData(Interval.OneHour)]
    [InlineData(Interval.OneDay)]
    public void Add_realMinutes_agreesWithAnIndependentAggregation(Interval interval)
    {
        var minutes = SharedData.BtcMinutes();
        var sink = new Recorder();
        var counters = new DataQualityCounters();
        var builder = new CandleBuilder(Interval.OneMinute, CandleSource.Quotes, sink, counters);
        foreach (var minute in minutes)
            Assert.True(builder.Add(minute));

        var format = interval switch { Interval.OneDay => "yyyyMMdd", Interval.OneHour => "yyyyMMddHH", _ => null };
        var expected = minutes
            .GroupBy(m => format is null
                ? m.Start.ToString("yyyyMMddHH", CultureInfo.InvariantCulture) + (m.Start.Minute / 15)
                : m.Start.ToString(format, CultureInfo.InvariantCulture))
            .Select(g => (g.First().Open, g.Max(m => m.High), g.Min(m => m.Low), g.Last().Close, g.Sum(m => m.Volume)))
            .ToList();
        var actual = sink.Of(interval).Select(c => (c.Open, c.High, c.Low, c.Close, c.Volume)).ToList();
        expected.RemoveRange(actual.Count, expected.Count - actual.Count); // the last one is unfinished
        Assert.InRange(actual.Count, 31, 3_100);
        Assert.Equal(expected, actual);
        Assert.Equal(0, counters.Snapshot().Rejected + counters.Snapshot().Repaired);
    }

    [Fact]
    public void OnQuote_realMinutesAsFourQuotes_givesTheBarsBack()
    {
        var minutes = SharedData.BtcMinutes().Take(3_000).ToList();
        var market = MarketFixture.Market(new MarketOptions { BaseCandlesMax = 5_000 });
        var sequence = 0L;
        foreach (var bar in minutes)
        {
            decimal[] path = bar.Close >= bar.Open ? [bar.Open, bar.Low, bar.High, bar.Close] : [bar.Open, bar.High, bar.Low, bar.Close];
            for (var i = 0; i < path.Length; i++)
            {
                var at = bar.Start.AddSeconds(15 * i);
                sequence++;
                var quote = new Quote(MarketFixture.Btc, at, path[i] - 0.5m, 0m, path[i] + 0.5m, 0m, sequence, sequence) { Volume = i == 3 ? bar.Volume : 0m };
                Assert.True(market.OnQuote(quote));
            }
        }

        market.Advance(minutes[^1].Start.AddMinutes(1));
        Assert.Equal(minutes, market.Series(Interval.OneMinute)!.Last(5_000));
        Assert.Equal(minutes.TakeLast(1440).Sum(m => m.Volume), market.Volume24h);
        var dayAgo = (double)minutes[^1441].Close;
        Assert.Equal(((double)minutes[^1].Close - dayAgo) / dayAgo, market.Change24h!.Value, 1e-12);
    }
}
