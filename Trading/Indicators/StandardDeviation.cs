using OrleansTrader.Trading.Indicators.Windows;
using OrleansTrader.Trading.Markets;

namespace OrleansTrader.Trading.Indicators;

/// <summary>
/// Population standard deviation <c>stdev</c> of the last <c>period</c> closes and their <c>mean</c>, in the unit of the price;
/// <c>zScore</c> = (close − mean) / stdev, NaN on flat prices. First values at bar <c>period</c>.
/// </summary>
internal sealed class StandardDeviation : Indicator
{
    private readonly int _period;
    private readonly Aggregate<Moments> _closes;

    public StandardDeviation(int period)
        : base(period, "stdev", "mean", "zScore")
    {
        _period = period;
        _closes = Keep(new Aggregate<Moments>(period));
    }

    private protected override Indicator Fresh() => new StandardDeviation(_period);

    private protected override void OnBar(in Bar bar)
    {
        _closes.Push(bar.Close);
        if (!_closes.IsFull)
            return;
        var moments = _closes.Summary;
        var deviation = moments.Deviation;
        Set(0, deviation);
        Set(1, moments.Mean);
        Set(2, deviation == 0 ? double.NaN : (bar.Close - moments.Mean) / deviation);
    }
}
