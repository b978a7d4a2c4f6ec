using OrleansTrader.Trading.Indicators.Windows;
using OrleansTrader.Trading.Markets;

namespace OrleansTrader.Trading.Indicators;

/// <summary>
/// Commodity channel index (Lambert 1980) of the typical price (high + low + close) / 3: (price − mean) / (0.015 · mean absolute
/// deviation) over <c>period</c> bars, first at bar <c>period</c>; NaN on flat prices. O(period) an update: the mean absolute deviation
/// changes with every term when the mean moves.
/// </summary>
internal sealed class Cci : Indicator
{
    private readonly int _period;
    private readonly History _prices;

    public Cci(int period)
        : base(period, "cci")
    {
        _period = period;
        _prices = Keep(new History(period));
    }

    private protected override Indicator Fresh() => new Cci(_period);

    private protected override void OnBar(in Bar bar)
    {
        var price = (bar.High + bar.Low + bar.Close) / 3;
        _prices.Push(price);
        if (!_prices.IsFull)
            return;

        var mean = 0.0;
        foreach (var p in _prices.Window)
            mean += p;
        mean /= _period;
        var deviation = 0.0;
        foreach (var p in _prices.Window)
            deviation += Math.Abs(mean - p);
        deviation /= _period;

        // A flat window leaves a deviation of rounding errors alone.
        Set(0, deviation <= 1e-14 * Math.Abs(mean) ? double.NaN : (price - mean) / (0.015 * deviation));
    }
}
