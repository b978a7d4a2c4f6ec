using System.Diagnostics.Metrics;
using OrleansTrader.LocalRuntime.Activations;

namespace OrleansTrader.LocalRuntime.Hosting;

/// <summary>
/// What Orleans' own meter says of a silo, under the same names, so that dashboards and alerts are the same for both runtimes. Counted
/// when somebody looks; calls cost one addition in the activation's own turn.
/// </summary>
internal sealed class RuntimeMeter : IDisposable
{
    /// <summary>The meter's name, as in Orleans.</summary>
    private const string Name = "Microsoft.Orleans";

    private readonly Meter _meter = new(Name);
    private readonly GrainRuntime _runtime;
    private long _calls;

    internal RuntimeMeter(GrainRuntime runtime)
    {
        _runtime = runtime;
        _meter.CreateObservableUpDownCounter("orleans-grains", Activations, unit: null, "Activations in memory, by class.");
        _meter.CreateObservableCounter("orleans-app-requests-latency-count", Calls, unit: null, "Calls of grains that have begun.");
    }

    public void Dispose() => _meter.Dispose();

    private IEnumerable<Measurement<int>> Activations() => _runtime.Activations
        .CountBy(static activation => activation.Class.Type.FullName ?? activation.Class.Type.Name)
        .Select(static counted => new Measurement<int>(counted.Value, new KeyValuePair<string, object?>("type", counted.Key)));

    // An activation that leaves just now may be missed once: a counter never goes back.
    private long Calls() => _calls = Math.Max(_calls, _runtime.CallsOfGone + _runtime.Activations.Sum(static activation => activation.CallsBegun));
}
