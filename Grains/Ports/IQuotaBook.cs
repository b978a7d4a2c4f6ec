using OrleansTrader.Grains.Tenants;
using OrleansTrader.Trading.Accounts;

namespace OrleansTrader.Grains.Ports;

/// <summary>Tenants' quotas for those who are no grains: what limits requests, spends on models, or tidies up.</summary>
public interface IQuotaBook
{
    /// <summary>What holds for a tenant, at most a few seconds old; null in a service without quotas.</summary>
    ValueTask<TenantQuotas?> Of(TenantId tenant, CancellationToken cancellation);

    /// <summary>What was last read of a tenant, however old, or the defaults; at once. Reads anew, behind the caller's back, what is old.</summary>
    TenantQuotas? Known(TenantId tenant);
}
