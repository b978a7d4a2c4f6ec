namespace OrleansTrader.Silo.Telemetry.Prometheus;

/// <summary>One line of values: a number that grows or is set, and for a histogram its buckets. Written from any thread.</summary>
internal sealed class Series(Labels labels, double[]? bounds)
{
    private readonly long[] _buckets = bounds is null ? [] : new long[bounds.Length + 1];
    private double _value;

    public Labels Labels => labels;

    /// <summary>The collection in which an observable instrument last told it.</summary>
    public long SeenAt { get; set; }

    /// <summary>The counter's or gauge's value; a histogram's sum.</summary>
    public double Value => Volatile.Read(ref _value);

    public long BucketOf(int index) => Volatile.Read(ref _buckets[index]);

    public void Set(double value) => Volatile.Write(ref _value, value);

    public void Add(double value)
    {
        var seen = Volatile.Read(ref _value);
        while (true)
        {
            var before = Interlocked.CompareExchange(ref _value, seen + value, seen);
            if (BitConverter.DoubleToInt64Bits(before) == BitConverter.DoubleToInt64Bits(seen))
                return;
            seen = before;
        }
    }

    public void Record(double value)
    {
        if (!double.IsFinite(value))
            return;
        var index = 0;
        while (index < bounds!.Length && value > bounds[index])
            index++;
        Interlocked.Increment(ref _buckets[index]);
        Add(value);
    }
}
