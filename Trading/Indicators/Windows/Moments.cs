namespace OrleansTrader.Trading.Indicators.Windows;

/// <summary>
/// Mean and sum of squared deviations, joined by the rule of Chan, Golub and LeVeque (1979): no cancellation between large squares.
/// </summary>
internal readonly struct Moments(double mean, double squares, int count) : IAggregate<Moments>
{
    public double Mean { get; } = mean;

    /// <summary>Σ (x − mean)².</summary>
    public double Squares { get; } = squares;

    public int Count { get; } = count;

    /// <summary>√(Σ (x − mean)² / n): the population's, as Bollinger defines his bands.</summary>
    public double Deviation => Math.Sqrt(Squares / Count);

    public static Moments Of(double value) => new(value, 0, 1);

    public static Moments Join(in Moments older, in Moments newer)
    {
        var count = older.Count + newer.Count;
        var difference = newer.Mean - older.Mean;
        return new Moments(
            older.Mean + (difference * newer.Count / count),
            older.Squares + newer.Squares + (difference * difference * older.Count * newer.Count / count),
            count);
    }
}
