using System.Text;
using OrleansTrader.Grains.Accounts;
using OrleansTrader.Grains.Agents;
using OrleansTrader.Grains.Ports;
using OrleansTrader.Trading.Accounts;
using OrleansTrader.Trading.Orders;

namespace OrleansTrader.Grains.Tenants;

/// <summary>What concerns an account and its agents together, and each request once.</summary>
internal sealed partial class TenantGrain
{
    /// <summary>The stream of the journal that holds the keys of a tenant's requests: commits without events.</summary>
    private const string Requests = "requests/";

    public async Task<CommandReply> ArchiveAccount(CommandId id, string account)
    {
        var key = new AccountKey(_tenant, account);
        var agents = await readModel.Agents(_tenant, CancellationToken.None);
        if (agents.FirstOrDefault(row => row.Account == key && row.Status == AgentStatus.Active) is { } active)
        {
            return new CommandReply(
                CommandStatus.Refused, 0, null,
                new Refusal(RefusalCode.AgentActive, "agent", active.Agent.Name, "stop or pause every agent of the account first"), null);
        }

        return await GrainFactory.Account(key).Execute(id, new ArchiveAccount());
    }

    public async Task<SetupReply> RollBack(AgentRollback rollback)
    {
        if (!Names.IsName(rollback.Name))
            return SetupReply.Refuse("name", rollback.Name, Names.Rule);
        var old = GrainFactory.Agent(new AgentKey(_tenant, rollback.Agent));
        if (await old.GetSnapshot() is not { } agent)
            return SetupReply.Refuse("agent", rollback.Agent, "does not exist: create it first");
        if (agent.Version == rollback.Version)
            return SetupReply.Refuse("version", $"{agent.Version.Strategy}@{agent.Version.Version}", "the agent trades it already: name another one");

        // What can be refused comes first: an agent is stopped only once its successor is there.
        // One that is stopped makes no room for its successor.
        if (agent.Status == AgentStatus.Stopped && await RefuseAgent(new AgentKey(_tenant, rollback.Name)) is { } full)
            return full;
        var next = GrainFactory.Agent(new AgentKey(_tenant, rollback.Name));
        var created = await next.Create(new AgentSetup(rollback.Version, agent.Account));
        if (created.IsRefused)
            return created;
        var stopped = await old.Stop(rollback.ClosesPositions);
        return stopped.IsRefused || agent.Status == AgentStatus.Paused ? stopped : await next.Start();
    }

    public async Task<string> ClaimKey(CommandId key, string request)
    {
        var claim = new Commit(Requests + _tenant.Value, key, 0, time.GetUtcNow(), [], Encoding.UTF8.GetBytes(request), []);
        return await journal.Append(claim) is CommitOutcome.Repeated first ? Encoding.UTF8.GetString(first.Result.Span) : request;
    }
}
