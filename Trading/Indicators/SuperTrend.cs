using OrleansTrader.Trading.Indicators.Windows;
using OrleansTrader.Trading.Markets;

namespace OrleansTrader.Trading.Indicators;

/// <summary>
/// SuperTrend (Seban): bands at the middle of the bar ± factor · average true range, of which the upper only falls and the lower only
/// rises until a close breaks them. <c>superTrend</c> is the band in force, in the unit of the price: the lower in an up trend, the
/// upper in a down trend; <c>upper</c> or <c>lower</c> repeats it, the other is NaN; <c>direction</c> is 1 or −1. First values at bar
/// period + 1; there the trend is up when the close is not below the middle of its bar. Flat prices count as a down trend, since the
/// close lies on the lower band.
/// </summary>
internal sealed class SuperTrend : Indicator
{
    private readonly int _period;
    private readonly double _factor;
    private readonly AverageTrueRange _range;
    private readonly Cell _upper;
    private readonly Cell _lower;
    private readonly Cell _direction;

    public SuperTrend(int period, double factor)
        : base(period + 1, "superTrend", "upper", "lower", "direction")
    {
        _period = period;
        _factor = factor;
        _range = Keep(new AverageTrueRange(period));
        _upper = Keep(new Cell());
        _lower = Keep(new Cell());
        _direction = Keep(new Cell());
    }

    private protected override Indicator Fresh() => new SuperTrend(_period, _factor);

    private protected override void OnBar(in Bar bar)
    {
        _range.Push(in bar);
        if (!_range.HasValue)
            return;

        var middle = (bar.High + bar.Low) / 2;
        var upper = middle + (_factor * _range.Value);
        var lower = middle - (_factor * _range.Value);
        var before = _range.Range.PreviousClose;
        if (!_direction.HasValue)
            _direction.Value = bar.Close >= middle ? 1 : -1;
        if (!_upper.HasValue || upper < _upper.Value || before > _upper.Value)
            _upper.Value = upper;
        if (!_lower.HasValue || lower > _lower.Value || before < _lower.Value)
            _lower.Value = lower;

        var down = bar.Close <= (_direction.Value > 0 ? _lower.Value : _upper.Value);
        _direction.Value = down ? -1 : 1;
        Set(0, down ? _upper.Value : _lower.Value);
        Set(1, down ? _upper.Value : double.NaN);
        Set(2, down ? double.NaN : _lower.Value);
        Set(3, _direction.Value);
    }
}
