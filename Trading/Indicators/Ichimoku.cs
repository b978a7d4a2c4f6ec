using OrleansTrader.Trading.Indicators.Windows;
using OrleansTrader.Trading.Markets;

namespace OrleansTrader.Trading.Indicators;

/// <summary>
/// Ichimoku Kinko Hyo, in the unit of the price: <c>tenkan</c> and <c>kijun</c> = middle of highest high and lowest low over their periods;
/// <c>senkouA</c> = middle of tenkan and kijun, <c>senkouB</c> = middle over the senkou period, both as they stood <c>kijun</c> bars ago,
/// that is, the cloud drawn at this bar; <c>chikou</c> = this close, to be drawn <c>kijun</c> bars back.
/// </summary>
internal sealed class Ichimoku : Indicator
{
    private readonly (int Tenkan, int Kijun, int Senkou) _periods;
    private readonly Middle _tenkan;
    private readonly Middle _kijun;
    private readonly Middle _senkou;
    private readonly Delay _leadA;
    private readonly Delay _leadB;

    public Ichimoku(int tenkan, int kijun, int senkou)
        : base(kijun + Math.Max(Math.Max(tenkan, kijun), senkou), "tenkan", "kijun", "senkouA", "senkouB", "chikou")
    {
        _periods = (tenkan, kijun, senkou);
        _tenkan = Keep(new Middle(tenkan));
        _kijun = Keep(new Middle(kijun));
        _senkou = Keep(new Middle(senkou));
        _leadA = Keep(new Delay(kijun));
        _leadB = Keep(new Delay(kijun));
    }

    private protected override Indicator Fresh() => new Ichimoku(_periods.Tenkan, _periods.Kijun, _periods.Senkou);

    private protected override void OnBar(in Bar bar)
    {
        _tenkan.Push(bar.High, bar.Low);
        _kijun.Push(bar.High, bar.Low);
        _senkou.Push(bar.High, bar.Low);
        Set(0, _tenkan.Value);
        Set(1, _kijun.Value);
        Set(2, _leadA.Exchange((_tenkan.Value + _kijun.Value) / 2));
        Set(3, _leadB.Exchange(_senkou.Value));
        Set(4, bar.Close);
    }
}
