using OrleansTrader.Trading.Indicators.Windows;
using OrleansTrader.Trading.Markets;

namespace OrleansTrader.Trading.Indicators;

/// <summary>
/// Exponential moving average of closes, in the unit of the price: y ← y + 2 / (period + 1) · (close − y), starting at bar
/// <c>period</c> as the simple mean of the closes so far.
/// </summary>
internal sealed class Ema : Indicator
{
    private readonly int _period;
    private readonly Smoothing _average;

    public Ema(int period)
        : base(period, "ema")
    {
        _period = period;
        _average = Keep(Smoothing.Exponential(period));
    }

    private protected override Indicator Fresh() => new Ema(_period);

    private protected override void OnBar(in Bar bar)
    {
        _average.Push(bar.Close);
        Set(0, _average.Value);
    }
}
