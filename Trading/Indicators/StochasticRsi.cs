using OrleansTrader.Trading.Indicators.Windows;
using OrleansTrader.Trading.Markets;

namespace OrleansTrader.Trading.Indicators;

/// <summary>
/// Stochastic oscillator of the relative strength index (Chande and Kroll 1994), 0 to 100: <c>stochRsi</c> from bar
/// rsi + period + smooth − 1, <c>signal</c> = its simple average over signal bars. Where the index did not change over the window, 50.
/// </summary>
internal sealed class StochasticRsi : Indicator
{
    private readonly (int Rsi, int Period, int Signal, int Smooth) _periods;
    private readonly RelativeStrength _strength;
    private readonly Stochastics _stochastics;

    public StochasticRsi(int rsi, int period, int signal, int smooth)
        : base(rsi + period + smooth + signal - 2, "stochRsi", "signal")
    {
        _periods = (rsi, period, signal, smooth);
        _strength = Keep(new RelativeStrength(rsi));
        _stochastics = Keep(new Stochastics(period, signal, smooth));
    }

    private protected override Indicator Fresh() => new StochasticRsi(_periods.Rsi, _periods.Period, _periods.Signal, _periods.Smooth);

    private protected override void OnBar(in Bar bar)
    {
        _strength.Push(bar.Close);
        if (!_strength.HasValue)
            return;
        var strength = _strength.Value;
        _stochastics.Push(strength, strength, strength);
        Set(0, _stochastics.K);
        Set(1, _stochastics.D);
    }
}
