using OrleansTrader.Trading.Indicators.Windows;
using OrleansTrader.Trading.Markets;

namespace OrleansTrader.Trading.Indicators;

/// <summary>
/// Williams %R, −100 to 0: −100 · (highest high − close) / (highest high − lowest low) of <c>period</c> bars, first at bar <c>period</c>;
/// −50 where all prices of the window are the same.
/// </summary>
internal sealed class WilliamsR : Indicator
{
    private readonly int _period;
    private readonly Stochastics _stochastics;

    public WilliamsR(int period)
        : base(period, "williamsR")
    {
        _period = period;
        _stochastics = Keep(new Stochastics(period, 1, 1));
    }

    private protected override Indicator Fresh() => new WilliamsR(_period);

    private protected override void OnBar(in Bar bar)
    {
        _stochastics.Push(bar.High, bar.Low, bar.Close);
        Set(0, _stochastics.K - 100);
    }
}
