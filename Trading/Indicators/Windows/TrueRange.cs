using OrleansTrader.Trading.Markets;

namespace OrleansTrader.Trading.Indicators.Windows;

/// <summary>Wilder's true range: the bar's range, widened to the close before it. The first bar has none.</summary>
internal sealed class TrueRange : IState
{
    /// <summary>The larger of the high and the close before; NaN at the first bar.</summary>
    public double High { get; private set; } = double.NaN;

    /// <summary>The smaller of the low and the close before; NaN at the first bar.</summary>
    public double Low { get; private set; } = double.NaN;

    /// <summary>The close of the bar before the last one pushed; NaN at the first bar.</summary>
    public double PreviousClose { get; private set; } = double.NaN;

    public double Value => High - Low;

    public bool HasValue => !double.IsNaN(PreviousClose);

    private double LastClose { get; set; } = double.NaN;

    public void Push(in Bar bar)
    {
        PreviousClose = LastClose;
        LastClose = bar.Close;
        High = Math.Max(bar.High, PreviousClose);
        Low = Math.Min(bar.Low, PreviousClose);
    }

    public void Reset()
    {
        High = double.NaN;
        Low = double.NaN;
        PreviousClose = double.NaN;
        LastClose = double.NaN;
    }

    public void CopyFrom(IState other)
    {
        var from = (TrueRange)other;
        High = from.High;
        Low = from.Low;
        PreviousClose = from.PreviousClose;
        LastClose = from.LastClose;
    }
}
