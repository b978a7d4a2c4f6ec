using OrleansTrader.Trading.Indicators.Windows;
using OrleansTrader.Trading.Markets;

namespace OrleansTrader.Trading.Indicators;

/// <summary>
/// Donchian channel of the <c>period</c> bars before this one, so that a close can break out of it: <c>upper</c> = highest high,
/// <c>lower</c> = lowest low, <c>middle</c> between them, in the unit of the price; <c>width</c> = (upper − lower) / middle, NaN where the
/// middle is 0. First values at bar period + 1.
/// </summary>
internal sealed class Donchian : Indicator
{
    private readonly int _period;
    private readonly Middle _before;

    public Donchian(int period)
        : base(period + 1, "middle", "upper", "lower", "width")
    {
        _period = period;
        _before = Keep(new Middle(period));
    }

    private protected override Indicator Fresh() => new Donchian(_period);

    private protected override void OnBar(in Bar bar)
    {
        if (_before.IsFull)
        {
            var (upper, lower, middle) = (_before.High, _before.Low, _before.Value);
            Set(0, middle);
            Set(1, upper);
            Set(2, lower);
            Set(3, middle == 0 ? double.NaN : (upper - lower) / middle);
        }

        _before.Push(bar.High, bar.Low);
    }
}
