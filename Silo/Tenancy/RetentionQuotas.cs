using System.Collections.Immutable;
using OrleansTrader.Grains.Ports;
using OrleansTrader.Storage.Retention;
using OrleansTrader.Trading.Accounts;

namespace OrleansTrader.Silo.Tenancy;

/// <summary>How long records of decisions are kept, by the tenants' quotas where they have one.</summary>
internal static class RetentionQuotas
{
    /// <summary>The settings' policy, with the days of each tenant's quota in the place of theirs.</summary>
    public static async Task<RetentionPolicy> Over(RetentionPolicy policy, IQuotaBook quotas, ImmutableArray<TenantId> among, CancellationToken cancellation)
    {
        var tenants = new Dictionary<string, TenantRetention>(policy.Tenants, StringComparer.Ordinal);
        foreach (var tenant in among)
        {
            if (await quotas.Of(tenant, cancellation) is { DecisionRecordDays: { } days })
                tenants[tenant.Value] = policy.Of(tenant) with { DecisionRecordDays = days };
        }

        return policy with { Tenants = tenants };
    }
}
