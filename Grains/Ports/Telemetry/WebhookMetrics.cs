using System.Diagnostics.Metrics;

namespace OrleansTrader.Grains.Ports.Telemetry;

/// <summary>Alerts that come in from outside, and what they are answered.</summary>
public static class WebhookMetrics
{
    private static readonly Counter<long> Received = TraderTelemetry.Meter.CreateCounter<long>(
        "trader.webhooks", "{alert}",
        "Alerts from outside by result: accepted, duplicate, unauthorised, too_many, invalid, away, too_large, address_limit, broken_off.");

    private static readonly Histogram<double> Duration = TraderTelemetry.Meter.CreateHistogram(
        "trader.webhook.duration", "s", "From an alert's arrival to the answer that it is durable, or known.", tags: null, Buckets.Work);

    /// <param name="result">One of the words above.</param>
    public static void Count(string result) => Received.Add(1, new KeyValuePair<string, object?>("result", result));

    public static void RecordDuration(TimeSpan elapsed) => Duration.Record(elapsed.TotalSeconds);
}
