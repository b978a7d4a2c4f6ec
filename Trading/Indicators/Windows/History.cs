namespace OrleansTrader.Trading.Indicators.Windows;

/// <summary>The last n numbers as one span, oldest first: each is written twice, so that the window never wraps.</summary>
internal sealed class History(int size) : IState
{
    private readonly double[] _values = new double[2 * size];
    private int _next;
    private int _count;

    public bool IsFull => _count == size;

    /// <summary>The last n numbers, oldest first; complete once <see cref="IsFull"/>.</summary>
    public ReadOnlySpan<double> Window => _values.AsSpan(_next, size);

    public void Push(double value)
    {
        _values[_next] = value;
        _values[_next + size] = value;
        _next = _next + 1 == size ? 0 : _next + 1;
        _count = Math.Min(_count + 1, size);
    }

    public void Reset()
    {
        Array.Clear(_values);
        _next = 0;
        _count = 0;
    }

    public void CopyFrom(IState other)
    {
        var from = (History)other;
        from._values.CopyTo(_values, 0);
        _next = from._next;
        _count = from._count;
    }
}
