using System.Collections.Immutable;
using OrleansTrader.Dashboard.Live;
using OrleansTrader.Grains;
using OrleansTrader.Grains.Breakers;
using OrleansTrader.Grains.Tenants;
using OrleansTrader.Trading.Risk.Breakers;

namespace OrleansTrader.Silo.Breakers;

/// <summary>Breakers of the tenant, of markets and of the service, as the asker's role allows; each change stands in the audit.</summary>
internal sealed class BreakersDesk(IClusterClient cluster, ISite site, IAudit audit) : IBreakers
{
    public Task<ScopeBreakers> Get(BreakerTarget target) => Call(target, tenant => tenant.Get(), market => market.GetBreakers(), service => service.Get());

    public bool May(BreakerTarget target) => site.Asker.Accounts.IsEmpty && site.Asker.May(Role.Operator) && (target.Scope == BreakerScope.Tenant || site.Asker.RunsThePlatform);

    public Task<SetupReply> Halt(BreakerTarget target, string reason, bool closes)
    {
        var order = new HaltOrder(reason, site.Asker.User, closes);
        return Change(target, closes ? "halt closing" : "halt", tenant => tenant.Halt(order), market => market.Halt(order), service => service.Halt(order));
    }

    public Task<SetupReply> Resume(BreakerTarget target)
    {
        var by = site.Asker.User;
        return Change(target, "resume", tenant => tenant.Resume(by), market => market.Resume(by), service => service.Resume(by));
    }

    public Task<SetupReply> SetRules(BreakerTarget target, ImmutableArray<BreakerRule> rules) =>
        Change(target, "breakers", tenant => tenant.SetRules(rules), market => market.SetBreakers(rules), service => service.SetRules(rules));

    private Task<SetupReply> Change(
        BreakerTarget target, string what, Func<ITenantBreakerGrain, Task<SetupReply>> tenant, Func<Grains.Symbols.ISymbolGrain, Task<SetupReply>> market,
        Func<IServiceBreakerGrain, Task<SetupReply>> service) => audit.Carry(
        $"{target.Scope.ToString().ToLowerInvariant()}.{what}", NameOf(target),
        () => May(target)
            ? Call(target, tenant, market, service)
            : Task.FromResult(SetupReply.Refuse("role", site.Asker.Role.ToString().ToLowerInvariant(), $"only an operator of the {(target.Scope == BreakerScope.Tenant ? "tenant" : "platform")} does this")),
        static reply => reply.IsRefused ? $"refused: {reply.Errors[0]}" : reply.Status.ToString().ToLowerInvariant());

    private string NameOf(BreakerTarget target) => target.Symbol?.ToString() ?? (target.Scope == BreakerScope.Tenant ? site.Tenant.Value : site.Venue);

    // A market is everybody's, and the service too: they are called for the service, on behalf of whom was looked at here.
    private T Call<T>(
        BreakerTarget target, Func<ITenantBreakerGrain, T> tenant, Func<Grains.Symbols.ISymbolGrain, T> market, Func<IServiceBreakerGrain, T> service)
    {
        using (target.Scope == BreakerScope.Tenant ? Caller.As(site.Asker.Tenant) : Caller.AsService())
        {
            return target switch
            {
                { Scope: BreakerScope.Tenant } => tenant(cluster.TenantBreaker(site.Asker.Tenant)),
                { Symbol: { } symbol } => market(cluster.Symbol(symbol)),
                _ => service(cluster.ServiceBreaker(site.Venue)),
            };
        }
    }
}
