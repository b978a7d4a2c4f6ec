using OrleansTrader.Trading.Indicators.Windows;
using OrleansTrader.Trading.Markets;

namespace OrleansTrader.Trading.Indicators;

/// <summary>
/// Moving average convergence divergence (Appel), in the unit of the price: <c>macd</c> = EMA(fast) − EMA(slow) of closes from bar slow,
/// <c>signal</c> = EMA of macd over signal values from bar slow + signal − 1, <c>histogram</c> = macd − signal.
/// </summary>
internal sealed class Macd : Indicator
{
    private readonly (int Fast, int Slow, int Signal) _periods;
    private readonly Smoothing _fast;
    private readonly Smoothing _slow;
    private readonly Smoothing _signal;

    public Macd(int fast, int slow, int signal)
        : base(slow + signal - 1, "macd", "signal", "histogram")
    {
        _periods = (fast, slow, signal);
        _fast = Keep(Smoothing.Exponential(fast));
        _slow = Keep(Smoothing.Exponential(slow));
        _signal = Keep(Smoothing.Exponential(signal));
    }

    private protected override Indicator Fresh() => new Macd(_periods.Fast, _periods.Slow, _periods.Signal);

    private protected override void OnBar(in Bar bar)
    {
        _fast.Push(bar.Close);
        _slow.Push(bar.Close);
        if (!_slow.HasValue)
            return;
        var macd = _fast.Value - _slow.Value;
        _signal.Push(macd);
        Set(0, macd);
        Set(1, _signal.Value);
        Set(2, macd - _signal.Value);
    }
}
