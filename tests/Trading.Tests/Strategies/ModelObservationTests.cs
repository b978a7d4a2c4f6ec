using System.Collections.Immutable;
using OrleansTrader.Trading.Markets;
using OrleansTrader.Trading.Performance;
using OrleansTrader.Trading.Strategies;

namespace OrleansTrader.Trading.Tests.Strategies;

public sealed class ModelObservationTests
{
    [Fact]
    public void Request_ofAMinuteFeed_hasTheStandardViewAndWhatIsListed()
    {
        var request = ModelObservation.Request(["rsi 14 5m", "change 15m", "RSI 14 5m", "rsi 14 1m", "nonsense"]);

        Assert.Equal([new CandleWindow(Interval.OneMinute, 60), new CandleWindow(Interval.SixHours, 60)], request.Candles);
        Assert.True(request.IncludesBook);
        Assert.Equal(
            [
                "rsi 7 1m", "rsi 14 1m", "macd 12 26 9 1m", "ema 20 1m", "ema 50 1m", "atr 14 1m", "bollinger 20 2 1m", "volatility 30 1m",
                "rsi 14 6h", "ema 20 6h", "ema 50 6h", "atr 14 6h", "rsi 14 5m", "change 1 15m",
            ],
            request.Indicators);
        Assert.Empty(ObservationRules.Refuse(request, Intervals.All));
    }

    [Theory]
    [InlineData(Interval.FiveMinutes)]
    [InlineData(Interval.OneHour)]
    [InlineData(Interval.SixHours)]
    [InlineData(Interval.OneDay)]
    public void Request_ofACoarserFeed_asksForWhatItYields(Interval finest)
    {
        ImmutableArray<Interval> available = [.. Intervals.All.Where(i => i >= finest)];
        var request = ModelObservation.Request(["rsi 14 1m", "rsi 9 1d"], available);

        Assert.Empty(ObservationRules.Refuse(request, available));
        Assert.Equal(finest, request.Candles[0].Interval);
        Assert.Equal(finest < Interval.SixHours ? 2 : 1, request.Candles.Length);
        Assert.Contains("rsi 9 1d", request.Indicators);
    }

    [Fact]
    public void Request_answeredByAMarket_isWarmOnceItsWindowsAreFull()
    {
        var market = MarketFixtureOf(days: 16);

        Assert.True(market.Observe(ModelObservation.Request(["change 15m"]), market.LastQuote!.At)!.IsWarm);
    }

    [Fact]
    public void Request_answeredAfterADay_showsLongCandlesAsFarAsTheyGo()
    {
        var market = MarketFixtureOf(days: 1);
        var seen = market.Observe(ModelObservation.Request([]), market.LastQuote!.At)!;

        Assert.True(seen.IsWarm);
        Assert.InRange(seen.Window(Interval.SixHours).Length, 3, 4);
        Assert.False(seen.Indicator("ema 50 6h").IsWarm);
        Assert.False(market.Observe(ModelObservation.Request([]) with { WarmsUpTo = Interval.SixHours }, market.LastQuote!.At)!.IsWarm);
        Assert.False(market.Observe(ModelObservation.Request(["ema 30 1h"]), market.LastQuote!.At)!.IsWarm);
    }

    [Fact]
    public void Refuse_wrongOrTooManyIndicators_saysWhich()
    {
        Assert.Equal(["indicators", "indicators"], ModelObservation.Refuse(["rsi 0 5m", "rsi 14 2m"]).Select(e => e.Field));
        Assert.Contains("at most", Assert.Single(ModelObservation.Refuse([.. Enumerable.Range(2, 33).Select(i => $"rsi {i} 5m")])).Remedy, StringComparison.Ordinal);
        Assert.Single(ModelObservation.Refuse(["rsi 14 1m"], [Interval.OneHour, Interval.OneDay]));
        Assert.Empty(ModelObservation.Refuse(["rsi 14 5m", "change 15m"]));
    }

    [Fact]
    public void Performance_undefinedMeasures_areNull()
    {
        var at = ObservationFixture.At;
        var none = PerformanceObservation.Of(PerformanceReport.Of([new EquitySample(at, 100m, 0m)], [], 365), at, 3);

        Assert.Equal((3L, 0, null, null), (none.Cycles, none.Trades, none.WinRate, none.TotalReturn));
    }

    private static SymbolMarket MarketFixtureOf(int days)
    {
        var market = Markets.MarketFixture.Market();
        for (var minute = 0; minute < days * 1_440; minute++)
            market.OnHistory(Interval.OneMinute, Markets.MarketFixture.Flat(minute, 100m + (minute % 7)));
        market.OnQuote(Markets.MarketFixture.Quote(1, days * 86_400, 100m));
        return market;
    }
}
