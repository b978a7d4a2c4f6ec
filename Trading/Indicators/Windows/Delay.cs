namespace OrleansTrader.Trading.Indicators.Windows;

/// <summary>Gives each number back n numbers later.</summary>
internal sealed class Delay : IState
{
    private readonly double[] _values;
    private int _next;

    /// <param name="length">How many numbers later, 1 at least.</param>
    public Delay(int length)
    {
        _values = new double[length];
        Reset();
    }

    /// <summary>Takes a number and gives the one taken n numbers ago; NaN where there was none.</summary>
    public double Exchange(double value)
    {
        var before = _values[_next];
        _values[_next] = value;
        _next = _next + 1 == _values.Length ? 0 : _next + 1;
        return before;
    }

    public void Reset()
    {
        Array.Fill(_values, double.NaN);
        _next = 0;
    }

    public void CopyFrom(IState other)
    {
        var from = (Delay)other;
        from._values.CopyTo(_values, 0);
        _next = from._next;
    }
}
