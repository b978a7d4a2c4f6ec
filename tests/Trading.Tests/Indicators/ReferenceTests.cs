using OrleansTrader.Trading.Indicators;
using OrleansTrader.Trading.Markets;

namespace OrleansTrader.Trading.Tests.Indicators;

/// <summary>Every indicator that the published results have, value by value and null by null.</summary>
public sealed class ReferenceTests(ITestOutputHelper output)
{
    private const double Tolerance = 1e-8;

    // Unit of an output, for the tolerance: prices, volume, or a plain number.
    private const string Price = "price";
    private const string Volume = "volume";
    private const string Ratio = "ratio";

    [Theory]
    [InlineData("sma 20 1d", "sma", "sma=sma", Price)]
    [InlineData("ema 20 1d", "ema", "ema=ema", Price)]
    [InlineData("wma 14 1d", "wma", "wma=wma", Price)]
    [InlineData("rsi 14 1d", "rsi", "rsi=rsi", Ratio)]
    [InlineData("macd 12 26 9 1d", "macd", "macd=macd signal=signal histogram=histogram", Price)]
    [InlineData("bollinger 20 2 1d", "bb", "middle=sma upper=upperBand lower=lowerBand", Price)]
    [InlineData("bollinger 20 2 1d", "bb", "percentB=percentB width=width zScore=zScore", Ratio)]
    [InlineData("stdev 14 1d", "stdev", "stdev=stdDev mean=mean", Price)]
    [InlineData("stdev 14 1d", "stdev", "zScore=zScore", Ratio)]
    [InlineData("atr 14 1d", "atr", "atr=atr range=tr", Price)]
    [InlineData("atr 14 1d", "atr", "percent=atrp", Ratio)]
    [InlineData("adx 14 1d", "adx", "adx=adx plusDi=pdi minusDi=mdi dx=dx adxr=adxr", Ratio)]
    [InlineData("stoch 14 3 3 1d", "stoch", "k=k d=d j=j", Ratio)]
    [InlineData("stoch-rsi 14 14 3 1 1d", "stoch-rsi", "stochRsi=stochRsi signal=signal", Ratio)]
    [InlineData("williams-r 14 1d", "willr", "williamsR=williamsR", Ratio)]
    [InlineData("cci 20 1d", "cci", "cci=cci", Ratio)]
    [InlineData("mfi 14 1d", "mfi", "mfi=mfi", Ratio)]
    [InlineData("obv 1d", "obv", "obv=obv", Volume)]
    [InlineData("vwap 0 1d", "vwap", "vwap=vwap", Price)]
    [InlineData("ichimoku 9 26 52 1d", "ichimoku", "tenkan=tenkanSen kijun=kijunSen senkouA=senkouSpanA senkouB=senkouSpanB", Price)]
    [InlineData("donchian 20 1d", "donchian", "upper=upperBand middle=centerline lower=lowerBand", Price)]
    [InlineData("donchian 20 1d", "donchian", "width=width", Ratio)]
    [InlineData("keltner 20 2 10 1d", "keltner", "upper=upperBand middle=centerline lower=lowerBand", Price)]
    [InlineData("keltner 20 2 10 1d", "keltner", "width=width", Ratio)]
    [InlineData("supertrend 10 3 1d", "supertrend", "superTrend=superTrend upper=upperBand lower=lowerBand", Price)]
    [InlineData("pivots 20 0 1d", "rolling-pivots", "pivot=pp s1=s1 s2=s2 s3=s3 r1=r1 r2=r2 r3=r3", Price)]
    [InlineData("hurst 100 1d", "hurst", "hurst=hurstExponent corrected=hurstExponentAL", Ratio)]
    [InlineData("chop 14 1d", "chop", "chop=chop", Ratio)]
    [InlineData("heikin-ashi 1d", "heikinashi", "open=open high=high low=low close=close", Price)]
    [InlineData("change 14 1d", "roc", "momentum=momentum", Price)]
    [InlineData("change 14 1d", "roc", "change=roc", Ratio)]
    public void Update_over_the_reference_quotes_gives_the_reference_results(string spec, string file, string columns, string unit)
    {
        var bars = ReferenceData.Quotes("default");
        foreach (var pair in columns.Split(' ').Select(c => c.Split('=')))
        {
            var expected = ReferenceData.Column(file, pair[1]);
            Assert.Equal(bars.Length, expected.Length);
            var indicator = IndicatorCatalog.Create(spec);
            var index = indicator.IndexOf(pair[0]);
            Assert.True(index >= 0, $"{spec} has no output {pair[0]}");
            var worst = 0.0;
            for (var i = 0; i < bars.Length; i++)
            {
                indicator.Update(in bars[i]);
                worst = Math.Max(worst, Compare(spec, pair[0], i, expected[i], indicator[index], Scale(in bars[i], unit)));
            }

            output.WriteLine($"{spec} {pair[0]}: largest error {worst:E1} of its scale, {expected.Count(double.IsNaN)} nulls");
        }
    }

    // Chikou is drawn back in time: the reference writes the close of 26 bars later, a stream gives today's for 26 bars ago.
    [Fact]
    public void Ichimoku_gives_the_chikou_that_the_reference_draws_back()
    {
        var bars = ReferenceData.Quotes("default");
        var expected = ReferenceData.Column("ichimoku", "chikouSpan");
        var indicator = IndicatorCatalog.Create("ichimoku 1d");
        for (var i = 0; i < bars.Length; i++)
        {
            indicator.Update(in bars[i]);
            if (i >= 26)
                Compare("ichimoku", "chikou", i, expected[i - 26], indicator[indicator.IndexOf("chikou")], bars[i].Close);
        }
    }

    private static double Compare(string spec, string name, int bar, double expected, double actual, double scale)
    {
        if (double.IsNaN(expected) || double.IsNaN(actual))
        {
            Assert.True(double.IsNaN(expected) && double.IsNaN(actual), $"{spec} {name} at {bar}: {actual:R}, expected {expected:R}");
            return 0;
        }

        var bound = Math.Max(Math.Abs(expected), scale);
        var error = Math.Abs(actual - expected) / bound;
        Assert.True(error <= Tolerance, $"{spec} {name} at {bar}: {actual:R}, expected {expected:R}");
        return error;
    }

    private static double Scale(in Bar bar, string unit) => unit switch
    {
        Price => bar.Close,
        Volume => bar.Volume,
        _ => 1e-3,
    };
}
