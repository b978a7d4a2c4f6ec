using OrleansTrader.Trading.Markets;
using OrleansTrader.Trading.Numerics;
using OrleansTrader.Trading.Regimes;
using OrleansTrader.Trading.Tests.Markets;

namespace OrleansTrader.Trading.Tests.Regimes;

public sealed class RegimeDetectorTests
{
    [Fact]
    public void Update_beforeWarmUp_saysNothing()
    {
        var readings = Run(Enumerable.Range(0, RegimeDetector.WarmUpBars).Select(i => 100.0 + i));
        Assert.All(readings.SkipLast(1), Assert.Null);
        Assert.NotNull(readings[^1]);
    }

    [Fact]
    public void Update_steadyRise_isBullWithFullAgreement()
    {
        var last = Run(Noisy(300, drift: 0.004, noise: 0.001))[^1]!;
        Assert.Equal(Regime.Bull, last.Regime);
        Assert.InRange(last.Strength, 0.5, 1.0);
        Assert.Equal(1.0, last.Confidence);
    }

    [Fact]
    public void Update_steadyFall_isBear() => Assert.Equal(Regime.Bear, Run(Noisy(300, drift: -0.004, noise: 0.001))[^1]!.Regime);

    [Fact]
    public void Update_swingRoundOnePrice_isRanging()
    {
        var last = Run(Enumerable.Range(0, 300).Select(i => 100.0 + (i % 6 < 3 ? i % 6 : 6 - (i % 6))))[^1]!;
        Assert.Equal(Regime.Ranging, last.Regime);
        Assert.InRange(last.Strength, 0.5, 1.0);
    }

    [Fact]
    public void Update_flatPrices_isRangingWithoutNaN()
    {
        var last = Run(Enumerable.Repeat(100.0, 300))[^1]!;
        Assert.Equal((Regime.Ranging, 1.0), (last.Regime, last.Strength));
        Assert.True(double.IsFinite(last.Confidence));
    }

    [Fact]
    public void Update_surgeOfMovement_isVolatileAndEndsWhenItCalms()
    {
        var calm = Enumerable.Range(0, 300).Select(i => 100.0 + (0.1 * (i % 2)));
        var wild = Enumerable.Range(0, 12).Select(i => 100.0 + (3.0 * (i % 2)));
        var readings = Run(calm.Concat(wild).Concat(calm));
        Assert.Equal(Regime.Ranging, readings[299]!.Regime);
        Assert.Equal(Regime.Volatile, readings[311]!.Regime);
        Assert.InRange(readings[311]!.Strength, 0.3, 1.0);
        Assert.Equal(Regime.Ranging, readings[^1]!.Regime);
    }

    /// <summary>A climb whose efficiency reaches the threshold of 12 / 48 for a stated number of bars: one too few, and just enough.</summary>
    [Theory]
    [InlineData(12, false)]
    [InlineData(14, true)]
    public void Update_climbThatAsksForATrend_changesAfterThreeBarsOnly(int climb, bool changes)
    {
        var prices = Enumerable.Range(0, 200).Select(i => 100.0 + (i % 2)).ToList();
        prices.AddRange(Enumerable.Range(1, climb).Select(i => 101.0 + i));
        while (prices[^1] > 103)
            prices.Add(prices[^1] - 3);
        prices.AddRange(Enumerable.Range(0, 60).Select(i => 100.0 + (i % 2)));
        Assert.Equal(changes, Run(prices).OfType<RegimeReading>().Any(r => r.Regime == Regime.Bull));
    }

    [Fact]
    public void Update_realMinutes_seesEveryRegimeAndDoesNotFlap()
    {
        var detector = new RegimeDetector(Interval.FiveMinutes);
        var sink = new Recorder();
        var builder = new CandleBuilder(Interval.OneMinute, CandleSource.Quotes, sink, new DataQualityCounters());
        foreach (var minute in SharedData.BtcMinutes())
            builder.Add(minute);
        var readings = new List<RegimeReading>();
        foreach (var candle in sink.Of(Interval.FiveMinutes))
        {
            detector.Update(candle.ToBar());
            if (detector.Reading is { } reading)
                readings.Add(reading);
        }

        Assert.All(readings, r => Assert.InRange(r.Strength, 0.0, 1.0));
        Assert.All(readings, r => Assert.InRange(r.Confidence, 0.0, 1.0));
        Assert.Equal(4, readings.Select(r => r.Regime).Distinct().Count());
        var changes = readings.Zip(readings.Skip(1)).Count(p => p.First.Regime != p.Second.Regime);
        Assert.InRange(changes, 20, readings.Count / 15); // a spell lasts over an hour on average
    }

    [Fact]
    public void Name_everyRegime_parsesBack()
    {
        Assert.Equal(["bull", "bear", "ranging", "volatile"], Enum.GetValues<Regime>().Select(r => r.Name()));
        Assert.All(Enum.GetValues<Regime>(), r => Assert.True(RegimeNames.TryParse(r.Name(), out var back) && back == r));
        Assert.False(RegimeNames.TryParse("Bull", out _));
    }

    private static IEnumerable<double> Noisy(int count, double drift, double noise)
    {
        var random = new SeededRandom(7);
        var price = 100.0;
        for (var i = 0; i < count; i++)
            yield return price *= 1 + drift + (noise * ((2 * random.NextDouble()) - 1));
    }

    private static List<RegimeReading?> Run(IEnumerable<double> closes)
    {
        var detector = new RegimeDetector(Interval.FiveMinutes);
        var at = MarketFixture.Start;
        var readings = new List<RegimeReading?>();
        foreach (var close in closes)
        {
            detector.Update(new Bar(at, close, close, close, close, 1));
            readings.Add(detector.Reading);
            at = at.AddMinutes(5);
        }

        return readings;
    }
}
