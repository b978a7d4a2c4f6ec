namespace OrleansTrader.Trading.Indicators.Windows;

/// <summary>
/// Lane's stochastic: where the last number lies between lowest and highest of a window (0 to 100, 50 where the window is flat), its
/// simple average over <c>smooth</c> numbers (%K) and the average of that over <c>signal</c> numbers (%D).
/// </summary>
internal sealed class Stochastics(int period, int signal, int smooth) : IState
{
    private readonly Aggregate<Highest> _highs = new(period);
    private readonly Aggregate<Lowest> _lows = new(period);
    private readonly Aggregate<Sum> _raw = new(smooth);
    private readonly Aggregate<Sum> _smoothed = new(signal);

    /// <summary>%K, NaN before number period + smooth − 1.</summary>
    public double K => _raw.IsFull ? _raw.Summary.Total / smooth : double.NaN;

    /// <summary>%D, NaN before number period + smooth + signal − 2.</summary>
    public double D => _smoothed.IsFull ? _smoothed.Summary.Total / signal : double.NaN;

    public void Push(double high, double low, double close)
    {
        _highs.Push(high);
        _lows.Push(low);
        if (!_highs.IsFull)
            return;
        var top = _highs.Summary.Value;
        var bottom = _lows.Summary.Value;
        _raw.Push(top == bottom ? 50 : Math.Clamp(100 * (close - bottom) / (top - bottom), 0, 100));
        if (_raw.IsFull)
            _smoothed.Push(K);
    }

    public void Reset()
    {
        _highs.Reset();
        _lows.Reset();
        _raw.Reset();
        _smoothed.Reset();
    }

    public void CopyFrom(IState other)
    {
        var from = (Stochastics)other;
        _highs.CopyFrom(from._highs);
        _lows.CopyFrom(from._lows);
        _raw.CopyFrom(from._raw);
        _smoothed.CopyFrom(from._smoothed);
    }
}
