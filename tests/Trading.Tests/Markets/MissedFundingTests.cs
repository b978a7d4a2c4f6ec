using System.Collections.Immutable;
using OrleansTrader.Trading.Instruments;
using OrleansTrader.Trading.Markets;
using OrleansTrader.Trading.Strategies;

namespace OrleansTrader.Trading.Tests.Markets;

public sealed class MissedFundingTests
{
    private static readonly Instrument Heuristic = InstrumentCatalog.Default.Get(MarketFixture.Btc) with
    {
        Funding = new FundingRule(FundingSource.Heuristic, TimeSpan.FromHours(8), 0.0001m),
    };

    /// <summary>One who watched the quotes all along is the judge: rate and mark of each timestamp are the same.</summary>
    [Theory]
    [InlineData(0)]
    [InlineData(480)]
    [InlineData(700)]
    public void Of_minutes_equalsWhatAWatcherWasCharged(int historyFromMinute)
    {
        const int minutes = 40 * 60;
        var watched = Charged(0, minutes, out var candles);
        Assert.Equal(5, watched.Count);

        var missed = MissedFunding.Of(
            Heuristic, [new CandleSlice(Interval.OneMinute, [.. candles.Skip(historyFromMinute)])], MarketFixture.Start.AddHours(30), MarketFixture.Start.AddMinutes(minutes));

        Assert.Equal(watched.Where(static r => r.At > MarketFixture.Start.AddHours(30)).Select(static r => (r.At, r.Mark)), missed.Select(static r => (r.At, r.Mark)));
        foreach (var (one, other) in watched.TakeLast(2).Zip(missed))
            Assert.InRange(Math.Abs(one.Rate - other.Rate), 0m, historyFromMinute == 0 ? 0m : 0.00001m);
    }

    [Fact]
    public void Of_beyondTheMinutes_takesTheHoursClose_andLeavesOutWhatNoCandleEndsAt()
    {
        var rule = Heuristic with { Funding = new FundingRule(FundingSource.Fixed, TimeSpan.FromHours(8), 0.0003m) };
        var hours = Candles(Interval.OneHour, 0, 30).RemoveRange(14, 3);
        var minutes = Candles(Interval.OneMinute, 20 * 60, 30 * 60);

        var missed = MissedFunding.Of(rule, [new(Interval.OneHour, hours), new(Interval.OneMinute, minutes)], MarketFixture.Start, MarketFixture.Start.AddHours(30));

        // The hour that ends at 16:00 is missing.
        Assert.Equal(
            [(MarketFixture.Start.AddHours(8), 108m), (MarketFixture.Start.AddHours(24), 124m)], missed.Select(static r => (r.At, r.Mark)));
        Assert.All(missed, static r => Assert.Equal((0.0003m, FundingSource.Fixed), (r.Rate, r.Source)));
    }

    [Fact]
    public void Of_venueWithItsOwnRates_reckonsNone() => Assert.Empty(MissedFunding.Of(
        Heuristic with { Funding = Heuristic.Funding with { Source = FundingSource.Feed } },
        [new(Interval.OneHour, Candles(Interval.OneHour, 0, 30))], MarketFixture.Start, MarketFixture.Start.AddHours(30)));

    [Fact]
    public void TryTakeFunding_afterHistory_averagesThePremiumSinceTheLastTimestampOnly()
    {
        // A watcher, and one who came with history at 20:00: both charge the same at 24:00.
        var watched = Charged(0, 24 * 60 + 1, out var candles).Last();
        var market = new SymbolMarket(Heuristic);
        foreach (var candle in candles.Take(20 * 60))
            Assert.True(market.OnHistory(Interval.OneMinute, candle));
        Assert.False(market.TryTakeFunding(out _));
        var charged = Play(market, 20 * 60, 24 * 60 + 1);

        Assert.Equal(watched, Assert.Single(charged));
    }

    private static List<FundingRate> Charged(int from, int to, out ImmutableArray<Candle> candles)
    {
        var market = new SymbolMarket(Heuristic, new MarketOptions { BaseCandlesMax = 10_000 });
        var charged = Play(market, from, to + 1);
        candles = market.Series(Interval.OneMinute)!.Last(10_000);
        return charged;
    }

    private static List<FundingRate> Play(SymbolMarket market, int from, int to)
    {
        var charged = new List<FundingRate>();
        for (var minute = from; minute < to; minute++)
        {
            Assert.True(market.OnQuote(MarketFixture.Quote(minute + 1, minute * 60.0, PriceAt(minute))));
            while (market.TryTakeFunding(out var due))
                charged.Add(due);
        }

        return charged;
    }

    private static decimal PriceAt(int minute) => 60_000m + (3m * (minute % 700)) - (minute / 5m);

    private static ImmutableArray<Candle> Candles(Interval interval, int from, int to) =>
        [.. Enumerable.Range(from, to - from).Select(i => new Candle(
            MarketFixture.Start + (interval.Length() * i), 1m, 1_000m, 1m, 100m + (decimal)((interval.Length() * (i + 1)).TotalHours), 1m))];
}
