using System.Collections.Immutable;
using OrleansTrader.Trading.Markets;

namespace OrleansTrader.Venues;

/// <summary>Shorter candles made into longer ones.</summary>
internal static class CandleGroups
{
    /// <summary>A candle and the one right after it, as one.</summary>
    public static Candle Then(this in Candle first, in Candle next) => first with
    {
        High = Math.Max(first.High, next.High),
        Low = Math.Min(first.Low, next.Low),
        Close = next.Close,
        Volume = first.Volume + next.Volume,
    };

    /// <summary>Ascending candles grouped by a longer interval; a group with missing parts is made of those that are there.</summary>
    public static ImmutableArray<Candle> Grouped(IEnumerable<Candle> candles, Interval interval)
    {
        var groups = ImmutableArray.CreateBuilder<Candle>();
        foreach (var candle in candles)
        {
            var start = interval.Floor(candle.Start);
            if (groups.Count > 0 && groups[^1].Start == start)
                groups[^1] = groups[^1].Then(candle);
            else
                groups.Add(candle with { Start = start });
        }

        return groups.ToImmutable();
    }
}
