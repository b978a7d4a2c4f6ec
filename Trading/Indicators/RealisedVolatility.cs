using OrleansTrader.Trading.Indicators.Windows;
using OrleansTrader.Trading.Markets;
using OrleansTrader.Trading.Numerics;

namespace OrleansTrader.Trading.Indicators;

/// <summary>
/// Realised volatility √(Σ r² / period) of the last <c>period</c> log returns r = ln(close / close before), mean not removed (Andersen and
/// Bollerslev 1998): <c>volatility</c> a year of 365 days, as a fraction (0.6 is 60 %), and <c>perBar</c> of one bar. First at bar
/// period + 1. NaN while the window holds a close that is not positive; 0 on flat prices.
/// </summary>
internal sealed class RealisedVolatility : Indicator
{
    private const double MinutesPerYear = 365.0 * 24 * 60;

    private readonly int _period;
    private readonly Interval _interval;
    private readonly Cell _close;
    private readonly Aggregate<Sum> _squares;

    public RealisedVolatility(int period, Interval interval)
        : base(period + 1, "volatility", "perBar")
    {
        _period = period;
        _interval = interval;
        _close = Keep(new Cell());
        _squares = Keep(new Aggregate<Sum>(period));
    }

    private protected override Indicator Fresh() => new RealisedVolatility(_period, _interval);

    private protected override void OnBar(in Bar bar)
    {
        var before = _close.Value;
        _close.Value = bar.Close;
        if (double.IsNaN(before))
            return;
        var change = before > 0 && bar.Close > 0 ? DeterministicMath.Log(bar.Close / before) : double.NaN;
        _squares.Push(change * change);
        if (!_squares.IsFull)
            return;
        var variance = _squares.Summary.Total / _period;
        Set(0, Math.Sqrt(variance * (MinutesPerYear / (int)_interval)));
        Set(1, Math.Sqrt(variance));
    }
}
