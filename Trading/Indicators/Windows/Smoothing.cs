namespace OrleansTrader.Trading.Indicators.Windows;

/// <summary>
/// An exponential average y ← y + weight · (x − y) that starts as the simple mean of its first <paramref name="period"/> numbers.
/// </summary>
internal sealed class Smoothing(int period, double weight) : IState
{
    private double _sum;
    private int _count;

    /// <summary>The average, NaN before <c>period</c> numbers were added.</summary>
    public double Value { get; private set; } = double.NaN;

    public bool HasValue => _count == period;

    /// <summary>Weight of the newest 2 / (period + 1): the exponential moving average.</summary>
    public static Smoothing Exponential(int period) => new(period, 2.0 / (period + 1));

    /// <summary>Weight of the newest 1 / period: Wilder's average.</summary>
    public static Smoothing Wilder(int period) => new(period, 1.0 / period);

    public void Push(double value)
    {
        if (_count < period)
        {
            _sum += value;
            _count++;
            if (_count == period)
                Value = _sum / period;
        }
        else
        {
            Value += weight * (value - Value);
        }
    }

    public void Reset()
    {
        _sum = 0;
        _count = 0;
        Value = double.NaN;
    }

    public void CopyFrom(IState other)
    {
        var from = (Smoothing)other;
        _sum = from._sum;
        _count = from._count;
        Value = from.Value;
    }
}
