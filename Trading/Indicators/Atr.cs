using OrleansTrader.Trading.Indicators.Windows;
using OrleansTrader.Trading.Markets;

namespace OrleansTrader.Trading.Indicators;

/// <summary>
/// Average true range (Wilder 1978), in the unit of the price: <c>atr</c> from bar period + 1, <c>percent</c> = 100 · atr / close (NaN where
/// the close is 0), <c>range</c> = the bar's true range from bar 2.
/// </summary>
internal sealed class Atr : Indicator
{
    private readonly int _period;
    private readonly AverageTrueRange _average;

    public Atr(int period)
        : base(period + 1, "atr", "percent", "range")
    {
        _period = period;
        _average = Keep(new AverageTrueRange(period));
    }

    private protected override Indicator Fresh() => new Atr(_period);

    private protected override void OnBar(in Bar bar)
    {
        _average.Push(in bar);
        Set(0, _average.Value);
        Set(1, bar.Close == 0 ? double.NaN : 100 * _average.Value / bar.Close);
        Set(2, _average.Range.Value);
    }
}
