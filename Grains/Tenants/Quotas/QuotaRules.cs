using System.Globalization;

namespace OrleansTrader.Grains.Tenants;

/// <summary>The refusals of a quota: each names the limit, what it is, and what makes room.</summary>
internal static class QuotaRules
{
    public static SetupReply? Refuse(QuotaKind kind, int present, TenantQuotas quotas)
    {
        var (field, limit, remedy) = kind switch
        {
            QuotaKind.Agents => ("quota.agents", quotas.Agents, "stop one that is not needed"),
            QuotaKind.Accounts => ("quota.accounts", quotas.Accounts, "use one that is there"),
            QuotaKind.Versions => ("quota.versions", quotas.Versions, "retire one that is not needed"),
            _ => ("quota.backtestsAtOnce", quotas.BacktestsAtOnce, "wait until one has ended"),
        };
        return present < limit
            ? null
            : SetupReply.Refuse(
                field, limit.ToString(CultureInfo.InvariantCulture),
                $"{present.ToString(CultureInfo.InvariantCulture)} are there already: {remedy}, or ask the operator of the service for more");
    }
}

/// <summary>What a tenant can have too many of.</summary>
internal enum QuotaKind
{
    Agents,
    Accounts,
    Versions,
    Backtests,
}
