using OrleansTrader.Grains;
using OrleansTrader.Grains.Accounts;
using OrleansTrader.Grains.Strategies;
using OrleansTrader.Grains.Tenants;
using OrleansTrader.Trading.Accounts;
using OrleansTrader.Trading.Orders;

namespace OrleansTrader.Dashboard.Live;

/// <summary>The grains' commands as one tenant gives them: every call carries that tenant's identity, whoever's thread it is made on.</summary>
public sealed class TraderControl(IClusterClient cluster, ISite site) : IControl
{
    public Task<SetupReply> CreateAccount(AccountCreation creation) =>
        For(grains => grains.Tenant(site.Tenant).CreateAccount(creation));

    public Task<CommandReply> Execute(AccountKey account, CommandId id, AccountCommand command) =>
        For(grains => grains.Account(account).Execute(id, command));

    public Task<CommandReply> Archive(AccountKey account, CommandId id) =>
        For(grains => grains.Tenant(account.Tenant).ArchiveAccount(id, account.Name));

    public Task<SetupReply> DraftVersion(VersionKey version, VersionConfig config) =>
        For(grains => grains.Tenant(version.Tenant).DraftVersion(version.Strategy, version.Version, config));

    public Task<SetupReply> Activate(VersionKey version) =>
        For(grains => grains.StrategyVersion(version).Activate());

    public Task<SetupReply> Retire(VersionKey version) =>
        For(grains => grains.StrategyVersion(version).Retire());

    public Task<SetupReply> CreateAgent(AgentCreation creation) =>
        For(grains => grains.Tenant(site.Tenant).CreateAgent(creation));

    public Task<SetupReply> Stop(AgentKey agent, bool closesPositions) =>
        For(grains => grains.Agent(agent).Stop(closesPositions));

    public Task<SetupReply> RollBack(AgentRollback rollback) =>
        For(grains => grains.Tenant(site.Tenant).RollBack(rollback));

    public Task<string> ClaimKey(CommandId key, string request) =>
        For(grains => grains.Tenant(site.Tenant).ClaimKey(key, request));

    private T For<T>(Func<IClusterClient, T> call)
    {
        using (Caller.As(site.Tenant))
            return call(cluster);
    }
}
