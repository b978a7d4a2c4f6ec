using System.Collections.Immutable;
using OrleansTrader.Grains;
using OrleansTrader.Grains.Tenants;
using OrleansTrader.Trading.Accounts;

namespace OrleansTrader.Dashboard.Live;

/// <summary>The tenant as a whole: what it may have and do, what it keeps sealed, what it shows to anybody. Each change is refused where the role does not reach.</summary>
public interface ITenancy
{
    /// <summary>The asker's own quotas.</summary>
    Task<QuotaState> Quotas();

    /// <summary>Any tenant's quotas, for operators of the platform; null for others.</summary>
    Task<QuotaState?> QuotasOf(TenantId tenant);

    /// <summary>Sets what holds for a tenant instead of the defaults, all at once; for operators of the platform.</summary>
    Task<SetupReply> SetQuotas(TenantId tenant, QuotaOverrides overrides);

    Task<ImmutableArray<CredentialView>> Credentials();

    Task<SetupReply> SetCredential(CredentialInput credential);

    Task<SetupReply> RemoveCredential(string name);

    Task<ImmutableArray<Publication>> Publications();

    Task<SetupReply> Publish(string agent, PublicDetail detail);

    Task<SetupReply> Withdraw(string agent);
}

/// <summary>What anybody may look at.</summary>
public interface IPublicAgents
{
    /// <summary>Null where there is no such agent, or it is not published: which of both is not told.</summary>
    Task<PublicAgent?> Find(string tenant, string agent);
}
