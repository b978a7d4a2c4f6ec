using System.Diagnostics.Metrics;

namespace OrleansTrader.Grains.Ports.Telemetry;

/// <summary>What agents decide, by whom they let think, and how late their cycles begin.</summary>
public static class DecisionMetrics
{
    /// <summary>Models and rules that are told apart; versions are made by users.</summary>
    public const int ModelsMax = 64;

    public const string Held = "held";

    /// <summary>The decision became orders, and all were taken.</summary>
    public const string Acted = "acted";

    /// <summary>The account refused at least one of its orders.</summary>
    public const string Refused = "refused";

    public const string DryRun = "dry_run";

    /// <summary>The model gave none that could be used, or the cycle ended with a fault.</summary>
    public const string Failed = "failed";

    private static readonly BoundedNames Models = new(ModelsMax);

    private static readonly Counter<long> Decisions = TraderTelemetry.Meter.CreateCounter<long>(
        "trader.decisions", "{decision}", "Decisions of agents, by model (or rules) and result.");

    private static readonly Histogram<double> Lateness = TraderTelemetry.Meter.CreateHistogram(
        "trader.cycle.lateness", "s", "How long after its due time an agent's cycle began.", tags: null, Buckets.Work);

    private static readonly Counter<long> Missed = TraderTelemetry.Meter.CreateCounter<long>(
        "trader.cycles.missed", "{cycle}", "Cycles whose whole interval passed before they could begin.");

    /// <summary>Shows counters that may never count anything, so that nothing missed can be told from nobody counting.</summary>
    public static void Begin() => Missed.Add(0);

    public static bool IsOn => Decisions.Enabled;

    /// <param name="model">As <see cref="ModelLabel"/> gives it.</param>
    public static void Count(string model, string result) => Decisions.Add(1, new("model", model), new("result", result));

    /// <summary>A model's or strategy's name as a label.</summary>
    public static string ModelLabel(string name) => Models.Of(name);

    public static void RecordLateness(TimeSpan late, long missed)
    {
        Lateness.Record(late.TotalSeconds);
        if (missed > 0)
            Missed.Add(missed);
    }
}
