namespace OrleansTrader.Trading.Indicators.Windows;

/// <summary>Highest high, lowest low and their middle over the last n bars; NaN before bar n.</summary>
internal sealed class Middle(int period) : IState
{
    private readonly Aggregate<Highest> _highs = new(period);
    private readonly Aggregate<Lowest> _lows = new(period);

    public double High => _highs.IsFull ? _highs.Summary.Value : double.NaN;

    public double Low => _lows.IsFull ? _lows.Summary.Value : double.NaN;

    public double Value => (High + Low) / 2;

    public bool IsFull => _highs.IsFull;

    public void Push(double high, double low)
    {
        _highs.Push(high);
        _lows.Push(low);
    }

    public void Reset()
    {
        _highs.Reset();
        _lows.Reset();
    }

    public void CopyFrom(IState other)
    {
        var from = (Middle)other;
        _highs.CopyFrom(from._highs);
        _lows.CopyFrom(from._lows);
    }
}
