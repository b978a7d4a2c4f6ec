using System.Collections.Immutable;
using Orleans.Concurrency;
using OrleansTrader.Grains.Accounts;
using OrleansTrader.Grains.Alerts;
using OrleansTrader.Grains.Books;
using OrleansTrader.Grains.Orders;
using OrleansTrader.Grains.Strategies;
using OrleansTrader.Grains.Trades;
using OrleansTrader.Trading.Accounts;
using OrleansTrader.Trading.Orders;

namespace OrleansTrader.Grains.Tenants;

/// <summary>A user of the service with all that is theirs. Key: <c>tenant</c>.</summary>
[Alias(GrainAliases.Tenant)]
public partial interface ITenantGrain : ITenantKeyed
{
    /// <summary>Most accounts, and most agents, and most versions of one tenant.</summary>
    const int EntriesMax = 10_000;

    /// <summary>Opens a paper account and pays in. The same creation again changes nothing; another one of that name is refused.</summary>
    [Alias("CreateAccount")]
    Task<SetupReply> CreateAccount(AccountCreation creation);

    /// <summary>Makes and activates a strategy version. The same configuration again changes nothing; another one is refused.</summary>
    /// <param name="strategy">First part of the version's name, e.g. <c>trend</c>.</param>
    /// <param name="version">E.g. <c>1.0.0</c>.</param>
    [Alias("CreateVersion")]
    Task<SetupReply> CreateVersion(string strategy, string version, VersionConfig config);

    /// <summary>Makes a strategy version as a draft. The same configuration again changes nothing; another one is refused.</summary>
    [Alias("DraftVersion")]
    Task<SetupReply> DraftVersion(string strategy, string version, VersionConfig config);

    /// <summary>Archives an account that no active agent trades and that has nothing open; for good.</summary>
    [Alias("ArchiveAccount")]
    Task<CommandReply> ArchiveAccount(CommandId id, string account);

    /// <summary>Stops an agent and goes on with a new one of another version on the same account, which starts unless the old one was paused.</summary>
    [Alias("RollBack")]
    Task<SetupReply> RollBack(AgentRollback rollback);

    /// <summary>
    /// Notes durably what a key of a caller's choice is used for, once. The answer is the request that it was first used for: another
    /// one than <paramref name="request"/> says that the key was given twice.
    /// </summary>
    /// <param name="request">The request's fingerprint.</param>
    [Alias("ClaimKey")]
    [AlwaysInterleave]
    Task<string> ClaimKey(CommandId key, string request);

    /// <summary>Makes an agent of an active version and an open account. The same creation again changes nothing.</summary>
    [Alias("CreateAgent")]
    Task<SetupReply> CreateAgent(AgentCreation creation);

    [Alias("GetRegistry")]
    [AlwaysInterleave]
    Task<TenantRegistry> GetRegistry();

    /// <summary>Everything that an overview shows, in one call.</summary>
    [Alias("GetOverview")]
    [AlwaysInterleave]
    Task<TenantOverview> GetOverview(OverviewRequest request);

    /// <summary>Closed trades of all accounts, newest first.</summary>
    [Alias("GetClosedTrades")]
    [AlwaysInterleave]
    Task<Page<ClosedTradeRow>> GetClosedTrades(PageRequest page);

    /// <summary>Fills of all accounts at one market, newest first: marks on its chart.</summary>
    [Alias("GetFills")]
    [AlwaysInterleave]
    Task<Page<FillRow>> GetFills(SymbolKey symbol, PageRequest page);

    [Alias("GetAlerts")]
    [AlwaysInterleave]
    Task<Page<AlertRow>> GetAlerts(PageRequest page);

    /// <summary>Alerts of some kinds, newest first; of all kinds where none is named.</summary>
    [Alias("GetAlertsOf")]
    [AlwaysInterleave]
    Task<Page<AlertRow>> GetAlertsOf(ImmutableArray<AlertKind> kinds, PageRequest page);

    /// <summary>What the tenant may have and do, and what it has and does now.</summary>
    [Alias("GetQuotas")]
    [AlwaysInterleave]
    Task<QuotaState> GetQuotas();

    /// <summary>What the tenant may have and do; answered at once, from memory.</summary>
    [Alias("GetLimits")]
    [AlwaysInterleave]
    Task<TenantQuotas> GetLimits();

    /// <summary>Sets what holds for this tenant instead of the service's defaults, all at once. Only the service itself may: whoever lets an operator do so.</summary>
    [Alias("SetQuotas")]
    Task<SetupReply> SetQuotas(QuotaOverrides overrides);

    /// <summary>
    /// Hands an account some of the tenant's orders of this minute. What all accounts were handed together never exceeds the quota. Answered
    /// at once, from memory, so that an account may ask within its own turn.
    /// </summary>
    /// <param name="wanted">How many the account expects to send until the minute's end, at least one.</param>
    [Alias("LeaseOrders")]
    [AlwaysInterleave]
    Task<OrderLease> LeaseOrders(int wanted);
}
