using System.Diagnostics.Metrics;
using OrleansTrader.Grains.Notifications;

namespace OrleansTrader.Grains.Ports.Telemetry;

/// <summary>Alerts on their way out. Of tenants' destinations only the format is told apart.</summary>
public static class NotificationMetrics
{
    private static readonly Counter<long> Sent = TraderTelemetry.Meter.CreateCounter<long>(
        "trader.notifications.sent", unit: null, "Alerts that a destination took.");

    private static readonly Counter<long> Failed = TraderTelemetry.Meter.CreateCounter<long>(
        "trader.notifications.failed", unit: null, "Attempts to tell an alert that a destination did not take.");

    private static readonly Counter<long> Dead = TraderTelemetry.Meter.CreateCounter<long>(
        "trader.notifications.dead", unit: null, "Alerts that were given up.");

    private static readonly Histogram<double> Delay = TraderTelemetry.Meter.CreateHistogram(
        "trader.notifications.delay", "s", "From when an alert was raised to when its destination took it.", tags: null, Buckets.World);

    private static volatile Standing? s_standing;

    static NotificationMetrics()
    {
        var meter = TraderTelemetry.Meter;
        meter.CreateObservableGauge("trader.notifications.waiting", static () => Read(static (sums, _) => sums.Waiting), unit: null, "Alerts that wait for their destinations.");
        meter.CreateObservableGauge("trader.notifications.oldest", static () => Read(static (sums, now) => Age(sums.Oldest, now)), "s", "Age of the oldest alert that waits.");
        meter.CreateObservableGauge("trader.notifications.overdue", static () => Read(static (sums, now) => Age(sums.DueSince, now)), "s", "For how long an attempt is due that nobody makes.");
        meter.CreateObservableGauge("trader.notifications.dropped", static () => Read(static (sums, _) => sums.Dropped), unit: null, "Alerts that were pushed out because too many waited for one destination, in all.");
    }

    public static void CountSent(DestinationFormat format, TimeSpan delay)
    {
        var name = new KeyValuePair<string, object?>("format", NameOf(format));
        Sent.Add(1, name);
        Delay.Record(Math.Max(0, delay.TotalSeconds), name);
    }

    public static void CountFailed(DestinationFormat format, bool isGivenUp)
    {
        var name = new KeyValuePair<string, object?>("format", NameOf(format));
        Failed.Add(1, name);
        if (isGivenUp)
            Dead.Add(1, name);
    }

    /// <summary>What waits, as the process that sends sees it; null where another one does.</summary>
    public static void Show(OutboxSums? sums, TimeProvider time) => s_standing = sums is null ? null : new Standing(sums, time);

    private static IEnumerable<Measurement<double>> Read(Func<OutboxSums, DateTimeOffset, double> value) =>
        s_standing is { } standing ? [new Measurement<double>(value(standing.Sums, standing.Time.GetUtcNow()))] : [];

    private static double Age(DateTimeOffset? since, DateTimeOffset now) => since is { } at ? Math.Max(0, (now - at).TotalSeconds) : 0;

    private static string NameOf(DestinationFormat format) => format switch
    {
        DestinationFormat.Webhook => "webhook",
        DestinationFormat.Slack => "slack",
        DestinationFormat.Discord => "discord",
        DestinationFormat.Telegram => "telegram",
        _ => "other",
    };

    private sealed record Standing(OutboxSums Sums, TimeProvider Time);
}
