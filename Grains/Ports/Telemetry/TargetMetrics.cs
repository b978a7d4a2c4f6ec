using System.Diagnostics.Metrics;

namespace OrleansTrader.Grains.Ports.Telemetry;

/// <summary>What this service asks of others: venues, model providers, databases.</summary>
public static class TargetMetrics
{
    /// <summary>Targets that are told apart; tenants may name servers of their own.</summary>
    public const int TargetsMax = 64;

    public const string Venue = "venue";
    public const string Model = "model";
    public const string Database = "database";

    private static readonly BoundedNames Targets = new(TargetsMax);

    private static readonly Histogram<double> Duration = TraderTelemetry.Meter.CreateHistogram(
        "trader.target.duration", "s", "How long a request to a venue, model provider or database took.", tags: null, Buckets.World);

    private static readonly Counter<long> Errors = TraderTelemetry.Meter.CreateCounter<long>(
        "trader.target.errors", "{error}", "Requests to a venue, model provider or database that failed, by reason.");

    /// <summary>Whether anybody wants durations: only then is the clock asked.</summary>
    public static bool IsOn => Duration.Enabled;

    /// <param name="kind"><see cref="Venue"/>, <see cref="Model"/> or <see cref="Database"/>.</param>
    /// <param name="target">The host or the provider's name; never an address with a path or a query.</param>
    public static void Record(string kind, string target, TimeSpan elapsed) =>
        Duration.Record(elapsed.TotalSeconds, new("kind", kind), new("target", Targets.Of(target)));

    /// <param name="reason">One of few words.</param>
    public static void CountError(string kind, string target, string reason) =>
        Errors.Add(1, new("kind", kind), new("target", Targets.Of(target)), new("reason", reason));
}
