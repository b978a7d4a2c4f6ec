using System.Threading.RateLimiting;

namespace OrleansTrader.Silo.Tenancy;

/// <summary>
/// So many permits a minute that begins with the first one taken. The framework's limiter of fixed windows always tells a whole window as the
/// time to wait; this one tells what is left of it.
/// </summary>
internal sealed class MinuteLimiter(int permits, TimeProvider time) : RateLimiter
{
    private static readonly TimeSpan Window = TimeSpan.FromMinutes(1);

    private readonly Lock _lock = new();
    private long _began = time.GetTimestamp();
    private int _used;
    private long _granted;
    private long _refused;

    /// <summary>Null while the minute lasts: until then its count has to be kept.</summary>
    public override TimeSpan? IdleDuration
    {
        get
        {
            lock (_lock)
                return time.GetElapsedTime(_began) - Window is { Ticks: > 0 } idle ? idle : null;
        }
    }

    public override RateLimiterStatistics GetStatistics()
    {
        lock (_lock)
        {
            return new RateLimiterStatistics
            {
                CurrentAvailablePermits = permits - _used, TotalSuccessfulLeases = _granted, TotalFailedLeases = _refused,
            };
        }
    }

    protected override RateLimitLease AttemptAcquireCore(int permitCount)
    {
        lock (_lock)
        {
            var elapsed = time.GetElapsedTime(_began);
            if (_used == 0 || elapsed >= Window)
                (_began, _used, elapsed) = (time.GetTimestamp(), 0, TimeSpan.Zero);
            if (permitCount > permits - _used)
            {
                _refused++;
                return new Lease(Window - elapsed);
            }

            _used += permitCount;
            _granted++;
            return new Lease(wait: null);
        }
    }

    protected override ValueTask<RateLimitLease> AcquireAsyncCore(int permitCount, CancellationToken cancellationToken) => new(AttemptAcquireCore(permitCount));

    private sealed class Lease(TimeSpan? wait) : RateLimitLease
    {
        public override bool IsAcquired => wait is null;

        public override IEnumerable<string> MetadataNames => wait is null ? [] : [MetadataName.RetryAfter.Name];

        public override bool TryGetMetadata(string metadataName, out object? metadata)
        {
            metadata = string.Equals(metadataName, MetadataName.RetryAfter.Name, StringComparison.Ordinal) ? wait : null;
            return metadata is not null;
        }
    }
}
