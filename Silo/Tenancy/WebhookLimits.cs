using System.Net;
using System.Threading.RateLimiting;

namespace OrleansTrader.Silo.Tenancy;

/// <summary>Alerts a minute of each client address, apart from its other requests: alerts of many tenants come from the same few addresses.</summary>
internal sealed class WebhookLimits(TenancySettings settings) : IDisposable
{
    private readonly PartitionedRateLimiter<IPAddress> _limiter = PartitionedRateLimiter.Create<IPAddress, int>(address =>
        RateLimitPartition.Get(RequestLimits.PlaceOf(address), _ => new MinuteLimiter(settings.WebhooksPerMinutePerAddress, TimeProvider.System)));

    /// <summary>Null where there is room, else when there is again.</summary>
    public TimeSpan? Refuse(IPAddress address)
    {
        using var lease = _limiter.AttemptAcquire(address);
        if (lease.IsAcquired)
            return null;
        return lease.TryGetMetadata(MetadataName.RetryAfter, out var wait) ? wait : TimeSpan.FromMinutes(1);
    }

    public void Dispose() => _limiter.Dispose();
}
