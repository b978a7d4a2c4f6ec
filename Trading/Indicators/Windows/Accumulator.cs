namespace OrleansTrader.Trading.Indicators.Windows;

/// <summary>
/// An endless sum by Neumaier's compensated summation: its error stays at the last place of the result whatever the count.
/// </summary>
internal sealed class Accumulator : IState
{
    private double _sum;
    private double _lost;

    public double Total => _sum + _lost;

    public void Add(double value)
    {
        var next = _sum + value;
        _lost += Math.Abs(_sum) >= Math.Abs(value) ? (_sum - next) + value : (value - next) + _sum;
        _sum = next;
    }

    public void Reset()
    {
        _sum = 0;
        _lost = 0;
    }

    public void CopyFrom(IState other)
    {
        var from = (Accumulator)other;
        _sum = from._sum;
        _lost = from._lost;
    }
}
