using System.Diagnostics.Metrics;

namespace OrleansTrader.Grains.Ports.Telemetry;

/// <summary>Group commits: how many writes share one, and how long it takes.</summary>
public static class JournalMetrics
{
    private const string Store = "store";

    private static readonly Histogram<long> Writes = TraderTelemetry.Meter.CreateHistogram(
        "trader.journal.group.writes", "{write}", "Writes that shared a group commit.", tags: null, Buckets.Group);

    private static readonly Histogram<double> Duration = TraderTelemetry.Meter.CreateHistogram(
        "trader.journal.group.duration", "s", "From the begin of a group commit until it was durable.", tags: null, Buckets.Work);

    private static readonly Counter<long> Faults = TraderTelemetry.Meter.CreateCounter<long>(
        "trader.journal.faults", "{fault}", "Group commits that failed.");

    /// <summary>Whether anybody wants durations: only then is the clock asked.</summary>
    public static bool IsOn => Duration.Enabled;

    /// <param name="store"><c>sqlite</c> or <c>postgres</c>.</param>
    public static void RecordGroup(string store, int writes, TimeSpan elapsed)
    {
        var tag = new KeyValuePair<string, object?>(Store, store);
        Writes.Record(writes, tag);
        Duration.Record(elapsed.TotalSeconds, tag);
    }

    public static void CountFault(string store) => Faults.Add(1, new KeyValuePair<string, object?>(Store, store));
}
