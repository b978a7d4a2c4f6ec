using OrleansTrader.Trading.Indicators.Windows;
using OrleansTrader.Trading.Markets;

namespace OrleansTrader.Trading.Indicators;

/// <summary>
/// Change of the close over <c>bars</c> bars: <c>change</c> in percent, NaN where the earlier close is 0, and <c>momentum</c> in the unit of
/// the price. First values at bar bars + 1.
/// </summary>
internal sealed class Change : Indicator
{
    private readonly int _bars;
    private readonly Delay _closes;

    public Change(int bars)
        : base(bars + 1, "change", "momentum")
    {
        _bars = bars;
        _closes = Keep(new Delay(bars));
    }

    private protected override Indicator Fresh() => new Change(_bars);

    private protected override void OnBar(in Bar bar)
    {
        var before = _closes.Exchange(bar.Close);
        Set(0, before == 0 ? double.NaN : 100 * (bar.Close - before) / before);
        Set(1, bar.Close - before);
    }
}
