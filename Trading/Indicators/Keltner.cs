using OrleansTrader.Trading.Indicators.Windows;
using OrleansTrader.Trading.Markets;

namespace OrleansTrader.Trading.Indicators;

/// <summary>
/// Keltner channel: <c>middle</c> = EMA of closes, <c>upper</c> and <c>lower</c> = middle ± factor · average true range, in the unit of the
/// price; <c>width</c> = (upper − lower) / middle, NaN where the middle is 0. First values at bar max(period, atr + 1).
/// </summary>
internal sealed class Keltner : Indicator
{
    private readonly (int Period, double Factor, int Atr) _parameters;
    private readonly Smoothing _average;
    private readonly AverageTrueRange _range;

    public Keltner(int period, double factor, int atr)
        : base(Math.Max(period, atr + 1), "middle", "upper", "lower", "width")
    {
        _parameters = (period, factor, atr);
        _average = Keep(Smoothing.Exponential(period));
        _range = Keep(new AverageTrueRange(atr));
    }

    private protected override Indicator Fresh() => new Keltner(_parameters.Period, _parameters.Factor, _parameters.Atr);

    private protected override void OnBar(in Bar bar)
    {
        _average.Push(bar.Close);
        _range.Push(in bar);
        if (!_average.HasValue || !_range.HasValue)
            return;
        var middle = _average.Value;
        var half = _parameters.Factor * _range.Value;
        Set(0, middle);
        Set(1, middle + half);
        Set(2, middle - half);
        Set(3, middle == 0 ? double.NaN : 2 * half / middle);
    }
}
