using OrleansTrader.Trading.Indicators.Windows;
using OrleansTrader.Trading.Markets;

namespace OrleansTrader.Trading.Indicators;

/// <summary>
/// Weighted moving average of the last <c>period</c> closes with weights 1 (oldest) to period (newest), in the unit of the price.
/// First value at bar <c>period</c>.
/// </summary>
internal sealed class Wma : Indicator
{
    private readonly int _period;
    private readonly Aggregate<WeightedSum> _closes;

    public Wma(int period)
        : base(period, "wma")
    {
        _period = period;
        _closes = Keep(new Aggregate<WeightedSum>(period));
    }

    private protected override Indicator Fresh() => new Wma(_period);

    private protected override void OnBar(in Bar bar)
    {
        _closes.Push(bar.Close);
        if (_closes.IsFull)
            Set(0, _closes.Summary.Weighted / (0.5 * _period * (_period + 1.0)));
    }
}
