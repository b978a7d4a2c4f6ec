using System.Collections.Concurrent;
using System.Collections.Immutable;
using System.Diagnostics.Metrics;

namespace OrleansTrader.Silo.Telemetry.Prometheus;

/// <summary>
/// Listens to the meters that were chosen and keeps their values for whoever scrapes. One for a process: it starts before the first
/// grain, so that nothing is missed.
/// </summary>
public sealed class MeterReader : IDisposable
{
    /// <summary>
    /// Meters that are shown: ours, Orleans' (the local runtime speaks under the same name), the web server's, the runtime's. Left out on
    /// purpose: <c>System.Net.Http</c> and name resolution, whose labels would hold servers that tenants name; targets have metrics of ours.
    /// </summary>
    public static ImmutableArray<string> MetersShown { get; } =
    [
        Grains.Ports.Telemetry.TraderTelemetry.Name, "Microsoft.Orleans", "Microsoft.AspNetCore.Hosting", "Microsoft.AspNetCore.Server.Kestrel",
        "Microsoft.AspNetCore.Components.Server.Circuits", "Microsoft.AspNetCore.RateLimiting", "System.Runtime",
    ];

    private readonly MeterListener _listener = new();
    private readonly ConcurrentDictionary<Instrument, Family> _families = new();
    private readonly Lock _collecting = new();
    private long _collection = 1;

    private MeterReader()
    {
        _listener.InstrumentPublished = (instrument, listener) =>
        {
            if (MetersShown.Contains(instrument.Meter.Name, StringComparer.Ordinal))
                listener.EnableMeasurementEvents(instrument, _families.GetOrAdd(instrument, static instrument => new Family(instrument)));
        };
        _listener.MeasurementsCompleted = (instrument, _) => _families.TryRemove(instrument, out var _);
        _listener.SetMeasurementEventCallback<long>((_, value, tags, family) => Take(family, value, tags));
        _listener.SetMeasurementEventCallback<int>((_, value, tags, family) => Take(family, value, tags));
        _listener.SetMeasurementEventCallback<double>((_, value, tags, family) => Take(family, value, tags));
        _listener.SetMeasurementEventCallback<float>((_, value, tags, family) => Take(family, value, tags));
        _listener.SetMeasurementEventCallback<decimal>((_, value, tags, family) => Take(family, (double)value, tags));
        _listener.SetMeasurementEventCallback<short>((_, value, tags, family) => Take(family, value, tags));
        _listener.SetMeasurementEventCallback<byte>((_, value, tags, family) => Take(family, value, tags));
    }

    public static MeterReader Start()
    {
        var reader = new MeterReader();
        reader._listener.Start();
        return reader;
    }

    /// <summary>Everything as it is now, in Prometheus' text format 0.0.4. One at a time.</summary>
    public string Scrape()
    {
        lock (_collecting)
        {
            var collection = Interlocked.Increment(ref _collection);
            _listener.RecordObservableInstruments();
            var text = PrometheusText.Write(_families.Values, collection);
            foreach (var family in _families.Values)
                family.Prune(collection);
            return text;
        }
    }

    public void Dispose() => _listener.Dispose();

    private void Take(object? family, double value, ReadOnlySpan<KeyValuePair<string, object?>> tags) =>
        ((Family)family!).Take(value, tags, Volatile.Read(ref _collection));
}
