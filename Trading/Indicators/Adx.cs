using OrleansTrader.Trading.Indicators.Windows;
using OrleansTrader.Trading.Markets;

namespace OrleansTrader.Trading.Indicators;

/// <summary>
/// Directional movement (Wilder 1978), all 0 to 100: <c>plusDi</c>, <c>minusDi</c> and <c>dx</c> = 100 · |+DI − −DI| / (+DI + −DI) from
/// bar period + 1; <c>adx</c>, Wilder's average of dx, from bar 2 · period; <c>adxr</c>, the mean of adx now and period bars ago, from
/// bar 3 · period. Where there is no range, or no movement either way, the quotients are 0: no direction.
/// </summary>
internal sealed class Adx : Indicator
{
    private readonly int _period;
    private readonly TrueRange _range;
    private readonly Cell _high;
    private readonly Cell _low;
    private readonly Smoothing _ranges;
    private readonly Smoothing _ups;
    private readonly Smoothing _downs;
    private readonly Smoothing _adx;
    private readonly Delay _before;

    public Adx(int period)
        : base(3 * period, "adx", "plusDi", "minusDi", "dx", "adxr")
    {
        _period = period;
        _range = Keep(new TrueRange());
        _high = Keep(new Cell());
        _low = Keep(new Cell());
        _ranges = Keep(Smoothing.Wilder(period));
        _ups = Keep(Smoothing.Wilder(period));
        _downs = Keep(Smoothing.Wilder(period));
        _adx = Keep(Smoothing.Wilder(period));
        _before = Keep(new Delay(period));
    }

    private protected override Indicator Fresh() => new Adx(_period);

    private protected override void OnBar(in Bar bar)
    {
        var up = bar.High - _high.Value;
        var down = _low.Value - bar.Low;
        _high.Value = bar.High;
        _low.Value = bar.Low;
        _range.Push(in bar);
        if (!_range.HasValue)
            return;

        _ranges.Push(_range.Value);
        _ups.Push(up > down ? Math.Max(up, 0) : 0);
        _downs.Push(down > up ? Math.Max(down, 0) : 0);
        if (!_ranges.HasValue)
            return;

        var plus = Quotient(_ups.Value, _ranges.Value);
        var minus = Quotient(_downs.Value, _ranges.Value);
        var dx = Quotient(Math.Abs(plus - minus), plus + minus);
        _adx.Push(dx);
        Set(0, _adx.Value);
        Set(1, plus);
        Set(2, minus);
        Set(3, dx);
        Set(4, (_adx.Value + _before.Exchange(_adx.Value)) / 2);
    }

    private static double Quotient(double part, double whole) => whole == 0 ? 0 : 100 * part / whole;
}
