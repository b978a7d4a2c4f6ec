using OrleansTrader.Trading.Indicators.Windows;
using OrleansTrader.Trading.Markets;

namespace OrleansTrader.Trading.Indicators;

/// <summary>
/// Floor traders' pivot points of a rolling window, in the unit of the price: with high H, low L and last close C of the <c>period</c> bars
/// that ended <c>offset</c> + 1 bars ago, <c>pivot</c> P = (H + L + C) / 3; support <c>s1</c> = 2P − H, <c>s2</c> = P − (H − L),
/// <c>s3</c> = L − 2 (H − P); resistance <c>r1</c> = 2P − L, <c>r2</c> = P + (H − L), <c>r3</c> = H + 2 (P − L).
/// First values at bar period + offset + 1.
/// </summary>
internal sealed class RollingPivots : Indicator
{
    private readonly int _period;
    private readonly int _offset;
    private readonly Delay _high;
    private readonly Delay _low;
    private readonly Delay _close;
    private readonly Middle _window;

    public RollingPivots(int period, int offset)
        : base(period + offset + 1, "pivot", "s1", "s2", "s3", "r1", "r2", "r3")
    {
        _period = period;
        _offset = offset;
        _high = Keep(new Delay(offset + 1));
        _low = Keep(new Delay(offset + 1));
        _close = Keep(new Delay(offset + 1));
        _window = Keep(new Middle(period));
    }

    private protected override Indicator Fresh() => new RollingPivots(_period, _offset);

    private protected override void OnBar(in Bar bar)
    {
        var h = _high.Exchange(bar.High);
        var l = _low.Exchange(bar.Low);
        var close = _close.Exchange(bar.Close);
        if (double.IsNaN(close))
            return;
        _window.Push(h, l);
        if (!_window.IsFull)
            return;

        var (high, low) = (_window.High, _window.Low);
        var pivot = (high + low + close) / 3;
        Set(0, pivot);
        Set(1, (2 * pivot) - high);
        Set(2, pivot - (high - low));
        Set(3, low - (2 * (high - pivot)));
        Set(4, (2 * pivot) - low);
        Set(5, pivot + (high - low));
        Set(6, high + (2 * (pivot - low)));
    }
}
