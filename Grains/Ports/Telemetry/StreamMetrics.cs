using System.Diagnostics.Metrics;

namespace OrleansTrader.Grains.Ports.Telemetry;

/// <summary>How long what is published takes to those who watch.</summary>
public static class StreamMetrics
{
    private static readonly Histogram<double> Lag = TraderTelemetry.Meter.CreateHistogram(
        "trader.stream.lag", "s", "From an item's publication to its subscriber, measured by a probe that goes the way of all updates.", tags: null, Buckets.Work);

    private static readonly Counter<long> Lost = TraderTelemetry.Meter.CreateCounter<long>(
        "trader.stream.probes.lost", "{item}", "Probes that did not come within their time.");

    /// <summary>Shows the counter before it counts anything.</summary>
    public static void Begin() => Lost.Add(0);

    public static void RecordLag(TimeSpan lag) => Lag.Record(lag.TotalSeconds);

    public static void CountLost() => Lost.Add(1);
}
