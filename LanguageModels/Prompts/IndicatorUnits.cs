using OrleansTrader.Trading.Indicators;
using OrleansTrader.Trading.Strategies;

namespace OrleansTrader.LanguageModels.Prompts;

/// <summary>In what unit each output of an indicator is, so that it can be rescaled with its market.</summary>
internal static class IndicatorUnits
{
    private const char Price = 'p';
    private const char Quantity = 'q';
    private const char None = '-';

    // One letter an output, in the indicator's order; what is missing here is not shown at all.
    private static readonly Dictionary<string, string> ByName = new(StringComparer.Ordinal)
    {
        ["sma"] = "p", ["ema"] = "p", ["wma"] = "p", ["vwap"] = "p",
        ["macd"] = "ppp",
        ["ichimoku"] = "ppppp",
        ["supertrend"] = "ppp-",
        ["heikin-ashi"] = "pppp",
        ["change"] = "-p",
        ["bollinger"] = "ppp---",
        ["stdev"] = "pp-",
        ["atr"] = "p-p",
        ["donchian"] = "ppp-", ["keltner"] = "ppp-",
        ["highest"] = "pp-", ["lowest"] = "pp-",
        ["pivots"] = "ppppppp",
        ["obv"] = "q",
        ["adx"] = "-----", ["rsi"] = "-", ["stoch"] = "---", ["stoch-rsi"] = "--", ["williams-r"] = "-", ["cci"] = "-", ["mfi"] = "-",
        ["wavetrend"] = "--", ["volatility"] = "--", ["hurst"] = "--", ["chop"] = "-",
    };

    /// <summary>The reading as it would be on prices and quantities of another scale; NaN for outputs whose unit is not known.</summary>
    public static IndicatorReading Rescaled(IndicatorReading reading, decimal price, decimal quantity)
    {
        var units = IndicatorSpec.TryParse(reading.Indicator, out var spec) && ByName.TryGetValue(spec.Name, out var known) ? known : string.Empty;
        return reading with
        {
            Values = [.. reading.Values.Select((value, i) => value * Factor(i))],
            PreviousValues = [.. reading.PreviousValues.Select((value, i) => value * Factor(i))],
        };

        double Factor(int output) => output >= units.Length ? double.NaN : units[output] switch
        {
            Price => (double)price,
            Quantity => (double)quantity,
            None => 1,
            _ => double.NaN,
        };
    }
}
