using System.Collections.Immutable;
using OrleansTrader.Trading.Markets;

namespace OrleansTrader.Trading.Strategies;

/// <summary>The last closed candles of one interval.</summary>
/// <param name="Count">How many at most, newest last; 1 to <see cref="CountMax"/>.</param>
public readonly record struct CandleWindow(Interval Interval, int Count)
{
    public const int CountMax = 500;
}

/// <summary>What a planner wants to see of each symbol beside its quote. Nothing that is not asked for is built.</summary>
/// <param name="Indicators">Indicators by their text, e.g. <c>rsi 14 5m</c>; they are computed once for all who ask.</param>
/// <param name="Candles">Windows of closed candles.</param>
/// <param name="IncludesBook">Whether the top levels of the order book are wanted.</param>
public sealed record ObservationRequest(ImmutableArray<string> Indicators, ImmutableArray<CandleWindow> Candles, bool IncludesBook = false)
{
    public static ObservationRequest None { get; } = new([], []);

    /// <summary>The longest interval whose indicators and windows must be filled before a planner is asked; longer ones are shown as far as they go.</summary>
    public Interval WarmsUpTo { get; init; } = Interval.OneDay;

    /// <summary>Two requests are equal when they ask for the same in the same order, so that their answers can be shared.</summary>
    public bool Equals(ObservationRequest? other) =>
        ReferenceEquals(this, other)
        || (other is not null
            && (IncludesBook, WarmsUpTo) == (other.IncludesBook, other.WarmsUpTo)
            && Indicators.AsSpan().SequenceEqual(other.Indicators.AsSpan())
            && Candles.AsSpan().SequenceEqual(other.Candles.AsSpan()));

    public override int GetHashCode()
    {
        var hash = new HashCode();
        foreach (var indicator in Indicators)
            hash.Add(indicator, StringComparer.Ordinal);
        foreach (var window in Candles)
            hash.Add(window);
        hash.Add(IncludesBook);
        hash.Add(WarmsUpTo);
        return hash.ToHashCode();
    }
}
