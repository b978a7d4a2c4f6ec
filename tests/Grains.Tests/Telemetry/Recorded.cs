using System.Collections.Concurrent;
using System.Diagnostics.Metrics;
using OrleansTrader.Grains.Ports.Telemetry;

namespace OrleansTrader.GrainsTests.Telemetry;

/// <summary>What the meter tells while a test listens, by instrument and tags: <c>trader.orders outcome=accepted reason=</c>.</summary>
internal sealed class Recorded : IDisposable
{
    private readonly MeterListener _listener = new();
    private readonly ConcurrentDictionary<string, double> _sums = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, double> _last = new(StringComparer.Ordinal);

    public Recorded()
    {
        _listener.InstrumentPublished = static (instrument, listener) =>
        {
            if (ReferenceEquals(instrument.Meter, TraderTelemetry.Meter))
                listener.EnableMeasurementEvents(instrument);
        };
        _listener.SetMeasurementEventCallback<long>((instrument, value, tags, _) => Take(instrument, value, tags));
        _listener.SetMeasurementEventCallback<double>((instrument, value, tags, _) => Take(instrument, value, tags));
        _listener.Start();
    }

    /// <summary>Sum of what was recorded.</summary>
    public double Sum(string series) => _sums.GetValueOrDefault(series);

    /// <summary>How many series of an instrument there are.</summary>
    public bool Has(string series) => _sums.ContainsKey(series);

    public double? Observe(string series)
    {
        _last.Clear();
        _listener.RecordObservableInstruments();
        return _last.TryGetValue(series, out var value) ? value : null;
    }

    public void Dispose() => _listener.Dispose();

    private void Take(Instrument instrument, double value, ReadOnlySpan<KeyValuePair<string, object?>> tags)
    {
        var series = instrument.Name;
        foreach (var (name, tag) in tags)
            series += $" {name}={tag}";
        _sums.AddOrUpdate(series, value, (_, sum) => sum + value);
        _last[series] = value;
    }
}
