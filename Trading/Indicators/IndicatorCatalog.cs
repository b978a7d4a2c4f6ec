using System.Collections.Immutable;
using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using B = OrleansTrader.Trading.Indicators.IndicatorParameter;

namespace OrleansTrader.Trading.Indicators;

/// <summary>Every indicator that can be asked for by name, with its parameters and defaults.</summary>
public static class IndicatorCatalog
{
    /// <summary>All definitions, by name.</summary>
    public static ImmutableArray<IndicatorDefinition> All { get; } =
    [
        .. Trend().Concat(Oscillators()).Concat(Ranges()).Concat(Volumes()).OrderBy(d => d.Name, StringComparer.Ordinal),
    ];

    public static bool TryFind(string? name, [NotNullWhen(true)] out IndicatorDefinition? definition)
    {
        definition = null;
        foreach (var candidate in All)
        {
            if (string.Equals(candidate.Name, name, StringComparison.OrdinalIgnoreCase))
                definition = candidate;
        }

        return definition is not null;
    }

    /// <summary>A new indicator, without bars.</summary>
    public static Indicator Create(IndicatorSpec spec)
    {
        ArgumentNullException.ThrowIfNull(spec);
        if (!TryFind(spec.Name, out var definition))
            throw new ArgumentException($"indicator '{spec.Name}' is not in the catalog", nameof(spec));
        var indicator = definition.Make(spec);
        indicator.Spec = spec;
        return indicator;
    }

    /// <summary>As <see cref="Create(IndicatorSpec)"/>, from the text.</summary>
    /// <exception cref="FormatException">The text is not a specification.</exception>
    public static Indicator Create(string spec) => Create(IndicatorSpec.Parse(spec));

    private static IEnumerable<IndicatorDefinition> Trend() =>
    [
        Define("sma", "Simple moving average", s => new Sma(Whole(s, 0)), B.Bars("period", 20, "bars averaged")),
        Define("ema", "Exponential moving average", s => new Ema(Whole(s, 0)), B.Bars("period", 20, "bars; the newest weighs 2 / (period + 1)")),
        Define("wma", "Weighted moving average", s => new Wma(Whole(s, 0)), B.Bars("period", 20, "bars averaged")),
        Define("macd", "Moving average convergence divergence", s => new Macd(Whole(s, 0), Whole(s, 1), Whole(s, 2)),
            B.Bars("fast", 12, "bars of the fast average"), B.Bars("slow", 26, "bars of the slow average", 2), B.Bars("signal", 9, "values of the signal"))
            with { RefuseTogether = p => p[0] < p[1] ? null : string.Create(CultureInfo.InvariantCulture, $"fast '{p[0]}' is not below slow '{p[1]}'; give a smaller fast") },
        Define("adx", "Average directional index", s => new Adx(Whole(s, 0)), B.Bars("period", 14, "bars averaged", 2)),
        Define("ichimoku", "Ichimoku Kinko Hyo", s => new Ichimoku(Whole(s, 0), Whole(s, 1), Whole(s, 2)),
            B.Bars("tenkan", 9, "bars of the conversion line"), B.Bars("kijun", 26, "bars of the base line and of the shift"), B.Bars("senkou", 52, "bars of the second span")),
        Define("supertrend", "SuperTrend", s => new SuperTrend(Whole(s, 0), s.Parameters[1]),
            B.Bars("period", 10, "bars of the average true range", 2), B.Factor("factor", 3, "average true ranges between price and band")),
        Define("heikin-ashi", "Heikin Ashi bars", _ => new HeikinAshi()),
        Define("change", "Change over bars", s => new Change(Whole(s, 0)), B.Bars("bars", 1, "bars looked back")),
    ];

    private static IEnumerable<IndicatorDefinition> Oscillators() =>
    [
        Define("rsi", "Relative strength index", s => new Rsi(Whole(s, 0)), B.Bars("period", 14, "bars averaged")),
        Define("stoch", "Stochastic oscillator", s => new Stochastic(Whole(s, 0), Whole(s, 1), Whole(s, 2)),
            B.Bars("period", 14, "bars of the range"), B.Bars("signal", 3, "bars of %D"), B.Bars("smooth", 3, "bars of %K")),
        Define("stoch-rsi", "Stochastic RSI", s => new StochasticRsi(Whole(s, 0), Whole(s, 1), Whole(s, 2), Whole(s, 3)),
            B.Bars("rsi", 14, "bars of the index"), B.Bars("period", 14, "bars of the range"), B.Bars("signal", 3, "bars of the signal"), B.Bars("smooth", 1, "bars smoothed")),
        Define("williams-r", "Williams %R", s => new WilliamsR(Whole(s, 0)), B.Bars("period", 14, "bars of the range")),
        Define("cci", "Commodity channel index", s => new Cci(Whole(s, 0)), B.Bars("period", 20, "bars averaged", 2)),
        Define("mfi", "Money flow index", s => new Mfi(Whole(s, 0)), B.Bars("period", 14, "bars summed")),
        Define("wavetrend", "Wave trend oscillator", s => new WaveTrend(Whole(s, 0), Whole(s, 1), Whole(s, 2)),
            B.Bars("channel", 10, "bars of the channel"), B.Bars("average", 21, "bars of the wave"), B.Bars("signal", 4, "bars of the signal")),
    ];

    private static IEnumerable<IndicatorDefinition> Ranges() =>
    [
        Define("bollinger", "Bollinger bands", s => new Bollinger(Whole(s, 0), s.Parameters[1]),
            B.Bars("period", 20, "bars averaged", 2), B.Factor("deviations", 2, "standard deviations between middle and band")),
        Define("stdev", "Standard deviation", s => new StandardDeviation(Whole(s, 0)), B.Bars("period", 20, "bars", 2)),
        Define("atr", "Average true range", s => new Atr(Whole(s, 0)), B.Bars("period", 14, "bars averaged")),
        Define("donchian", "Donchian channel", s => new Donchian(Whole(s, 0)), B.Bars("period", 20, "bars before this one")),
        Define("keltner", "Keltner channel", s => new Keltner(Whole(s, 0), s.Parameters[1], Whole(s, 2)),
            B.Bars("period", 20, "bars of the middle"), B.Factor("factor", 2, "average true ranges between middle and band"), B.Bars("atr", 10, "bars of the average true range")),
        Define("highest", "Highest high", s => new HighLow(Whole(s, 0), lowestFirst: false), B.Bars("period", 20, "bars, this one included")),
        Define("lowest", "Lowest low", s => new HighLow(Whole(s, 0), lowestFirst: true), B.Bars("period", 20, "bars, this one included")),
        Define("pivots", "Rolling pivot points", s => new RollingPivots(Whole(s, 0), Whole(s, 1)),
            B.Bars("period", 20, "bars of the window"), B.Bars("offset", 0, "bars between the window and the bar before this one", 0)),
        Define("volatility", "Realised volatility", s => new RealisedVolatility(Whole(s, 0), s.Interval), B.Bars("period", 30, "returns")),
        Define("hurst", "Hurst exponent", s => new Hurst(Whole(s, 0)), B.Bars("period", 100, "returns", 20)),
        Define("chop", "Choppiness index", s => new Choppiness(Whole(s, 0)), B.Bars("period", 14, "bars", 2)),
    ];

    private static IEnumerable<IndicatorDefinition> Volumes() =>
    [
        Define("obv", "On balance volume", _ => new Obv()),
        Define("vwap", "Volume weighted average price", s => new Vwap(Whole(s, 0)),
            new B("session", 1440, 0, 525_600, true, "minutes of a session, counted from the Unix epoch; 0 for one without end")),
    ];

    private static IndicatorDefinition Define(string name, string title, Func<IndicatorSpec, Indicator> make, params ReadOnlySpan<B> parameters) =>
        new(name, title, [.. parameters]) { Make = make };

    private static int Whole(IndicatorSpec spec, int parameter) => (int)spec.Parameters[parameter];
}
