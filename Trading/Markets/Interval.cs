using System.Collections.Immutable;

namespace OrleansTrader.Trading.Markets;

/// <summary>The length of a candle, in minutes; the names are <c>1m 3m 5m 15m 1h 4h 6h 1d</c>.</summary>
public enum Interval
{
    OneMinute = 1,
    ThreeMinutes = 3,
    FiveMinutes = 5,
    FifteenMinutes = 15,
    OneHour = 60,
    FourHours = 240,
    SixHours = 360,
    OneDay = 1440,
}

public static class Intervals
{
    /// <summary>Every interval, ascending.</summary>
    public static ImmutableArray<Interval> All { get; } =
    [
        Interval.OneMinute, Interval.ThreeMinutes, Interval.FiveMinutes, Interval.FifteenMinutes,
        Interval.OneHour, Interval.FourHours, Interval.SixHours, Interval.OneDay,
    ];

    public static TimeSpan Length(this Interval interval) => TimeSpan.FromMinutes((int)interval);

    /// <summary>The intervals that candles of this one add up to, itself first.</summary>
    public static ImmutableArray<Interval> Multiples(this Interval interval) => [.. All.Where(other => (int)other % (int)interval == 0)];

    /// <summary>The start of the candle that <paramref name="at"/> falls into, counted from the Unix epoch in UTC.</summary>
    public static DateTimeOffset Floor(this Interval interval, DateTimeOffset at)
    {
        var length = (int)interval * TimeSpan.TicksPerMinute;
        var ticks = at.UtcTicks;
        return new DateTimeOffset(ticks - (ticks % length), TimeSpan.Zero);
    }

    public static string Name(this Interval interval) => interval switch
    {
        Interval.OneMinute => "1m",
        Interval.ThreeMinutes => "3m",
        Interval.FiveMinutes => "5m",
        Interval.FifteenMinutes => "15m",
        Interval.OneHour => "1h",
        Interval.FourHours => "4h",
        Interval.SixHours => "6h",
        Interval.OneDay => "1d",
        _ => throw new ArgumentOutOfRangeException(nameof(interval), interval, "not an interval"),
    };

    public static bool TryParse(string? name, out Interval interval)
    {
        foreach (var candidate in All)
        {
            if (string.Equals(candidate.Name(), name, StringComparison.OrdinalIgnoreCase))
            {
                interval = candidate;
                return true;
            }
        }

        interval = default;
        return false;
    }
}
