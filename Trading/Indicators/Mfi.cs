using OrleansTrader.Trading.Indicators.Windows;
using OrleansTrader.Trading.Markets;

namespace OrleansTrader.Trading.Indicators;

/// <summary>
/// Money flow index, 0 to 100: 100 · up / (up + down), where a bar's flow, typical price · volume, is up or down as its typical price
/// rose or fell, summed over <c>period</c> bars; first at bar period + 1. Without flow either way (flat prices, no volume) 50.
/// </summary>
internal sealed class Mfi : Indicator
{
    private readonly int _period;
    private readonly Aggregate<Sum> _up;
    private readonly Aggregate<Sum> _down;
    private readonly Cell _before;

    public Mfi(int period)
        : base(period + 1, "mfi")
    {
        _period = period;
        _up = Keep(new Aggregate<Sum>(period));
        _down = Keep(new Aggregate<Sum>(period));
        _before = Keep(new Cell());
    }

    private protected override Indicator Fresh() => new Mfi(_period);

    private protected override void OnBar(in Bar bar)
    {
        var price = (bar.High + bar.Low + bar.Close) / 3;
        var flow = price * bar.Volume;
        var before = _before.Value;
        _before.Value = price;
        if (double.IsNaN(before))
            return;

        _up.Push(price > before ? flow : 0);
        _down.Push(price < before ? flow : 0);
        if (!_up.IsFull)
            return;
        var up = _up.Summary.Total;
        var flows = up + _down.Summary.Total;
        Set(0, flows == 0 ? 50 : 100 * up / flows);
    }
}
