namespace OrleansTrader.Trading.Indicators.Windows;

/// <summary>The largest of numbers.</summary>
internal readonly struct Highest(double value) : IAggregate<Highest>
{
    public double Value { get; } = value;

    public static Highest Of(double value) => new(value);

    public static Highest Join(in Highest older, in Highest newer) => older.Value > newer.Value ? older : newer;
}

/// <summary>The smallest of numbers.</summary>
internal readonly struct Lowest(double value) : IAggregate<Lowest>
{
    public double Value { get; } = value;

    public static Lowest Of(double value) => new(value);

    public static Lowest Join(in Lowest older, in Lowest newer) => older.Value < newer.Value ? older : newer;
}
