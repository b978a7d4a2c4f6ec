namespace OrleansTrader.Trading.Indicators;

/// <summary>One number that an indicator remembers from bar to bar.</summary>
internal sealed class Cell : IState
{
    private readonly double _start;

    /// <param name="start">The value before the first bar.</param>
    public Cell(double start = double.NaN)
    {
        _start = start;
        Value = start;
    }

    public double Value { get; set; }

    public bool HasValue => !double.IsNaN(Value);

    public void Reset() => Value = _start;

    public void CopyFrom(IState other) => Value = ((Cell)other).Value;
}
