using FsCheck;
using FsCheck.Fluent;
using OrleansTrader.Trading.Markets;
using Interval = OrleansTrader.Trading.Markets.Interval;
using static OrleansTrader.Trading.Tests.Markets.MarketFixture;

namespace OrleansTrader.Trading.Tests.Markets;

public sealed class CandleBuilderTests
{
    private readonly Recorder _sink = new();
    private readonly DataQualityCounters _counters = new();

    [Fact]
    public void Add_quotesOfOneMinute_closesTheirMidsWithVolume()
    {
        var builder = Build();
        builder.Add(Quote(1, 1, 100m, 2m, volume: 3m));
        builder.Add(Quote(2, 20, 110m, 2m));
        builder.Add(Quote(3, 40, 90m, 2m, volume: 1m));
        builder.Add(Quote(4, 59.999, 95m, 2m));
        Assert.Empty(_sink.Closed);
        builder.Advance(Start.AddMinutes(1));

        Assert.Equal(new Candle(Start, 100m, 110m, 90m, 95m, 4m), Assert.Single(_sink.Of(Interval.OneMinute)));
    }

    [Fact]
    public void Advance_beforeTheEnd_keepsTheCandleOpen()
    {
        var builder = Build();
        builder.Add(Quote(1, 1, 100m));
        builder.Advance(Start.AddSeconds(59));

        Assert.Empty(_sink.Closed);
        Assert.Equal(100m, builder.Unfinished(Interval.OneMinute)!.Value.Close);
        Assert.Equal(Start, builder.Unfinished(Interval.OneDay)!.Value.Start);
    }

    [Fact]
    public void Add_gapOfFiveMinutes_fillsFlatAtTheLastClose()
    {
        var builder = Build();
        builder.Add(Quote(1, 0, 100m, volume: 1m));
        builder.Add(Quote(2, 6 * 60, 120m));

        var minutes = _sink.Of(Interval.OneMinute).ToList();
        Assert.Equal(6, minutes.Count);
        Assert.All(minutes.Skip(1), c => Assert.Equal((100m, 100m, 0m), (c.Open, c.Close, c.Volume)));
        Assert.Equal(5, _counters.Snapshot().FilledIntervals);
        Assert.Equal(0, _counters.Snapshot().MissingIntervals);
    }

    [Fact]
    public void Add_gapOfSixMinutes_leavesAHoleAndCountsIt()
    {
        var builder = Build();
        builder.Add(Quote(1, 0, 100m));
        builder.Add(Quote(2, 7 * 60, 120m));

        Assert.Single(_sink.Of(Interval.OneMinute));
        Assert.Equal(6, _counters.Snapshot().MissingIntervals);
        Assert.Equal(0, _counters.Snapshot().FilledIntervals);
        Assert.Equal(2, _counters.Snapshot().PartialCandles); // 3m and 5m from 00:00; what holds 00:07 too is still open
    }

    [Fact]
    public void Add_quoteOfAClosedMinute_isCountedAsLate()
    {
        var builder = Build();
        builder.Add(Quote(1, 59, 100m));
        builder.Advance(Start.AddMinutes(1));
        builder.Add(Quote(2, 59.5, 500m));
        builder.Add(Quote(3, 61, 101m));
        builder.Advance(Start.AddMinutes(2));

        Assert.Equal(1, _counters.Snapshot().LateQuotes);
        Assert.Equal([100m, 101m], _sink.Of(Interval.OneMinute).Select(c => c.High));
    }

    [Fact]
    public void Add_finishedCandleOfTheOpenMinute_replacesWhatQuotesGave()
    {
        var builder = Build();
        builder.Add(Quote(1, 30, 100m, volume: 7m));
        Assert.True(builder.Add(new Candle(Start, 99m, 105m, 95m, 101m, 50m)));
        builder.Add(Quote(2, 61, 102m));
        builder.Advance(Start.AddMinutes(2));

        Assert.Equal([105m, 102m], _sink.Of(Interval.OneMinute).Select(c => c.High));
        Assert.Equal([50m, 0m], _sink.Of(Interval.OneMinute).Select(c => c.Volume));
    }

    [Fact]
    public void Add_repeatedOrOlderCandles_areRejectedAndCounted()
    {
        var builder = Build();
        Assert.True(builder.Add(Flat(5, 100m)));
        Assert.False(builder.Add(Flat(5, 101m)));
        Assert.False(builder.Add(Flat(3, 99m)));

        Assert.Equal((1L, 1L), (_counters.Snapshot().DuplicateCandles, _counters.Snapshot().OutOfOrderCandles));
    }

    [Fact]
    public void Add_hourlyCandles_yieldHoursAndAboveOnly()
    {
        var builder = Build(Interval.OneHour);
        for (var hour = 0; hour < 24; hour++)
            builder.Add(Flat(hour * 60, 100m + hour));

        Assert.Equal([Interval.OneHour, Interval.FourHours, Interval.SixHours, Interval.OneDay], builder.Available);
        Assert.Equal(24, _sink.Of(Interval.OneHour).Count());
        Assert.Equal(6, _sink.Of(Interval.FourHours).Count());
        Assert.Equal(new Candle(Start, 100m, 123m, 100m, 123m, 24m), Assert.Single(_sink.Of(Interval.OneDay)));
        Assert.Null(builder.Unfinished(Interval.OneMinute));
    }

    [Fact]
    public void Add_tradesAsSource_pricesComeFromTradesOnly()
    {
        var builder = new CandleBuilder(Interval.OneMinute, CandleSource.Trades, _sink, _counters);
        builder.Add(Quote(1, 1, 500m));
        Assert.True(builder.Add(Start.AddSeconds(2), 100m, 1m));
        Assert.True(builder.Add(Start.AddSeconds(3), 98m, 2m));
        builder.Advance(Start.AddMinutes(1));
        Assert.False(builder.Add(Start.AddSeconds(59), 90m, 1m));

        Assert.Equal(new Candle(Start, 100m, 100m, 98m, 98m, 3m), Assert.Single(_sink.Of(Interval.OneMinute)));
    }

    [Fact]
    public void Add_tradesBesideQuotes_addVolumeOnly()
    {
        var builder = Build();
        builder.Add(Quote(1, 1, 100m));
        builder.Add(Start.AddSeconds(2), 300m, 2m);
        builder.Advance(Start.AddMinutes(1));

        Assert.Equal(new Candle(Start, 100m, 100m, 100m, 100m, 2m), Assert.Single(_sink.Of(Interval.OneMinute)));
    }

    /// <summary>Any way of coalescing the quotes of a minute gives the same high, low, close and volume.</summary>
    [Fact]
    public void Add_anyCoalescing_givesTheSameCandle() => Prop.ForAll(
        Arb.From(Gen.Choose(1, 1_000).Two().Select(p => ((decimal)p.Item1 + 1_000m, p.Item2)).NonEmptyListOf()),
        steps =>
        {
            // Second part: whether a quote is joined to the one before it, and its spread.
            var quotes = steps.Select((s, i) => Quote(i + 1, 55.0 * i / steps.Count, s.Item1, s.Item2 % 7, volume: s.Item2)).ToList();
            var apart = CloseOf(quotes);
            var joined = new List<Quote>();
            foreach (var (quote, step) in quotes.Zip(steps))
            {
                if (joined.Count > 0 && step.Item2 % 2 == 0)
                    joined[^1] = joined[^1].Coalesce(quote);
                else
                    joined.Add(quote);
            }

            var together = CloseOf(joined);
            return (apart.High, apart.Low, apart.Close, apart.Volume) == (together.High, together.Low, together.Close, together.Volume);
        }).QuickCheckThrowOnFailure();

    /// <summary>Every coarser candle is the fold of the minutes within it, wherever quotes fall.</summary>
    [Fact]
    public void Add_anyQuotes_coarserCandlesAreFoldsOfMinutes() => Prop.ForAll(
        Arb.From(Gen.Choose(1, 400).Two().NonEmptyListOf()),
        steps =>
        {
            var sink = new Recorder();
            var builder = new CandleBuilder(Interval.OneMinute, CandleSource.Quotes, sink, new DataQualityCounters());
            var (at, sequence) = (0, 0L);
            foreach (var (wait, price) in steps)
                builder.Add(Quote(++sequence, at += wait, 1_000m + price, volume: price));
            builder.Advance(Start.AddDays(30));
            var minutes = sink.Of(Interval.OneMinute).ToList();
            return Intervals.All.Skip(1).All(interval => sink.Of(interval).All(coarse =>
            {
                var within = minutes.Where(m => interval.Floor(m.Start) == coarse.Start).ToList();
                return coarse == new Candle(
                    coarse.Start, within[0].Open, within.Max(m => m.High), within.Min(m => m.Low), within[^1].Close, within.Sum(m => m.Volume));
            }));
        }).QuickCheckThrowOnFailure();

    private static Candle CloseOf(List<Quote> quotes)
    {
        var sink = new Recorder();
        var builder = new CandleBuilder(Interval.OneMinute, CandleSource.Quotes, sink, new DataQualityCounters());
        quotes.ForEach(builder.Add);
        builder.Advance(Start.AddMinutes(1));
        return sink.Of(Interval.OneMinute).Single();
    }

    private CandleBuilder Build(Interval interval = Interval.OneMinute) => new(interval, CandleSource.Quotes, _sink, _counters);
}
