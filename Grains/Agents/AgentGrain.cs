using System.Globalization;
using Microsoft.Extensions.Logging;
using Orleans.Streams;
using OrleansTrader.Grains.Accounts;
using OrleansTrader.Grains.Books;
using OrleansTrader.Grains.Ports;
using OrleansTrader.Grains.Strategies;
using OrleansTrader.Grains.Tenants;
using OrleansTrader.Trading.Accounts;
using OrleansTrader.Trading.Orders;
using OrleansTrader.Trading.Signals.Road;

namespace OrleansTrader.Grains.Agents;

/// <summary>One strategy version trading one account: its life. The cycle is in the other part.</summary>
[GrainType(GrainTypes.Agent)]
internal sealed partial class AgentGrain(
    GrainSettings settings,
    [PersistentState(StateNames.Agent, StateNames.Storage)] IPersistentState<AgentRecord> state,
    IJournal journal,
    IReadModel readModel,
    IModelPlanner models,
    TimeProvider time,
    ILogger<AgentGrain> logger) : Grain, IAgentGrain, IRemindable
{
    private const string Reminder = "running";

    private const string CycleWord = "cycle";

    // A crash ends the timer; the reminder brings a running agent back within this time, the least that Orleans allows.
    private static readonly TimeSpan ReminderPeriod = TimeSpan.FromMinutes(1);

    private AgentKey _key;
    private IAsyncStream<AccountUpdate>? _accountUpdates;
    private IAsyncStream<TenantUpdate>? _tenantUpdates;
    private IGrainTimer? _timer;

    public override Task OnActivateAsync(CancellationToken cancellationToken)
    {
        _key = AgentKey.Parse(this.GetPrimaryKeyString());
        _cycles = state.State.Cycles;
        _holds = state.State.Holds;
        if (state.State is { Setup: { } setup } && settings.PublishesUpdates)
            OpenStreams(setup);
        if (state.State.Status == AgentStatus.Active && state.State.Setup is not null)
            Run();
        return Task.CompletedTask;
    }

    public override async Task OnDeactivateAsync(DeactivationReason reason, CancellationToken cancellationToken)
    {
        if (state.State.Setup is not null && (_cycles != state.State.Cycles || _holds != state.State.Holds))
            await Write(state.State with { Cycles = _cycles, Holds = _holds });
    }

    public async Task<SetupReply> Create(AgentSetup setup)
    {
        if (state.State.Setup is { } known)
        {
            return known == setup
                ? SetupReply.Unchanged
                : SetupReply.Refuse("agent", _key.ToString(), $"is there already, trading {known.Version} on {known.Account}: choose another name");
        }

        if (setup.Version.Tenant != _key.Tenant || setup.Account.Tenant != _key.Tenant)
            return SetupReply.Refuse("setup", $"{setup.Version} on {setup.Account}", $"name a version and an account of {_key.Tenant}");
        var version = await GrainFactory.StrategyVersion(setup.Version).Get();
        if (version is not { Status: VersionStatus.Active })
            return SetupReply.Refuse("version", setup.Version.ToString(), version is null ? "create it first" : "activate it first");
        if (await GrainFactory.Account(setup.Account).GetView() is not { } account)
            return SetupReply.Refuse("account", setup.Account.ToString(), "open it first");
        if (account.Books.Halt == HaltCause.Archived)
            return SetupReply.Refuse("account", setup.Account.ToString(), "is archived: open another one");
        foreach (var symbol in version.Config.Symbols)
        {
            if (!string.Equals(symbol.Quote, account.Books.Currency, StringComparison.Ordinal))
                return SetupReply.Refuse("account", account.Books.Currency, $"{symbol} needs an account in {symbol.Quote}");
        }

        if (settings.PublishesUpdates)
            OpenStreams(setup);
        await Save(new AgentRecord { Setup = setup, Config = version.Config, Status = AgentStatus.Paused });
        return SetupReply.Done;
    }

    public async Task<SetupReply> Start()
    {
        if (state.State is not { Setup: { } setup, Config: { } config })
            return SetupReply.Refuse("agent", _key.ToString(), "does not exist: create it first");
        if (state.State.Status == AgentStatus.Active)
            return SetupReply.Unchanged;
        if (state.State.Status == AgentStatus.Stopped)
            return SetupReply.Refuse("status", "stopped", "a stopped agent stays stopped: create a new one");
        if (!TryPlan(config, out _, out var errors))
            return SetupReply.Refuse(errors);
        if (await GrainFactory.Account(setup.Account).GetView() is { Books.Halt: HaltCause.Archived })
            return SetupReply.Refuse("account", setup.Account.ToString(), "is archived: make an agent of another account");
        if (await Limit(GrainFactory.Account(setup.Account), config, isSet: true) is { } unlimited)
            return SetupReply.Refuse("limits", setup.Version.ToString(), $"the account does not take the version's limits, and without them nothing starts: {unlimited}");
        await this.RegisterOrUpdateReminder(Reminder, ReminderPeriod, ReminderPeriod);
        await Save(state.State with { Status = AgentStatus.Active, StartedAt = state.State.StartedAt ?? time.GetUtcNow() });
        Run();
        return SetupReply.Done;
    }

    public async Task<SetupReply> Pause()
    {
        if (state.State.Setup is null)
            return SetupReply.Refuse("agent", _key.ToString(), "does not exist: create it first");
        if (state.State.Status != AgentStatus.Active)
            return SetupReply.Unchanged;
        await End(AgentStatus.Paused);
        return SetupReply.Done;
    }

    public async Task<SetupReply> Stop(bool closesPositions)
    {
        if (state.State is not { Setup: { } setup, Config: { } config })
            return SetupReply.Refuse("agent", _key.ToString(), "does not exist: create it first");
        var account = GrainFactory.Account(setup.Account);
        var isFirst = state.State.Status != AgentStatus.Stopped;
        string? refusal = null;
        if (isFirst)
        {
            await End(AgentStatus.Stopped);
            refusal = await Leave(account, config, closesPositions);
            await LearnLast(config);
        }

        // Also of one that is stopped: a first attempt may have been cut short here.
        var bound = await Limit(account, config, isSet: false);
        if (refusal is not null)
            return SetupReply.Refuse("positions", _key.ToString(), $"the agent is stopped, but: {refusal}");
        if (bound is not null)
            return SetupReply.Refuse("limits", _key.ToString(), $"the agent is stopped, but its version's limits still hold for the account, stop it again: {bound}");
        return isFirst ? SetupReply.Done : SetupReply.Unchanged;
    }

    public Task<AgentSnapshot?> GetSnapshot() => Task.FromResult(Snapshot());

    public async Task<Page<DecisionRow>> GetDecisions(PageRequest page) => await readModel.Decisions(_key, page, CancellationToken.None);

    /// <summary>Brings the agent back after a crash: being called is enough, its activation runs what is active.</summary>
    public async Task ReceiveReminder(string reminderName, TickStatus status)
    {
        if (state.State.Status != AgentStatus.Active)
            await Forget();
        else if (status.Period != ReminderPeriod)
            await this.RegisterOrUpdateReminder(Reminder, ReminderPeriod, ReminderPeriod);
    }

    private AgentSnapshot? Snapshot() => state.State is { Setup: { } setup, Config: { } config } record
        ? new AgentSnapshot(
            _key, setup.Version, setup.Account, config.Planner, record.Status, record.StartedAt, _holdReason, _lastCycleAt,
            _cycles, _holds, _faults, _lastDecision, _lastError, _lastErrorAt,
            config is { Model: { } model } && record.StartedAt is { } from ? models.Leakage(model, from) : null)
        {
            Missed = _missed,
        }
        : null;

    private async Task End(AgentStatus status)
    {
        _timer?.Dispose();
        _timer = null;
        await Save(state.State with { Status = status, Cycles = _cycles, Holds = _holds });
        await Forget();
    }

    private async Task Forget()
    {
        if (await this.GetReminder(Reminder) is { } reminder)
            await this.UnregisterReminder(reminder);
    }

    // Entry orders go, protective ones stay unless what they protect is closed. Null, or what was refused.
    private async Task<string?> Leave(IAccountGrain account, VersionConfig config, bool closesPositions)
    {
        if (await account.Observe() is not { } reading)
            return null;
        string? refused = null;
        foreach (var order in reading.Account.Orders)
        {
            if (!order.IsReduceOnly && config.Symbols.Contains(order.Symbol))
                refused = await Send($"cancel/{order.Id}", new CancelOrder(order.Id)) ?? refused;
        }

        foreach (var position in reading.Account.Positions)
        {
            if (closesPositions && (config.Symbols.Contains(position.Symbol) || (state.State.HoldsHedge == true && config.Exits?.Hedge?.Symbol == position.Symbol)))
                refused = await Send($"close/{position.Symbol}", new ClosePosition(position.Symbol, new OrderNote("agent stopped", Cause()))) ?? refused;
        }

        return refused;

        async Task<string?> Send(string what, AccountCommand command)
        {
            var reply = await account.Execute(new CommandId($"{_key.Name}/stop/{what}"), command);
            return reply.IsDone ? null : reply.Refusal?.ToString() ?? reply.Fault;
        }
    }

    private async Task Save(AgentRecord record)
    {
        await Write(record);
        var config = record.Config!;
        await journal.Write([new AgentRow(
            _key, record.Setup!.Account, record.Setup.Version, [.. config.Symbols.Select(symbol => new SymbolKey(config.Venue, symbol))],
            record.Status, time.GetUtcNow(), string.Empty)]);
        PublishChange();
    }

    private async Task Write(AgentRecord record)
    {
        var before = state.State;
        state.State = record;
        try
        {
            await state.WriteStateAsync();
        }
        catch
        {
            state.State = before;
            DeactivateOnIdle();
            throw;
        }
    }

    private void OpenStreams(AgentSetup setup)
    {
        var provider = this.GetStreamProvider(StreamNames.Provider);
        _accountUpdates = provider.GetStream<AccountUpdate>(StreamNames.Accounts, setup.Account.ToString());
        _tenantUpdates = provider.GetStream<TenantUpdate>(StreamNames.Tenants, _key.Tenant.Value);
    }

    // A model's cycle names the record of what it was asked and said.
    private string Cause(long? cycle = null)
    {
        var cause = $"{_key.Name} {state.State.Setup!.Version.Strategy}@{state.State.Setup.Version.Version}";
        if (cycle is { } number)
            cause = string.Create(CultureInfo.InvariantCulture, $"{cause} {CycleWord} {number}");
        return _signal is { } signal ? SignalCause.Of(signal.Key.Id, cause) : cause;
    }
}
