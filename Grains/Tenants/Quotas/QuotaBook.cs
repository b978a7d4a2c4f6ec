using System.Collections.Concurrent;
using Microsoft.Extensions.Logging;
using OrleansTrader.Grains.Ports;
using OrleansTrader.Trading.Accounts;

namespace OrleansTrader.Grains.Tenants;

/// <summary>Asks the tenants' grains, and remembers each answer for a while.</summary>
internal sealed partial class QuotaBook(IGrainFactory grains, QuotaDefaults defaults, TimeProvider time, ILogger<QuotaBook> logger) : IQuotaBook
{
    /// <summary>Tenants that are remembered; beyond it all are asked anew.</summary>
    private const int TenantsMax = 10_000;

    private static readonly TimeSpan FreshFor = TimeSpan.FromSeconds(5);

    private readonly ConcurrentDictionary<TenantId, Entry> _known = new();

    public async ValueTask<TenantQuotas?> Of(TenantId tenant, CancellationToken cancellation)
    {
        if (defaults.Quotas is null)
            return null;
        return _known.TryGetValue(tenant, out var entry) && IsFresh(entry) ? entry.Quotas : await Read(tenant);
    }

    public TenantQuotas? Known(TenantId tenant)
    {
        if (defaults.Quotas is not { } absent)
            return null;
        var known = _known.TryGetValue(tenant, out var entry) ? entry.Quotas : absent;
        if (entry is null || !IsFresh(entry))
        {
            // Until the grain has answered what is known holds, so that a crowd of requests asks it once.
            Remember(tenant, known);
            _ = Refresh(tenant);
        }

        return known;
    }

    private async Task Refresh(TenantId tenant)
    {
        try
        {
            await Read(tenant);
        }
        catch (Exception fault)
        {
            LogUnread(logger, fault, tenant);
        }
    }

    private async Task<TenantQuotas> Read(TenantId tenant)
    {
        using var caller = Caller.AsService();
        var quotas = await grains.Tenant(tenant).GetLimits();
        Remember(tenant, quotas);
        return quotas;
    }

    private bool IsFresh(Entry entry) => time.GetElapsedTime(entry.ReadAt) < FreshFor;

    private void Remember(TenantId tenant, TenantQuotas quotas)
    {
        if (_known.Count >= TenantsMax)
            _known.Clear();
        _known[tenant] = new Entry(quotas, time.GetTimestamp());
    }

    private sealed record Entry(TenantQuotas Quotas, long ReadAt);

    [LoggerMessage(1, LogLevel.Warning, "The quotas of {Tenant} could not be read: what was known of them holds for now.")]
    private static partial void LogUnread(ILogger logger, Exception fault, TenantId tenant);
}

/// <param name="Quotas">Null in a service without quotas.</param>
internal sealed record QuotaDefaults(TenantQuotas? Quotas);
