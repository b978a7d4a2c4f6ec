using OrleansTrader.Dashboard.Live;
using OrleansTrader.Grains;
using OrleansTrader.Grains.Accounts;
using OrleansTrader.Grains.Strategies;
using OrleansTrader.Grains.Tenants;
using OrleansTrader.Trading.Accounts;
using OrleansTrader.Trading.Orders;
using OrleansTrader.Trading.Risk.Portfolio;

namespace OrleansTrader.Silo.Tests.Http;

/// <summary>Notes what it is asked to change, and answers as it is told to.</summary>
internal sealed class FakeControl : IControl
{
    private readonly Dictionary<CommandId, string> _claims = [];
    private readonly Dictionary<CommandId, CommandReply> _replies = [];

    /// <summary>Every change that was carried out, in words.</summary>
    public List<string> Done { get; } = [];

    public List<AccountCommand> Commands { get; } = [];

    public AccountCreation? Account { get; private set; }

    public AgentCreation? Agent { get; private set; }

    public VersionConfig? Config { get; private set; }

    /// <summary>What every command is answered with from now on.</summary>
    public CommandReply Reply { get; set; } = new(CommandStatus.Done, 7, new OrderId(3), null, null);

    /// <summary>What every other change is answered with from now on.</summary>
    public SetupReply Setup { get; set; } = SetupReply.Done;

    public Exception? Fault { get; set; }

    /// <summary>As if nothing had happened yet.</summary>
    public void Forget()
    {
        _claims.Clear();
        _replies.Clear();
        Done.Clear();
        Commands.Clear();
        (Account, Agent, Config, Shared) = (null, null, null, null);
        (Reply, Setup, Fault) = (new(CommandStatus.Done, 7, new OrderId(3), null, null), SetupReply.Done, null);
    }

    public TenantLimits? Shared { get; private set; }

    public Task<SetupReply> SetLimits(TenantLimits limits)
    {
        Shared = limits;
        return Changed("limits");
    }

    public Task<SetupReply> CreateAccount(AccountCreation creation)
    {
        Account = creation;
        return Changed($"account {creation.Name}");
    }

    public Task<CommandReply> Execute(AccountKey account, CommandId id, AccountCommand command)
    {
        if (Fault is not null)
            throw Fault;
        if (_replies.TryGetValue(id, out var first))
            return Task.FromResult(first);
        Commands.Add(command);
        return Task.FromResult(_replies[id] = Reply);
    }

    public Task<CommandReply> Archive(AccountKey account, CommandId id) => Execute(account, id, new ArchiveAccount());

    public Task<SetupReply> DraftVersion(VersionKey version, VersionConfig config)
    {
        Config = config;
        return Changed($"draft {version}");
    }

    public Task<SetupReply> Activate(VersionKey version) => Changed($"activate {version}");

    public Task<SetupReply> Retire(VersionKey version) => Changed($"retire {version}");

    public Task<SetupReply> CreateAgent(AgentCreation creation)
    {
        Agent = creation;
        return Changed($"agent {creation.Name}");
    }

    public Task<SetupReply> Start(AgentKey agent) => Changed($"start {agent}");

    public Task<SetupReply> Pause(AgentKey agent) => Changed($"pause {agent}");

    public Task<SetupReply> Stop(AgentKey agent, bool closesPositions) => Changed($"stop {agent} {(closesPositions ? "closing" : "keeping")}");

    public Task<SetupReply> RollBack(AgentRollback rollback) => Changed($"rollback {rollback.Agent} to {rollback.Version} as {rollback.Name}");

    public Task<string> ClaimKey(CommandId key, string request)
    {
        _claims.TryAdd(key, request);
        return Task.FromResult(_claims[key]);
    }

    private Task<SetupReply> Changed(string what)
    {
        if (Fault is not null)
            throw Fault;
        Done.Add(what);
        return Task.FromResult(Setup);
    }
}
