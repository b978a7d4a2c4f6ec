using OrleansTrader.Trading.Indicators.Windows;
using OrleansTrader.Trading.Markets;

namespace OrleansTrader.Trading.Indicators;

/// <summary>
/// Bollinger bands of closes: <c>middle</c> = mean, <c>upper</c> and <c>lower</c> = mean ± width factor · population deviation, in the unit
/// of the price; <c>percentB</c> = (close − lower) / (upper − lower), <c>width</c> = (upper − lower) / middle,
/// <c>zScore</c> = (close − mean) / deviation. First values at bar <c>period</c>. On flat prices percentB and zScore are NaN (the bands
/// have no inside); width is NaN where the mean is 0.
/// </summary>
internal sealed class Bollinger : Indicator
{
    private readonly int _period;
    private readonly double _deviations;
    private readonly Aggregate<Moments> _closes;

    public Bollinger(int period, double deviations)
        : base(period, "middle", "upper", "lower", "percentB", "width", "zScore")
    {
        _period = period;
        _deviations = deviations;
        _closes = Keep(new Aggregate<Moments>(period));
    }

    private protected override Indicator Fresh() => new Bollinger(_period, _deviations);

    private protected override void OnBar(in Bar bar)
    {
        _closes.Push(bar.Close);
        if (!_closes.IsFull)
            return;
        var moments = _closes.Summary;
        var (mean, deviation) = (moments.Mean, moments.Deviation);
        var half = _deviations * deviation;
        Set(0, mean);
        Set(1, mean + half);
        Set(2, mean - half);
        Set(3, half == 0 ? double.NaN : (bar.Close - (mean - half)) / (2 * half));
        Set(4, mean == 0 ? double.NaN : 2 * half / mean);
        Set(5, deviation == 0 ? double.NaN : (bar.Close - mean) / deviation);
    }
}
