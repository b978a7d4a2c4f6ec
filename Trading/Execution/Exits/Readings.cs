using OrleansTrader.Trading.Indicators;
using OrleansTrader.Trading.Strategies;

namespace OrleansTrader.Trading.Execution.Exits;

/// <summary>Readings of an observation by the indicator's text, and the texts that an exit policy reads.</summary>
internal static class Readings
{
    public static IndicatorReading? Of(SymbolObservation market, string indicator)
    {
        foreach (var reading in market.Indicators)
        {
            if (string.Equals(reading.Indicator, indicator, StringComparison.Ordinal))
                return reading;
        }

        return null;
    }

    /// <summary>The indicator's first output as an amount of money; null while it is not known, or is no positive number.</summary>
    public static decimal? Amount(SymbolObservation market, string indicator) =>
        Of(market, indicator) is { IsWarm: true } reading && reading.Value is > 0 and < 1e12 ? (decimal)reading.Value : null;

    /// <summary>The text of the range of a policy in its canonical form; the policy was checked before.</summary>
    public static string Canonical(string indicator) => IndicatorSpec.Parse(indicator).Text;

    /// <summary>Highest high (of a long) or lowest low (of a short) of the chandelier's candles.</summary>
    public static string Extreme(TrailPolicy trail, bool isLong) =>
        IndicatorSpec.Create(isLong ? "highest" : "lowest", IndicatorSpec.Parse(trail.Atr).Interval, trail.Candles).Text;
}
