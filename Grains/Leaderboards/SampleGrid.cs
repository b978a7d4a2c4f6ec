namespace OrleansTrader.Grains.Leaderboards;

/// <summary>At which instants a version's equity is sampled: whole multiples of an interval that grows with the record's age.</summary>
internal static class SampleGrid
{
    /// <summary>Most samples of one version.</summary>
    public const int SamplesMax = 5_000;

    private static readonly TimeSpan[] Intervals =
    [
        TimeSpan.FromMinutes(1), TimeSpan.FromMinutes(5), TimeSpan.FromMinutes(15), TimeSpan.FromHours(1), TimeSpan.FromHours(4),
        TimeSpan.FromDays(1), TimeSpan.FromDays(7), TimeSpan.FromDays(28),
    ];

    /// <summary>The finest interval at which so long a record has at most <see cref="SamplesMax"/> samples; it follows from the age alone.</summary>
    public static TimeSpan IntervalOf(TimeSpan age) => Array.Find(Intervals, interval => age / interval <= SamplesMax - 2) is var found && found > TimeSpan.Zero
        ? found
        : Intervals[^1];

    /// <summary>The last multiple of the interval up to an instant.</summary>
    public static DateTimeOffset Floor(DateTimeOffset at, TimeSpan interval) => at.AddTicks(-(at.UtcTicks % interval.Ticks));

    /// <summary>The first multiple of the interval from an instant on.</summary>
    public static DateTimeOffset Ceiling(DateTimeOffset at, TimeSpan interval) =>
        Floor(at, interval) is var floor && floor == at ? at : floor + interval;
}
