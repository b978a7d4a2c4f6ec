using OrleansTrader.Trading.Indicators.Windows;
using OrleansTrader.Trading.Markets;

namespace OrleansTrader.Trading.Indicators;

/// <summary>
/// <c>highest</c> high and <c>lowest</c> low of the last <c>period</c> bars, this one included, in the unit of the price, and the
/// <c>place</c> of the close between them, 0 to 1, 0.5 where they are the same. First values at bar <c>period</c>.
/// </summary>
internal sealed class HighLow : Indicator
{
    private readonly int _period;
    private readonly bool _lowestFirst;
    private readonly Middle _window;

    /// <param name="lowestFirst">Whether the lowest is the primary output.</param>
    public HighLow(int period, bool lowestFirst)
        : base(period, lowestFirst ? "lowest" : "highest", lowestFirst ? "highest" : "lowest", "place")
    {
        _period = period;
        _lowestFirst = lowestFirst;
        _window = Keep(new Middle(period));
    }

    private protected override Indicator Fresh() => new HighLow(_period, _lowestFirst);

    private protected override void OnBar(in Bar bar)
    {
        _window.Push(bar.High, bar.Low);
        if (!_window.IsFull)
            return;
        var (high, low) = (_window.High, _window.Low);
        Set(0, _lowestFirst ? low : high);
        Set(1, _lowestFirst ? high : low);
        Set(2, high == low ? 0.5 : (bar.Close - low) / (high - low));
    }
}
