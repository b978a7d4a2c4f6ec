using OrleansTrader.Trading.Indicators.Windows;
using OrleansTrader.Trading.Markets;

namespace OrleansTrader.Trading.Indicators;

/// <summary>Simple moving average: the mean of the last <c>period</c> closes, in the unit of the price. First value at bar <c>period</c>.</summary>
internal sealed class Sma : Indicator
{
    private readonly int _period;
    private readonly Aggregate<Sum> _closes;

    public Sma(int period)
        : base(period, "sma")
    {
        _period = period;
        _closes = Keep(new Aggregate<Sum>(period));
    }

    private protected override Indicator Fresh() => new Sma(_period);

    private protected override void OnBar(in Bar bar)
    {
        _closes.Push(bar.Close);
        if (_closes.IsFull)
            Set(0, _closes.Summary.Total / _period);
    }
}
