using System.Collections.Concurrent;
using System.Diagnostics.Metrics;

namespace OrleansTrader.Silo.Telemetry.Prometheus;

/// <summary>All series of one instrument, at most <see cref="SeriesMax"/>.</summary>
internal sealed class Family
{
    /// <summary>Series of one instrument; further ones are summed up in one that says so.</summary>
    public const int SeriesMax = 1_000;

    /// <summary>The mark of that one series, as OpenTelemetry writes it.</summary>
    private const string Overflow = "otel.metric.overflow";

    /// <summary>For histograms that bring no bounds of their own, in seconds.</summary>
    private static readonly double[] SecondsDefault = [0.005, 0.01, 0.025, 0.05, 0.075, 0.1, 0.25, 0.5, 0.75, 1, 2.5, 5, 7.5, 10];

    private static readonly double[] BoundsDefault = [0, 5, 10, 25, 50, 75, 100, 250, 500, 750, 1_000, 2_500, 5_000, 7_500, 10_000];

    private readonly ConcurrentDictionary<Labels, Series> _series = new(LabelsComparer.Instance);
    private readonly ConcurrentDictionary<Labels, Series>.AlternateLookup<ReadOnlySpan<KeyValuePair<string, object?>>> _lookup;
    private readonly Series _overflow;
    private bool _isOverflown;

    public Family(Instrument instrument)
    {
        Kind = PrometheusNames.KindOf(instrument);
        Name = PrometheusNames.Of(instrument, Kind);
        Help = instrument.Description ?? string.Empty;
        IsObservable = instrument.IsObservable;
        IsAdded = !instrument.IsObservable && instrument.GetType().GetGenericTypeDefinition() != typeof(Gauge<>);
        Meter = instrument.Meter.Name;
        if (Kind == FamilyKind.Histogram)
            Bounds = BoundsOf(instrument) ?? (instrument.Unit is "s" ? SecondsDefault : BoundsDefault);
        _lookup = _series.GetAlternateLookup<ReadOnlySpan<KeyValuePair<string, object?>>>();
        _overflow = new Series(new Labels([new(Overflow, "true")]), Bounds);
    }

    public string Name { get; }

    public string Help { get; }

    public string Meter { get; }

    public FamilyKind Kind { get; }

    public bool IsObservable { get; }

    public double[]? Bounds { get; }

    private bool IsAdded { get; }

    public bool IsOverflown => Volatile.Read(ref _isOverflown);

    /// <summary>The series that have a value in a collection, by their labels.</summary>
    public IEnumerable<Series> Told(long collection) => _series.Values
        .Where(series => !IsObservable || series.SeenAt == collection)
        .Concat(IsOverflown && (!IsObservable || _overflow.SeenAt == collection) ? [_overflow] : [])
        .OrderBy(static series => series.Labels.Text, StringComparer.Ordinal);

    public void Take(double value, ReadOnlySpan<KeyValuePair<string, object?>> tags, long collection)
    {
        var series = Find(tags);
        if (Kind == FamilyKind.Histogram)
            series.Record(value);
        else if (IsAdded || (series == _overflow && series.SeenAt == collection))
            series.Add(value);
        else
            series.Set(value);
        series.SeenAt = collection;
    }

    /// <summary>Forgets what an observable instrument no longer tells: its place is free for others.</summary>
    public void Prune(long collection)
    {
        if (!IsObservable)
            return;
        foreach (var (labels, series) in _series)
        {
            if (series.SeenAt != collection)
                _series.TryRemove(labels, out _);
        }
    }

    private Series Find(ReadOnlySpan<KeyValuePair<string, object?>> tags)
    {
        if (_lookup.TryGetValue(tags, out var known))
            return known;
        if (_series.Count >= SeriesMax)
        {
            Volatile.Write(ref _isOverflown, true);
            return _overflow;
        }

        var labels = new Labels(tags);
        return _series.GetOrAdd(labels, static (labels, bounds) => new Series(labels, bounds), Bounds);
    }

    private static double[]? BoundsOf(Instrument instrument) => instrument switch
    {
        Histogram<double> { Advice.HistogramBucketBoundaries: { } bounds } => [.. bounds],
        Histogram<long> { Advice.HistogramBucketBoundaries: { } bounds } => [.. bounds.Select(static bound => (double)bound)],
        Histogram<int> { Advice.HistogramBucketBoundaries: { } bounds } => [.. bounds.Select(static bound => (double)bound)],
        _ => null,
    };
}
