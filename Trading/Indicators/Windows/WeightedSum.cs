namespace OrleansTrader.Trading.Indicators.Windows;

/// <summary>Σ i · xᵢ with i counted from 1 at the oldest number.</summary>
internal readonly struct WeightedSum(double weighted, double total, int count) : IAggregate<WeightedSum>
{
    public double Weighted { get; } = weighted;

    public double Total { get; } = total;

    public int Count { get; } = count;

    public static WeightedSum Of(double value) => new(value, value, 1);

    public static WeightedSum Join(in WeightedSum older, in WeightedSum newer) =>
        new(older.Weighted + newer.Weighted + (older.Count * newer.Total), older.Total + newer.Total, older.Count + newer.Count);
}
