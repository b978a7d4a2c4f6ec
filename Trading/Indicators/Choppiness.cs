using OrleansTrader.Trading.Indicators.Windows;
using OrleansTrader.Trading.Markets;
using OrleansTrader.Trading.Numerics;

namespace OrleansTrader.Trading.Indicators;

/// <summary>
/// Choppiness index (Dreiss), 0 (a straight line) to 100 (sideways): 100 · ln(Σ true range / (highest true high − lowest true low)) / ln period
/// over <c>period</c> bars, first at bar period + 1; NaN where the window has no range.
/// </summary>
internal sealed class Choppiness : Indicator
{
    private readonly int _period;
    private readonly double _logPeriod;
    private readonly TrueRange _range;
    private readonly Aggregate<Sum> _ranges;
    private readonly Middle _window;

    public Choppiness(int period)
        : base(period + 1, "chop")
    {
        _period = period;
        _logPeriod = DeterministicMath.Log(period);
        _range = Keep(new TrueRange());
        _ranges = Keep(new Aggregate<Sum>(period));
        _window = Keep(new Middle(period));
    }

    private protected override Indicator Fresh() => new Choppiness(_period);

    private protected override void OnBar(in Bar bar)
    {
        _range.Push(in bar);
        if (!_range.HasValue)
            return;
        _ranges.Push(_range.Value);
        _window.Push(_range.High, _range.Low);
        if (!_window.IsFull)
            return;
        var range = _window.High - _window.Low;
        Set(0, range == 0 ? double.NaN : 100 * DeterministicMath.Log(_ranges.Summary.Total / range) / _logPeriod);
    }
}
