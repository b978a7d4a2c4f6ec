namespace OrleansTrader.Trading.Indicators.Windows;

/// <summary>Wilder's relative strength index of a series of numbers; first value at number period + 1.</summary>
internal sealed class RelativeStrength(int period) : IState
{
    private readonly Smoothing _gains = Smoothing.Wilder(period);
    private readonly Smoothing _losses = Smoothing.Wilder(period);
    private double _previous = double.NaN;

    public bool HasValue => _gains.HasValue;

    /// <summary>0 to 100; 100 where nothing was lost, 50 where nothing moved; NaN before the first value.</summary>
    public double Value
    {
        get
        {
            if (!HasValue)
                return double.NaN;
            var moved = _gains.Value + _losses.Value;
            return moved == 0 ? 50 : 100 * _gains.Value / moved;
        }
    }

    public void Push(double value)
    {
        if (!double.IsNaN(_previous))
        {
            var change = value - _previous;
            _gains.Push(Math.Max(change, 0));
            _losses.Push(Math.Max(-change, 0));
        }

        _previous = value;
    }

    public void Reset()
    {
        _gains.Reset();
        _losses.Reset();
        _previous = double.NaN;
    }

    public void CopyFrom(IState other)
    {
        var from = (RelativeStrength)other;
        _gains.CopyFrom(from._gains);
        _losses.CopyFrom(from._losses);
        _previous = from._previous;
    }
}
