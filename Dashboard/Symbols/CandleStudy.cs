using System.Collections.Immutable;
using OrleansTrader.Dashboard.Charts;
using OrleansTrader.Dashboard.Live;
using OrleansTrader.Grains.Symbols;
using OrleansTrader.Trading.Accounts;
using OrleansTrader.Trading.Markets;

namespace OrleansTrader.Dashboard.Symbols;

/// <summary>The indicators on a chart of candles: two averages, Bollinger bands, and the RSI below.</summary>
internal sealed record CandleStudy(ImmutableArray<Overlay> Overlays, Overlay? BandUpper, Overlay? BandLower, Overlay? Oscillator)
{
    public static CandleStudy Empty { get; } = new([], null, null, null);

    public static async Task<CandleStudy> Read(ITrader trader, SymbolKey symbol, Interval interval, int count)
    {
        var name = interval.Name();
        var sma = LineOf(await trader.Indicator(symbol, $"sma 20 {name}", count), "SMA 20", "--s1", "sma", 0);
        var ema = LineOf(await trader.Indicator(symbol, $"ema 50 {name}", count), "EMA 50", "--s0", "ema", 0);
        var bands = await trader.Indicator(symbol, $"bollinger 20 2 {name}", count);
        var upper = LineOf(bands, "Bollinger 20, 2", "--s6", "upper", 0);
        var lower = LineOf(bands, "Bollinger 20, 2 below", "--s6", "lower", 2);
        var rsi = LineOf(await trader.Indicator(symbol, $"rsi 14 {name}", count), "RSI 14", "--s3", "rsi", 0);
        ImmutableArray<Overlay> overlays = [.. new[] { sma, ema, upper, lower }.OfType<Overlay>()];
        return new CandleStudy(overlays, upper, lower, rsi);
    }

    /// <summary>One output of a series, by its name, or by its place where it is named otherwise.</summary>
    private static Overlay? LineOf(IndicatorSeries series, string title, string colour, string output, int place)
    {
        var index = series.Outputs.IndexOf(output);
        if (index < 0)
            index = place;
        if (index >= series.Outputs.Length || series.Points.IsEmpty)
            return null;
        return new Overlay(title, colour, [.. series.Points.Select(point => (point.At, point.Values[index]))]);
    }
}
