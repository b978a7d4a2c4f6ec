namespace OrleansTrader.Trading.Indicators.Windows;

/// <summary>The sum of numbers.</summary>
internal readonly struct Sum(double total) : IAggregate<Sum>
{
    public double Total { get; } = total;

    public static Sum Of(double value) => new(value);

    public static Sum Join(in Sum older, in Sum newer) => new(older.Total + newer.Total);
}
