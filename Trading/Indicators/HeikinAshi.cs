using OrleansTrader.Trading.Markets;

namespace OrleansTrader.Trading.Indicators;

/// <summary>
/// Heikin Ashi bars, in the unit of the price: <c>close</c> = (O + H + L + C) / 4; <c>open</c> = middle of the Heikin Ashi open and close
/// before (of the bar's own open and close at the first bar); <c>high</c> and <c>low</c> = extremes of the bar's high or low, open and close.
/// </summary>
internal sealed class HeikinAshi : Indicator
{
    private readonly Cell _open;
    private readonly Cell _close;

    public HeikinAshi()
        : base(1, "close", "open", "high", "low")
    {
        _open = Keep(new Cell());
        _close = Keep(new Cell());
    }

    private protected override Indicator Fresh() => new HeikinAshi();

    private protected override void OnBar(in Bar bar)
    {
        var close = (bar.Open + bar.High + bar.Low + bar.Close) / 4;
        var open = _open.HasValue ? (_open.Value + _close.Value) / 2 : (bar.Open + bar.Close) / 2;
        _open.Value = open;
        _close.Value = close;
        Set(0, close);
        Set(1, open);
        Set(2, Math.Max(bar.High, Math.Max(open, close)));
        Set(3, Math.Min(bar.Low, Math.Min(open, close)));
    }
}
