using System.Text.Json;
using OrleansTrader.Grains;
using OrleansTrader.Grains.Accounts;
using OrleansTrader.Grains.Strategies;
using OrleansTrader.Grains.Tenants;
using OrleansTrader.Trading;
using OrleansTrader.Trading.Accounts;
using OrleansTrader.Trading.Orders;
using OrleansTrader.Trading.Risk.Portfolio;

namespace OrleansTrader.Dashboard.Live;

/// <summary>
/// The grains' commands as the asker gives them: refused where the role or the key's accounts do not reach, else called with the tenant's
/// identity and within the service's limits, whoever's thread it is made on. Each stands in the tenant's audit before it is done and after.
/// </summary>
public sealed class TraderControl(IClusterClient cluster, ISite site, IAudit audit, IServiceLimits service) : IControl
{
    public Task<SetupReply> CreateAccount(AccountCreation creation)
    {
        var account = new AccountKey(site.Tenant, creation.Name);
        return Set("account.create", account.ToString(), account, grains => grains.Tenant(site.Tenant).CreateAccount(service.Over(creation)));
    }

    public Task<CommandReply> Execute(AccountKey account, CommandId id, AccountCommand command)
    {
        var (allowed, refused) = Allowed(command);
        return Command($"account.{JsonNamingPolicy.CamelCase.ConvertName(command.GetType().Name)}", account, grains => refused is { } error
            ? Task.FromResult(new CommandReply(CommandStatus.Refused, 0, null, new Refusal(RefusalCode.InvalidValue, error.Field, error.Value, error.Remedy), null))
            : grains.Account(account).Execute(id, allowed));
    }

    public Task<CommandReply> Archive(AccountKey account, CommandId id) =>
        Command("account.archive", account, grains => grains.Tenant(account.Tenant).ArchiveAccount(id, account.Name));

    public Task<SetupReply> SetLimits(TenantLimits limits) =>
        Set("tenant.setLimits", site.Tenant.Value, account: null, grains => grains.PortfolioRisk(site.Tenant).SetLimits(limits));

    public Task<SetupReply> DraftVersion(VersionKey version, VersionConfig config)
    {
        var (allowed, refused) = service.Over(config);
        return Set("version.draft", version.ToString(), account: null, grains => refused is { } error
            ? Task.FromResult(SetupReply.Refuse([error]))
            : grains.Tenant(version.Tenant).DraftVersion(version.Strategy, version.Version, allowed));
    }

    public Task<SetupReply> Activate(VersionKey version) =>
        Set("version.activate", version.ToString(), account: null, grains => grains.StrategyVersion(version).Activate());

    public Task<SetupReply> Retire(VersionKey version) =>
        Set("version.retire", version.ToString(), account: null, grains => grains.StrategyVersion(version).Retire());

    public Task<SetupReply> CreateAgent(AgentCreation creation) => Set(
        "agent.create", $"{site.Tenant.Value}/{creation.Name}", creation.Setup.Account, grains => grains.Tenant(site.Tenant).CreateAgent(creation));

    public Task<SetupReply> Start(AgentKey agent) =>
        SetAgent("agent.start", agent, grains => grains.Agent(agent).Start());

    public Task<SetupReply> Pause(AgentKey agent) =>
        SetAgent("agent.pause", agent, grains => grains.Agent(agent).Pause());

    public Task<SetupReply> Stop(AgentKey agent, bool closesPositions) =>
        SetAgent(closesPositions ? "agent.stop closing" : "agent.stop keeping", agent, grains => grains.Agent(agent).Stop(closesPositions));

    public Task<SetupReply> RollBack(AgentRollback rollback) => SetAgent(
        $"agent.rollback to {rollback.Version.Strategy}@{rollback.Version.Version}", new AgentKey(site.Tenant, rollback.Agent),
        grains => grains.Tenant(site.Tenant).RollBack(rollback));

    public Task<string> ClaimKey(CommandId key, string request) =>
        For(grains => grains.Tenant(site.Tenant).ClaimKey(key, request));

    /// <param name="account">The account that it concerns; null for what concerns the tenant as a whole.</param>
    private async Task<SetupReply> Set(string action, string on, AccountKey? account, Func<IClusterClient, Task<SetupReply>> change) => await audit.Carry(
        action, on,
        async () => Refusal(account) is { } refusal ? SetupReply.Refuse(refusal.Field, refusal.Value, refusal.Remedy) : await For(change),
        static reply => reply.IsRefused ? $"refused: {reply.Errors[0]}" : reply.Status.ToString().ToLowerInvariant());

    private async Task<SetupReply> SetAgent(string action, AgentKey agent, Func<IClusterClient, Task<SetupReply>> change)
    {
        // Only a key that is limited to some accounts needs to know whose agent it is.
        var known = site.Asker.Accounts.IsEmpty ? null : await For(grains => grains.Agent(agent).GetSnapshot());
        return await Set(action, agent.ToString(), known?.Account, change);
    }

    private Task<CommandReply> Command(string action, AccountKey account, Func<IClusterClient, Task<CommandReply>> command) => audit.Carry(
        action, account.ToString(),
        async () => Refusal(account) is { } refusal ? new CommandReply(CommandStatus.Refused, 0, null, refusal, null) : await For(command),
        static reply => reply switch
        {
            { IsDone: true } => "done",
            { Refusal: { } refusal } => $"refused: {refusal}",
            _ => $"unknown: {reply.Fault}",
        });

    private (AccountCommand Command, FieldError? Refused) Allowed(AccountCommand command)
    {
        if (command is not SetLimits wanted)
            return (command, null);
        var (limits, refused) = service.Over(wanted.Limits);
        return (new SetLimits(limits), refused);
    }

    private Refusal? Refusal(AccountKey? account)
    {
        var asker = site.Asker;
        if (!asker.May(Role.Trader))
            return new Refusal(RefusalCode.NotAllowed, "role", "viewer", "a viewer only reads: ask an operator of your tenant for the role trader");
        if (asker.Accounts.IsEmpty || (account is { } key && asker.MayUse(key)))
            return null;
        return new Refusal(
            RefusalCode.NotAllowed, "key", asker.Key ?? string.Empty, $"the key is for {string.Join(", ", asker.Accounts)} only: use another one");
    }

    private T For<T>(Func<IClusterClient, T> call)
    {
        using (Caller.As(site.Asker.Tenant))
            return call(cluster);
    }
}
