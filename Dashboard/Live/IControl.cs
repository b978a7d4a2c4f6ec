using OrleansTrader.Grains;
using OrleansTrader.Grains.Accounts;
using OrleansTrader.Grains.Strategies;
using OrleansTrader.Grains.Tenants;
using OrleansTrader.Trading.Accounts;
using OrleansTrader.Trading.Orders;
using OrleansTrader.Trading.Risk.Portfolio;

namespace OrleansTrader.Dashboard.Live;

/// <summary>What pages and the HTTP API change, on behalf of the tenant that is logged in. What has begun is finished: nothing here is cancelled.</summary>
public interface IControl
{
    Task<SetupReply> CreateAccount(AccountCreation creation);

    /// <summary>Carries out a command at most once; the same id again is answered with the first reply.</summary>
    Task<CommandReply> Execute(AccountKey account, CommandId id, AccountCommand command);

    Task<CommandReply> Archive(AccountKey account, CommandId id);

    /// <summary>Sets the limits that all accounts share, all at once.</summary>
    Task<SetupReply> SetLimits(TenantLimits limits);

    Task<SetupReply> DraftVersion(VersionKey version, VersionConfig config);

    Task<SetupReply> Activate(VersionKey version);

    Task<SetupReply> Retire(VersionKey version);

    Task<SetupReply> CreateAgent(AgentCreation creation);

    Task<SetupReply> Start(AgentKey agent);

    Task<SetupReply> Pause(AgentKey agent);

    Task<SetupReply> Stop(AgentKey agent, bool closesPositions);

    Task<SetupReply> RollBack(AgentRollback rollback);

    /// <summary>The request that the key was first used for: another one than <paramref name="request"/> where it was given twice.</summary>
    Task<string> ClaimKey(CommandId key, string request);
}
