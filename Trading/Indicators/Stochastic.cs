using OrleansTrader.Trading.Indicators.Windows;
using OrleansTrader.Trading.Markets;

namespace OrleansTrader.Trading.Indicators;

/// <summary>
/// Stochastic oscillator (Lane), 0 to 100: <c>k</c> = smoothed place of the close between lowest low and highest high of <c>period</c> bars,
/// from bar period + smooth − 1; <c>d</c> = simple average of k over signal bars; <c>j</c> = 3 k − 2 d. Where all prices of the window
/// are the same the place is 50: neither end.
/// </summary>
internal sealed class Stochastic : Indicator
{
    private readonly (int Period, int Signal, int Smooth) _periods;
    private readonly Stochastics _stochastics;

    public Stochastic(int period, int signal, int smooth)
        : base(period + smooth + signal - 2, "k", "d", "j")
    {
        _periods = (period, signal, smooth);
        _stochastics = Keep(new Stochastics(period, signal, smooth));
    }

    private protected override Indicator Fresh() => new Stochastic(_periods.Period, _periods.Signal, _periods.Smooth);

    private protected override void OnBar(in Bar bar)
    {
        _stochastics.Push(bar.High, bar.Low, bar.Close);
        var (k, d) = (_stochastics.K, _stochastics.D);
        Set(0, k);
        Set(1, d);
        Set(2, (3 * k) - (2 * d));
    }
}
