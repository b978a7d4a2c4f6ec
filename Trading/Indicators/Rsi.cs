using OrleansTrader.Trading.Indicators.Windows;
using OrleansTrader.Trading.Markets;

namespace OrleansTrader.Trading.Indicators;

/// <summary>
/// Relative strength index of closes (Wilder 1978), 0 to 100: 100 · G / (G + L) with Wilder's averages G and L of gains and losses.
/// First value at bar period + 1. Without losses 100; where prices did not move at all 50, since neither side has strength.
/// </summary>
internal sealed class Rsi : Indicator
{
    private readonly int _period;
    private readonly RelativeStrength _strength;

    public Rsi(int period)
        : base(period + 1, "rsi")
    {
        _period = period;
        _strength = Keep(new RelativeStrength(period));
    }

    private protected override Indicator Fresh() => new Rsi(_period);

    private protected override void OnBar(in Bar bar)
    {
        _strength.Push(bar.Close);
        Set(0, _strength.Value);
    }
}
