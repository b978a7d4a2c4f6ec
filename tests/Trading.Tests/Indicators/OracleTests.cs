using OrleansTrader.Trading.Indicators;
using OrleansTrader.Trading.Markets;

namespace OrleansTrader.Trading.Tests.Indicators;

/// <summary>Streaming values against the plain definitions, over several parameters, on made-up and on real bars.</summary>
public sealed class OracleTests(ITestOutputHelper output)
{
    private const double Tolerance = 1e-8;

    public static TheoryData<string, string> Windowed
    {
        get
        {
            var data = new TheoryData<string, string>();
            foreach (var n in new[] { 1, 2, 3, 13, 14, 64 })
            {
                data.Add("sma", $"sma {n}");
                data.Add("wma", $"wma {n}");
                data.Add("highest", $"highest {n}");
                data.Add("lowest", $"lowest {n}");
                data.Add("change", $"change {n}");
                data.Add("volatility", $"volatility {n}");
                data.Add("mfi", $"mfi {n}");
                data.Add("pivot", $"pivots {n}");
                data.Add("r3", $"pivots {n}");
                data.Add("s1", $"pivots {n} 5");
                if (n < 2)
                    continue;
                data.Add("stdev", $"stdev {n}");
                data.Add("upper", $"bollinger {n} 2.5");
                data.Add("williamsR", $"williams-r {n}");
                data.Add("place", $"lowest {n}");
                data.Add("cci", $"cci {n}");
                data.Add("chop", $"chop {n}");
            }

            return data;
        }
    }

    [Theory]
    [MemberData(nameof(Windowed))]
    public void Update_over_random_bars_gives_what_the_definition_gives(string name, string spec)
    {
        for (ulong seed = 40; seed < 43; seed++)
            Check(name, IndicatorSpec.Parse($"{spec} 5m"), Market.Random(400, seed));
    }

    [Theory]
    [InlineData("volatility", "volatility 30")]
    [InlineData("volatility", "volatility 240")]
    [InlineData("highest", "highest 55")]
    [InlineData("lowest", "lowest 55")]
    [InlineData("stdev", "stdev 60")]
    [InlineData("wma", "wma 60")]
    [InlineData("cci", "cci 60")]
    [InlineData("mfi", "mfi 60")]
    [InlineData("chop", "chop 60")]
    public void Update_over_real_bars_gives_what_the_definition_gives(string name, string spec) =>
        Check(name, IndicatorSpec.Parse($"{spec} 1m"), ReferenceData.Bitcoin(1_500));

    [Theory]
    [InlineData(10, 21, 4)]
    [InlineData(3, 5, 1)]
    [InlineData(1, 1, 1)]
    public void WaveTrend_gives_what_the_definition_gives(int channel, int average, int signal)
    {
        foreach (var bars in new[] { Market.Random(1_000, 44), ReferenceData.Bitcoin(3_000) })
        {
            // With a channel of one bar the average is the price itself: no deviation, and the definition divides by zero.
            var (one, two) = channel == 1
                ? (new double[bars.Length], new double[bars.Length])
                : PlainIndicators.WaveTrend(bars, channel, average, signal);
            var indicator = IndicatorCatalog.Create(IndicatorSpec.Create("wavetrend", Interval.OneMinute, channel, average, signal));
            for (var i = 0; i < bars.Length; i++)
            {
                indicator.Update(in bars[i]);
                AssertClose(one[i], indicator[0], 1, $"wt1 at {i}");
                AssertClose(two[i], indicator[1], 1, $"wt2 at {i}");
            }
        }
    }

    [Fact]
    public void Vwap_starts_again_with_every_session()
    {
        var bars = Market.Random(3 * 1440, 45);
        var daily = IndicatorCatalog.Create("vwap 1440 1m");
        var hourly = IndicatorCatalog.Create("vwap 60 1m");
        for (var i = 0; i < bars.Length; i++)
        {
            daily.Update(in bars[i]);
            hourly.Update(in bars[i]);
            AssertClose(Vwap(bars, i / 1440 * 1440, i), daily.Value, 100, $"daily at {i}");
            AssertClose(Vwap(bars, i / 60 * 60, i), hourly.Value, 100, $"hourly at {i}");
        }

        static double Vwap(Bar[] bars, int from, int to)
        {
            double money = 0, volume = 0;
            for (var i = from; i <= to; i++)
            {
                money += bars[i].Volume * ((bars[i].High + bars[i].Low + bars[i].Close) / 3);
                volume += bars[i].Volume;
            }

            return volume == 0 ? double.NaN : money / volume;
        }
    }

    // A trend has more, a mean reversion less persistence than a random walk.
    [Fact]
    public void Hurst_tells_trend_from_walk_from_reversion()
    {
        Assert.InRange(Hurst(0.6), 0.6, 1.2);
        Assert.InRange(Hurst(0.0), 0.4, 0.62);
        Assert.InRange(Hurst(-0.6), 0.0, 0.45);

        static double Hurst(double persistence)
        {
            var random = new OrleansTrader.Trading.Numerics.SeededRandom(46);
            var indicator = IndicatorCatalog.Create("hurst 200 1m");
            double sum = 0, step = 0, log = 0;
            var count = 0;
            for (var i = 0; i < 1_500; i++)
            {
                step = (persistence * step) + (0.001 * random.NextGaussian());
                log += step;
                var price = 100 * Math.Exp(log);
                indicator.Update(new Bar(default, price, price, price, price, 1));
                if (indicator.IsWarm && i % 50 == 0)
                {
                    sum += indicator[1];
                    count++;
                }
            }

            return sum / count;
        }
    }

    [Theory]
    [InlineData("rsi 1m", 0, 50)]
    [InlineData("mfi 1m", 0, 50)]
    [InlineData("stoch 1m", 0, 50)]
    [InlineData("stoch 1m", 1, 50)]
    [InlineData("stoch-rsi 1m", 0, 50)]
    [InlineData("williams-r 1m", 0, -50)]
    [InlineData("wavetrend 1m", 0, 0)]
    [InlineData("adx 1m", 0, 0)]
    [InlineData("adx 1m", 1, 0)]
    [InlineData("atr 1m", 0, 0)]
    [InlineData("stdev 1m", 0, 0)]
    [InlineData("stdev 1m", 2, double.NaN)]
    [InlineData("bollinger 1m", 0, 1.1)]
    [InlineData("bollinger 1m", 3, double.NaN)]
    [InlineData("bollinger 1m", 4, 0)]
    [InlineData("cci 1m", 0, double.NaN)]
    [InlineData("chop 1m", 0, double.NaN)]
    [InlineData("hurst 1m", 0, double.NaN)]
    [InlineData("volatility 1m", 0, 0)]
    [InlineData("change 1m", 0, 0)]
    [InlineData("highest 1m", 2, 0.5)]
    [InlineData("supertrend 1m", 3, -1)]
    [InlineData("obv 1m", 0, 0)]
    [InlineData("vwap 1m", 0, 1.1)]
    [InlineData("keltner 1m", 3, 0)]
    [InlineData("donchian 1m", 3, 0)]
    [InlineData("macd 1m", 0, 0)]
    public void Value_on_flat_prices_is_the_stated_one(string spec, int index, double expected)
    {
        var indicator = IndicatorCatalog.Create(spec);
        foreach (var bar in Market.Flat(300, 1.1))
            indicator.Update(in bar);
        if (double.IsNaN(expected))
            Assert.True(double.IsNaN(indicator[index]), $"{spec}: {indicator[index]:R}");
        else
            Assert.Equal(expected, indicator[index], 1e-14);
    }

    [Fact]
    public void Rsi_and_Mfi_without_losses_are_100_and_without_gains_0()
    {
        foreach (var (factor, expected) in new[] { (1.01, 100.0), (0.99, 0.0) })
        {
            var rsi = IndicatorCatalog.Create("rsi 1m");
            var mfi = IndicatorCatalog.Create("mfi 1m");
            var price = 100.0;
            for (var i = 0; i < 50; i++, price *= factor)
            {
                rsi.Update(new Bar(default, price, price, price, price, 1));
                mfi.Update(new Bar(default, price, price, price, price, 1));
            }

            Assert.Equal(expected, rsi.Value);
            Assert.Equal(expected, mfi.Value);
        }
    }

    private void Check(string name, IndicatorSpec spec, Bar[] bars)
    {
        var expected = PlainIndicators.Compute(name, bars, [.. spec.Parameters], (int)spec.Interval);
        var indicator = IndicatorCatalog.Create(spec);
        var index = indicator.IndexOf(name);
        var worst = 0.0;
        for (var i = 0; i < bars.Length; i++)
        {
            indicator.Update(in bars[i]);

            // A flat window: the plain code divides by zero or by a rounding error where ours has a stated value.
            if (name is "williamsR" or "place" or "cci" or "chop" && IsFlat(bars, i, (int)spec.Parameters[0]))
                continue;
            worst = Math.Max(worst, AssertClose(expected[i], indicator[index], name is "cci" ? 1 : bars[i].Close, $"{spec} at {i}"));
        }

        output.WriteLine($"{spec} {name}: largest error {worst:E1}");
    }

    private static bool IsFlat(Bar[] bars, int i, int n)
    {
        var window = bars[Math.Max(0, i - n)..(i + 1)];
        return window.Max(b => b.High) - window.Min(b => b.Low) < 1e-9 || bars[Math.Max(0, i + 1 - n)..(i + 1)].Max(b => b.High) == bars[Math.Max(0, i + 1 - n)..(i + 1)].Min(b => b.Low);
    }

    private static double AssertClose(double expected, double actual, double scale, string what)
    {
        if (double.IsNaN(expected) && double.IsNaN(actual))
            return 0;
        var error = Math.Abs(expected - actual) / Math.Max(Math.Abs(expected), scale);
        Assert.True(error <= Tolerance, $"{what}: {actual:R}, expected {expected:R}");
        return error;
    }
}
