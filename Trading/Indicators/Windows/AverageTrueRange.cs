using OrleansTrader.Trading.Markets;

namespace OrleansTrader.Trading.Indicators.Windows;

/// <summary>Wilder's average of the true range: its first value, at bar period + 1, is the mean of the first ranges.</summary>
internal sealed class AverageTrueRange(int period) : IState
{
    private readonly Smoothing _average = Smoothing.Wilder(period);

    /// <summary>NaN before its first value.</summary>
    public double Value => _average.Value;

    public bool HasValue => _average.HasValue;

    public TrueRange Range { get; } = new();

    public void Push(in Bar bar)
    {
        Range.Push(in bar);
        if (Range.HasValue)
            _average.Push(Range.Value);
    }

    public void Reset()
    {
        Range.Reset();
        _average.Reset();
    }

    public void CopyFrom(IState other)
    {
        var from = (AverageTrueRange)other;
        Range.CopyFrom(from.Range);
        _average.CopyFrom(from._average);
    }
}
