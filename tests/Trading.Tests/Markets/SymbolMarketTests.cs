using OrleansTrader.Trading.Instruments;
using OrleansTrader.Trading.Markets;
using OrleansTrader.Trading.Orders;
using OrleansTrader.Trading.Strategies;
using static OrleansTrader.Trading.Tests.Markets.MarketFixture;

namespace OrleansTrader.Trading.Tests.Markets;

public sealed class SymbolMarketTests
{
    private static readonly ObservationRequest Request = new(["sma 2 1m", "ema 3 5m"], [new CandleWindow(Interval.OneMinute, 2)]);

    [Fact]
    public void OnQuote_badQuotes_areRejectedAndCounted()
    {
        var market = Market();
        Assert.True(market.OnQuote(Quote(5, 10, 100m)));
        Assert.False(market.OnQuote(Quote(5, 11, 101m)));
        Assert.False(market.OnQuote(Quote(4, 11, 101m)));
        Assert.False(market.OnQuote(Quote(6, 9, 101m)));
        Assert.False(market.OnQuote(Quote(6, 12, 0m)));
        Assert.False(market.OnQuote(Quote(6, 12, -3m)));
        Assert.False(market.OnQuote(Quote(6, 12, 100m, spread: -1m)));
        Assert.True(market.OnQuote(Quote(8, 13, 102m)));
        Assert.True(market.OnQuote(Quote(9, 14, 103m) with { HighBid = 50m }));

        var quality = market.Quality;
        Assert.Equal((2L, 1L, 2L, 1L), (quality.DuplicateQuotes, quality.OutOfOrderQuotes, quality.NonPositiveQuotes, quality.CrossedQuotes));
        Assert.Equal((1L, 1L, 3L), (quality.SequenceGaps, quality.RepairedQuotes, quality.QuotesAccepted));
        Assert.Equal((6L, 1L), (quality.Rejected, quality.Repaired));
        Assert.Equal(103m, market.LastQuote!.HighBid);
        Assert.Equal((100m, 103m, 100m), (market.Unfinished(Interval.OneMinute)!.Value.Open, market.Unfinished(Interval.OneMinute)!.Value.High, market.Unfinished(Interval.OneMinute)!.Value.Low));
    }

    [Fact]
    public void OnQuote_afterStale_takesASequenceThatBeginsAnew()
    {
        var market = Market();
        market.OnQuote(Quote(900, 1, 100m));
        market.On(new FeedStale(Btc, Start.AddSeconds(2), StaleReason.Disconnected, "test"));
        Assert.Equal(StaleReason.Disconnected, market.Staleness(Start.AddSeconds(2)));

        Assert.True(market.OnQuote(Quote(1, 3, 101m)));
        Assert.Null(market.Staleness(Start.AddSeconds(3)));
        Assert.Equal(StaleReason.Silent, market.Staleness(Start.AddSeconds(100)));
        Assert.Equal(1, market.Quality.StaleSpells);
    }

    [Fact]
    public void OnTrade_badTrades_areRejectedAndCounted()
    {
        var market = Market();
        market.OnQuote(Quote(1, 1, 100m));
        Assert.True(market.OnTrade(Trade(1, 2m)));
        Assert.False(market.OnTrade(Trade(1, 2m)));
        Assert.False(market.OnTrade(Trade(2, 0m)));

        Assert.Equal((1L, 1L, 1L), (market.Quality.TradesAccepted, market.Quality.DuplicateTrades, market.Quality.InvalidTrades));
        Assert.Equal(2m, market.Unfinished(Interval.OneMinute)!.Value.Volume);

        static MarketTrade Trade(long sequence, decimal quantity) => new(Btc, Start.AddSeconds(3), "t", 100m, quantity, Side.Buy, sequence);
    }

    [Fact]
    public void Observe_beforeTheFirstQuote_isNull() => Assert.Null(Market().Observe(Request, Start));

    [Fact]
    public void Observe_betweenCloses_sharesEverythingUntilAnythingChanges()
    {
        var market = Market();
        for (var minute = 0; minute < 30; minute++)
            market.OnQuote(Quote(minute + 1, (minute * 60) + 1, 100m + minute));
        var first = market.Observe(Request, Start.AddSeconds(1742))!;
        var same = market.Observe(new ObservationRequest([.. Request.Indicators], [.. Request.Candles]), Start.AddSeconds(1743))!;
        Assert.Same(first, same);

        market.OnQuote(Quote(31, 1745, 200m));
        var next = market.Observe(Request, Start.AddSeconds(1746))!;
        Assert.Equal(200m, next.Mid);
        Assert.Same(first.Indicators[0], next.Indicators[0]);
        Assert.True(first.Candles[0].Candles == next.Candles[0].Candles);

        var closed = market.Observe(Request, Start.AddSeconds(1800))!;
        Assert.NotSame(first.Indicators[0], closed.Indicators[0]);
        Assert.Equal([128m, 200m], closed.Window(Interval.OneMinute).Select(c => c.Close));
        Assert.Equal((164.0, 127.5), (closed.Indicator("sma 2 1m").Value, closed.Indicator("sma 2 1m").PreviousValue));
        Assert.Equal(Start.AddSeconds(1800), closed.Indicator("sma 2 1m").ClosedAt);
        Assert.True(closed.IsWarm);
    }

    [Fact]
    public void Observe_whatIsNotFilled_isNotWarm()
    {
        var market = Market();
        market.OnQuote(Quote(1, 1, 100m));
        var seen = market.Observe(Request, Start.AddSeconds(61))!;
        Assert.False(seen.IsWarm);
        Assert.True(double.IsNaN(seen.Indicator("sma 2 1m").Value));
        Assert.Empty(seen.Window(Interval.OneDay));
        Assert.Throws<KeyNotFoundException>(() => seen.Indicator("rsi 14 1m"));
    }

    [Fact]
    public void Indicator_askedForLate_isWarmedFromTheCandlesKept()
    {
        var early = Market();
        early.Indicator("rsi 14 1m");
        var late = Market();
        for (var minute = 0; minute < 200; minute++)
        {
            early.OnHistory(Interval.OneMinute, Flat(minute, 100m + (minute * 7 % 13)));
            late.OnHistory(Interval.OneMinute, Flat(minute, 100m + (minute * 7 % 13)));
        }

        var (expected, actual) = (early.Indicator("rsi 14 1m"), late.Indicator("rsi 14 1m"));
        Assert.True(actual.IsWarm);
        Assert.Equal(expected.Value, actual.Value);
        Assert.Equal(expected.PreviousValue, actual.PreviousValue);
        Assert.Equal([expected.PreviousValue, expected.Value], late.IndicatorHistory("rsi 14 1m", 2)[0]);
    }

    [Fact]
    public void ProvisionalIndicator_unfinishedCandle_leavesTheClosedReadingAlone()
    {
        var market = Market();
        market.OnHistory(Interval.OneMinute, Flat(0, 100m));
        market.OnHistory(Interval.OneMinute, Flat(1, 102m));
        market.OnQuote(Quote(1, 125, 110m));

        Assert.Equal(106, market.ProvisionalIndicator("sma 2 1m").Value);
        Assert.Equal(101, market.Indicator("sma 2 1m").Value);
        Assert.Equal(106, market.ProvisionalIndicator("sma 2 1m").Value);
    }

    [Fact]
    public void OnHistory_coarserCandles_fillTheirSeriesAndMinutesGoOn()
    {
        var market = Market();
        var hour = new Candle(Start, 1m, 9m, 1m, 5m, 60m);
        Assert.True(market.OnHistory(Interval.OneHour, hour));
        Assert.False(market.OnHistory(Interval.OneHour, hour));
        for (var minute = 30; minute < 120; minute++)
            market.OnHistory(Interval.OneMinute, Flat(minute, 100m));

        Assert.Equal([hour, new Candle(Start.AddHours(1), 100m, 100m, 100m, 100m, 60m)], market.Series(Interval.OneHour)!.Last(10));
        Assert.Equal(1, market.Quality.DuplicateCandles);
    }

    [Fact]
    public void Refuse_finerThanTheFeed_saysWhichIntervalsThereAre()
    {
        var market = Market(new MarketOptions { BaseInterval = Interval.OneHour });
        Assert.Empty(market.Refuse(new ObservationRequest(["rsi 14 1h"], [new CandleWindow(Interval.OneDay, 5)])));
        var errors = market.Refuse(new ObservationRequest(["rsi 14 1m", "nonsense 1h"], [new CandleWindow(Interval.FiveMinutes, 0)]));
        Assert.Equal(["rsi 14 1m", "nonsense 1h", "0", "5m"], errors.Select(e => e.Value));
        Assert.Contains("1h 4h 6h 1d", errors[0].Remedy, StringComparison.Ordinal);
    }

    [Fact]
    public void TryTakeFunding_heuristic_comesAtEachTimestampOnce()
    {
        var market = Market();
        for (var minute = 0; minute <= 16 * 60; minute++)
            market.OnQuote(Quote(minute + 1, minute * 60, 100m));
        market.Advance(Start.AddMinutes((16 * 60) + 1));

        Assert.True(market.TryTakeFunding(out var first));
        Assert.True(market.TryTakeFunding(out var second));
        Assert.False(market.TryTakeFunding(out _));
        Assert.Equal(new FundingRate(Btc, Start.AddHours(8), 0.0001m, 100m, FundingSource.Heuristic), first);
        Assert.Equal(Start.AddHours(16), second.At);
        Assert.Equal(new FundingObservation(0.0001m, Start.AddHours(24), FundingSource.Heuristic), market.Observe(ObservationRequest.None, Start.AddHours(16.5))!.Funding);
    }

    [Fact]
    public void TryTakeFunding_priceFarAboveItsAverage_isClampedAndPaidByLongs()
    {
        var market = Market();
        for (var minute = 0; minute < 480; minute++)
            market.OnQuote(Quote(minute + 1, minute * 60, 100m + minute));
        market.Advance(Start.AddHours(8));

        Assert.True(market.TryTakeFunding(out var due));
        Assert.Equal(0.00075m, due.Rate);
        Assert.Equal(579m, due.Mark);
    }

    [Fact]
    public void OnFunding_theSameTimestampTwice_isCounted()
    {
        var market = Market();
        var rate = new FundingRate(Btc, Start.AddHours(8), 0.0003m, 100m, FundingSource.Feed);
        Assert.True(market.On(rate));
        Assert.False(market.On(rate));
        Assert.Equal(1, market.Quality.DuplicateFundings);
    }

    [Fact]
    public void OnQuote_thatClosesNothing_allocatesNothing()
    {
        var market = Market();
        market.Indicator("rsi 14 1m");
        var quotes = Enumerable.Range(0, 50_000).Select(i => Quote(i + 1, i * 0.001, 100m + (i % 10), 0.1m)).ToArray();
        market.OnQuote(quotes[0]);

        // Code that is not yet optimised may allocate: walks go on until it is, the first quiet one is the market's own.
        Assert.Contains(0L, quotes.Skip(1).Chunk(100).Select(AllocatedBy));

        long AllocatedBy(Quote[] walk)
        {
            var before = GC.GetAllocatedBytesForCurrentThread();
            foreach (var quote in walk)
                market.OnQuote(quote);
            return GC.GetAllocatedBytesForCurrentThread() - before;
        }
    }

    /// <summary>Indicators are computed once, forward: history has to come before the quotes that follow it, which the live feeds see to.</summary>
    [Fact]
    public void OnHistory_afterLaterQuotes_isRefusedCountedAndChangesNothing()
    {
        var market = MarketFixture.Market();
        for (var minute = 0; minute < 6; minute++)
            Assert.True(market.OnQuote(MarketFixture.Quote(minute + 1, minute * 60.0, 100m + minute)));
        var before = market.Indicator("sma 3 1m").Values;

        Assert.False(market.OnHistory(Interval.OneMinute, MarketFixture.Flat(2, 500m)));
        Assert.False(market.OnHistory(Interval.OneMinute, MarketFixture.Flat(4, 500m)));

        Assert.Equal((1L, 1L), (market.Quality.OutOfOrderCandles, market.Quality.DuplicateCandles));
        Assert.Equal(before, market.Indicator("sma 3 1m").Values);
        Assert.Equal(6, market.Quality.QuotesAccepted);
    }

    /// <summary>The order that live feeds keep after an outage: the broken minute and the missed ones, then quotes.</summary>
    [Fact]
    public void OnHistory_ofAnOutageBeforeItsQuotes_makesIndicatorsAsIfNothingHadBeenMissed()
    {
        var (watched, interrupted) = (MarketFixture.Market(), MarketFixture.Market());
        for (var minute = 0; minute < 30; minute++)
            Assert.True(watched.OnQuote(MarketFixture.Quote(minute + 1, minute * 60.0, 100m + (minute * minute % 7))));
        for (var minute = 0; minute < 30; minute++)
        {
            if (minute is < 11 or >= 20)
                Assert.True(interrupted.OnQuote(MarketFixture.Quote(minute + 1, minute * 60.0, 100m + (minute * minute % 7))));
            else if (minute == 19)
                Assert.All(watched.Series(Interval.OneMinute)!.Last(100).Where(c => c.Start >= MarketFixture.Start.AddMinutes(10) && c.Start < MarketFixture.Start.AddMinutes(20)), c => Assert.True(interrupted.OnHistory(Interval.OneMinute, c)));
        }

        foreach (var indicator in new[] { "sma 9 1m", "ema 9 1m", "rsi 5 1m", "sma 3 5m" })
            Assert.Equal(watched.Indicator(indicator).Values, interrupted.Indicator(indicator).Values);
        Assert.Equal(0, interrupted.Quality.OutOfOrderCandles + interrupted.Quality.FilledIntervals);
    }
}
