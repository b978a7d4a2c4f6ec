using OrleansTrader.Trading.Indicators.Windows;
using OrleansTrader.Trading.Markets;

namespace OrleansTrader.Trading.Indicators;

/// <summary>
/// Wave trend oscillator (LazyBear's): with typical price p = (high + low + close) / 3, e = EMA(p, channel), d = EMA(|p − e|, channel) and
/// c = (p − e) / (0.015 d), <c>wt1</c> = EMA(c, average) from bar 2 · channel + average − 2 and <c>wt2</c> = simple average of wt1 over
/// signal bars. Exponential averages start as simple means. Where d is 0 to rounding (flat prices) c is 0: no deviation.
/// </summary>
internal sealed class WaveTrend : Indicator
{
    private const double FlatDeviation = 1e-14;

    private readonly (int Channel, int Average, int Signal) _periods;
    private readonly Smoothing _price;
    private readonly Smoothing _deviation;
    private readonly Smoothing _wave;
    private readonly Aggregate<Sum> _signal;

    public WaveTrend(int channel, int average, int signal)
        : base((2 * channel) + average + signal - 3, "wt1", "wt2")
    {
        _periods = (channel, average, signal);
        _price = Keep(Smoothing.Exponential(channel));
        _deviation = Keep(Smoothing.Exponential(channel));
        _wave = Keep(Smoothing.Exponential(average));
        _signal = Keep(new Aggregate<Sum>(signal));
    }

    private protected override Indicator Fresh() => new WaveTrend(_periods.Channel, _periods.Average, _periods.Signal);

    private protected override void OnBar(in Bar bar)
    {
        var price = (bar.High + bar.Low + bar.Close) / 3;
        _price.Push(price);
        if (!_price.HasValue)
            return;
        var difference = price - _price.Value;
        _deviation.Push(Math.Abs(difference));
        if (!_deviation.HasValue)
            return;

        // On flat prices both are rounding errors of the average, whose quotient means nothing.
        var isFlat = _deviation.Value <= FlatDeviation * Math.Abs(price);
        _wave.Push(isFlat ? 0 : difference / (0.015 * _deviation.Value));
        if (!_wave.HasValue)
            return;
        _signal.Push(_wave.Value);
        Set(0, _wave.Value);
        if (_signal.IsFull)
            Set(1, _signal.Summary.Total / _periods.Signal);
    }
}
