using System.Collections.Immutable;
using Orleans.Concurrency;
using OrleansTrader.Trading.Risk.Breakers;

namespace OrleansTrader.Grains.Breakers;

/// <summary>A tenant's breakers. Key: <c>tenant</c>. What changes is durable when it is answered, and told to every account until each has it.</summary>
[Alias(GrainAliases.TenantBreaker)]
public interface ITenantBreakerGrain : ITenantKeyed
{
    /// <summary>Accounts that are told at once; the others wait in line.</summary>
    const int TellingMax = 32;

    /// <summary>The kill switch of every account of the tenant.</summary>
    [Alias("Halt")]
    Task<SetupReply> Halt(HaltOrder order);

    /// <summary>Resets all breakers of the tenant's own. Accounts that halted by themselves stay so.</summary>
    [Alias("Resume")]
    Task<SetupReply> Resume(string by);

    /// <summary>Rules on the losses of all accounts together, all at once; empty for none.</summary>
    [Alias("SetRules")]
    Task<SetupReply> SetRules(ImmutableArray<BreakerRule> rules);

    [Alias("Get")]
    [AlwaysInterleave]
    Task<ScopeBreakers> Get();

    /// <summary>What an account has to go by; the service's part may be some seconds old.</summary>
    [Alias("GetStanding")]
    [AlwaysInterleave]
    Task<Standing> GetStanding();

    /// <summary>The service's breaker changed. Of the service alone; an older telling is ignored.</summary>
    /// <param name="breaker">Null where nothing is tripped any more.</param>
    [Alias("OnService")]
    Task OnService(TrippedBreaker? breaker, long sequence);
}

/// <summary>The breakers of the whole service. Key: the venue. Of the service alone: whoever lets an operator of the platform do so.</summary>
[Alias(GrainAliases.ServiceBreaker)]
public interface IServiceBreakerGrain : IGrainWithStringKey
{
    /// <summary>Tenants that are told at once; the others wait in line.</summary>
    const int TellingMax = 16;

    /// <summary>Markets that rules look at.</summary>
    const int MarketsMax = 500;

    [Alias("Halt")]
    Task<SetupReply> Halt(HaltOrder order);

    [Alias("Resume")]
    Task<SetupReply> Resume(string by);

    [Alias("SetRules")]
    Task<SetupReply> SetRules(ImmutableArray<BreakerRule> rules);

    [Alias("Get")]
    [AlwaysInterleave]
    Task<ScopeBreakers> Get();

    /// <summary>The strictest of the service's own, as tenants are told of it; answered at once, from memory.</summary>
    [Alias("GetStanding")]
    [AlwaysInterleave]
    Task<MarketStanding> GetStanding();
}
