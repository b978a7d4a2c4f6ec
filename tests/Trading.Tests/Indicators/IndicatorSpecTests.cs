using OrleansTrader.Trading.Indicators;
using OrleansTrader.Trading.Markets;

namespace OrleansTrader.Trading.Tests.Indicators;

public sealed class IndicatorSpecTests
{
    [Theory]
    [InlineData("rsi 14 5m", "rsi 14 5m")]
    [InlineData("rsi 5m", "rsi 14 5m")]
    [InlineData("RSI  7   1H", "rsi 7 1h")]
    [InlineData("macd 1h", "macd 12 26 9 1h")]
    [InlineData("macd 5 1h", "macd 5 26 9 1h")]
    [InlineData("change 15m", "change 1 15m")]
    [InlineData("bollinger 20 2.5 1d", "bollinger 20 2.5 1d")]
    [InlineData("bollinger 20 2.50 1d", "bollinger 20 2.5 1d")]
    [InlineData("obv 1m", "obv 1m")]
    public void Parse_spells_out_the_canonical_text(string text, string canonical)
    {
        var spec = IndicatorSpec.Parse(text);
        Assert.Equal(canonical, spec.Text);
        Assert.Equal(canonical, spec.ToString());
        Assert.Equal(spec, IndicatorSpec.Parse(spec.Text));
        Assert.Equal(spec.GetHashCode(), IndicatorSpec.Parse(spec.Text).GetHashCode());
    }

    [Theory]
    [InlineData("", "like 'rsi 14 5m'")]
    [InlineData("rsi", "interval 'rsi'", "1m 3m 5m 15m 1h 4h 6h 1d")]
    [InlineData("rsi 14", "interval '14'", "1m 3m")]
    [InlineData("rsi 14 2m", "interval '2m'", "1m 3m")]
    [InlineData("rsj 14 5m", "indicator 'rsj' is unknown", "rsi")]
    [InlineData("rsi x 5m", "parameter 'x'", "is not a number")]
    [InlineData("rsi 14 3 5m", "2 parameters", "at most 1 (period)")]
    [InlineData("rsi 0 5m", "period '0'", "1 to 5000")]
    [InlineData("rsi 14.5 5m", "period '14.5'", "whole number")]
    [InlineData("rsi NaN 5m", "period 'NaN'")]
    [InlineData("rsi 1e9 5m", "period '1000000000'", "1 to 5000")]
    [InlineData("bollinger 20 0 1d", "deviations '0'", "0.001 to 100")]
    [InlineData("macd 26 12 9 1h", "fast '26' is not below slow '12'", "smaller fast")]
    public void TryParse_of_a_wrong_text_names_field_value_and_remedy(string text, params string[] parts)
    {
        Assert.False(IndicatorSpec.TryParse(text, out var spec, out var error));
        Assert.Null(spec);
        Assert.All(parts, part => Assert.Contains(part, error, StringComparison.Ordinal));
        var thrown = Assert.Throws<FormatException>(() => IndicatorSpec.Parse(text));
        Assert.Equal(error, thrown.Message);
    }

    [Fact]
    public void TryParse_of_null_or_an_endless_text_is_refused_briefly()
    {
        Assert.False(IndicatorSpec.TryParse(null, out _));
        Assert.False(IndicatorSpec.TryParse(new string('9', 100_000), out _, out var error));
        Assert.True(error.Length < 300);
    }

    [Fact]
    public void Create_gives_what_Parse_gives()
    {
        Assert.Equal(IndicatorSpec.Parse("macd 12 26 9 1h"), IndicatorSpec.Create("macd", Interval.OneHour));
        Assert.Equal(IndicatorSpec.Parse("rsi 7 5m"), IndicatorSpec.Create("rsi", Interval.FiveMinutes, 7));
        Assert.NotEqual(IndicatorSpec.Parse("rsi 7 5m"), IndicatorSpec.Parse("rsi 7 1m"));
        Assert.Throws<FormatException>(() => IndicatorSpec.Create("rsi", Interval.OneHour, -1));
    }

    [Fact]
    public void Catalog_has_every_indicator_of_the_product_once_and_documented()
    {
        string[] wanted =
        [
            "sma", "ema", "wma", "rsi", "macd", "bollinger", "atr", "adx", "stoch", "stoch-rsi", "williams-r", "cci", "mfi", "obv", "vwap",
            "ichimoku", "donchian", "keltner", "supertrend", "pivots", "volatility", "hurst", "chop", "heikin-ashi", "wavetrend", "change",
            "stdev", "highest", "lowest",
        ];
        Assert.Equal(wanted.Order(StringComparer.Ordinal), IndicatorCatalog.All.Select(d => d.Name));
        foreach (var definition in IndicatorCatalog.All)
        {
            Assert.NotEmpty(definition.Title);
            Assert.All(definition.Parameters, p => Assert.NotEmpty(p.Meaning));
            Assert.All(definition.Parameters, p => Assert.InRange(p.Default, p.Minimum, p.Maximum));
            var indicator = IndicatorCatalog.Create(IndicatorSpec.Create(definition.Name, Interval.OneHour));
            Assert.Equal(definition.Name, indicator.Spec!.Name);
            Assert.Equal(indicator.Outputs.Length, indicator.Outputs.Distinct(StringComparer.OrdinalIgnoreCase).Count());
        }
    }

    // The smallest values that the definitions accept must not break a window of one bar.
    [Fact]
    public void Catalog_indicators_of_the_smallest_parameters_run()
    {
        foreach (var definition in IndicatorCatalog.All)
        {
            double[] smallest = [.. definition.Parameters.Select(p => p.Minimum)];
            var indicator = IndicatorCatalog.Create(IndicatorSpec.Create(definition.Name, Interval.OneMinute, smallest));
            foreach (var bar in Market.Random(300, 60))
                indicator.Update(in bar);
            Assert.True(double.IsFinite(indicator.Value), $"{indicator.Spec}: {indicator.Value}");
        }
    }
}
