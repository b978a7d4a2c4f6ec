using System.Diagnostics;
using System.Diagnostics.Metrics;

namespace OrleansTrader.Grains.Ports.Telemetry;

/// <summary>
/// The one meter and the one source of spans. Instruments stand beside this file, one class a noun; every room records through them.
/// While nobody listens (a replay in virtual time) recording costs a comparison, and clocks are not asked.
/// </summary>
public static class TraderTelemetry
{
    /// <summary>Name of the meter and of the activity source; also the service's name towards collectors.</summary>
    public const string Name = "OrleansTrader";

    public static Meter Meter { get; } = new(Name);

    /// <summary>Spans carry keys, ids and outcomes; never prompts, answers, credentials or addresses with a query.</summary>
    public static ActivitySource Source { get; } = new(Name);
}

/// <summary>Bounds of histogram buckets, in the instruments' units.</summary>
internal static class Buckets
{
    /// <summary>Seconds of work within the process and its disk: 50 µs to 10 s.</summary>
    public static InstrumentAdvice<double> Work { get; } = new()
    {
        HistogramBucketBoundaries = [0.00005, 0.0001, 0.00025, 0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 10],
    };

    /// <summary>Seconds of answers from the world outside: 5 ms to two minutes.</summary>
    public static InstrumentAdvice<double> World { get; } = new()
    {
        HistogramBucketBoundaries = [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 20, 30, 60, 120],
    };

    /// <summary>Writes that share a group commit.</summary>
    public static InstrumentAdvice<long> Group { get; } = new() { HistogramBucketBoundaries = [1, 2, 5, 10, 20, 50, 100, 200, 500, 1_000, 2_000, 5_000] };
}
