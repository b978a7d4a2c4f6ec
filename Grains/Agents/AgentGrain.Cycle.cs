using System.Collections.Immutable;
using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using Microsoft.Extensions.Logging;
using Orleans.Streams;
using OrleansTrader.Grains.Accounts;
using OrleansTrader.Grains.Books;
using OrleansTrader.Grains.Ports.Telemetry;
using OrleansTrader.Grains.Strategies;
using OrleansTrader.Grains.Symbols;
using OrleansTrader.Grains.Tenants;
using OrleansTrader.Trading;
using OrleansTrader.Trading.Accounts;
using OrleansTrader.Trading.Execution;
using OrleansTrader.Trading.Orders;
using OrleansTrader.Trading.Regimes;
using OrleansTrader.Trading.Strategies;

namespace OrleansTrader.Grains.Agents;

/// <summary>The decision cycle: observe, plan, translate, command, remember.</summary>
internal sealed partial class AgentGrain
{
    private ISymbolGrain[] _symbols = [];
    private IAccountGrain? _account;
    private IPlanner? _planner;
    private ObservationRequest? _needs;
    private long _cycles;
    private long _holds;
    private long _faults;
    private long _missed;
    private string? _holdReason;
    private DateTimeOffset _dueAt;
    private DateTimeOffset? _lastCycleAt;
    private string? _lastDecision;
    private string? _lastError;
    private DateTimeOffset? _lastErrorAt;

    private bool TryPlan(VersionConfig config, out IPlanner? planner, out ImmutableArray<FieldError> errors)
    {
        planner = null;
        if (config.Model is not { } model)
            return TryRules(config, out planner, out errors);
        errors = models.Refuse(model);
        return errors.IsEmpty;
    }

    private static bool TryRules(VersionConfig config, [NotNullWhen(true)] out IPlanner? planner, out ImmutableArray<FieldError> errors)
    {
        // The version's leverage holds unless the strategy's own parameter says otherwise.
        var parameters = config.Strategy.Parameters;
        if (!parameters.ContainsKey("leverage"))
            parameters = parameters.SetItem("leverage", config.Leverage.ToString(CultureInfo.InvariantCulture));
        return StrategyCatalog.TryCreate(config.Strategy with { Parameters = parameters }, out planner, out errors);
    }

    private void Run()
    {
        if (_timer is not null || state.State is not { Setup: { } setup, Config: { } config })
            return;
        if (!TryPlan(config, out _planner, out var errors))
        {
            Fail(FieldError.Join(errors));
            return;
        }

        _needs = _planner?.Needs ?? models.Needs(config.Model!);
        _account = GrainFactory.Account(setup.Account);
        _symbols = [.. config.Symbols.Select(symbol => GrainFactory.Symbol(new SymbolKey(config.Venue, symbol)))];
        PrepareExits(config);
        _timer = this.RegisterGrainTimer(
            Cycle, new GrainTimerCreationOptions(UntilNext(config), Timeout.InfiniteTimeSpan) { KeepAlive = true });
    }

    // Cycles stand on whole multiples of the interval, a little later, when the candle that ends there has closed.
    private TimeSpan UntilNext(VersionConfig config)
    {
        var now = time.GetUtcNow();
        var since = (now.UtcTicks - settings.CycleLag.Ticks) % config.CycleInterval.Ticks;
        var wait = TimeSpan.FromTicks(config.CycleInterval.Ticks - since);
        _dueAt = now + wait;
        return TimeSpan.FromMilliseconds(Math.Ceiling(wait.TotalMilliseconds));
    }

    private async Task Cycle(CancellationToken cancellation)
    {
        if (state.State is not { Status: AgentStatus.Active, Config: { } config } || _needs is null)
            return;
        // The machine's timers count whole milliseconds and may come early: the cycle would then bear the number of the one before.
        var late = time.GetUtcNow() - _dueAt;
        _timer?.Change(UntilNext(config), Timeout.InfiniteTimeSpan);
        if (late < TimeSpan.Zero)
            return;
        var missed = late.Ticks / config.CycleInterval.Ticks;
        _missed += missed;
        DecisionMetrics.RecordLateness(late, missed);
        using var span = StartSpan("agent cycle");
        await Turn(() => Decide(config));
        if (config.Exits is { } policy)
            await Turn(() => LookAfter(config, policy));
    }

    // A part of a cycle: what goes wrong in it is told and the next one runs.
    private async Task Turn(Func<Task<bool>> part)
    {
        Caller.BecomeService();
        var holdBefore = _holdReason;
        var errorBefore = _lastError;
        var decisionBefore = _lastDecision;
        var wasStale = _isStale;
        try
        {
            if (await part())
                _cycles++;
            _lastCycleAt = time.GetUtcNow();
        }
        catch (Exception fault)
        {
            _faults++;
            CountDecision(DecisionMetrics.Failed);
            if (!string.Equals(_lastError, fault.Message, StringComparison.Ordinal))
                LogCycleFailed(logger, fault, _key);
            Fail(fault.Message);
        }

        if (!ReferenceEquals(_lastDecision, decisionBefore) || !string.Equals(_holdReason, holdBefore, StringComparison.Ordinal)
            || !string.Equals(_lastError, errorBefore, StringComparison.Ordinal))
        {
            PublishChange();
        }

        await TellOf(errorBefore, wasStale);
    }

    /// <returns>Whether the cycle has come to its end; false where a model is still to answer.</returns>
    private async Task<bool> Decide(VersionConfig config)
    {
        if (IsWaiting())
            return false;
        if (await Observe(_needs!) is not ({ } observation, var version))
            return true;
        if (_planner is null)
            return await Ask(observation with { Performance = await Performance(observation.At) }, config);
        await Conclude(_planner.Plan(observation), observation, Number(observation.At, config), config, version);
        return true;
    }

    // Nothing, and the reason to hold, where no symbol can be traded or the account is not open.
    private async Task<(Observation Observation, long Version)?> Observe(ObservationRequest needs)
    {
        var symbols = ImmutableArray.CreateBuilder<SymbolObservation>(_symbols.Length);
        string? waiting = null;
        foreach (var grain in _symbols)
        {
            if (await grain.Observe(needs) is { } seen)
                symbols.Add(seen);
        }

        var usable = 0;
        _isStale = false;
        foreach (var seen in symbols)
        {
            _isStale |= seen is { IsWarm: true, StaleReason: not null };
            if (seen is { IsWarm: true, StaleReason: null })
                usable++;
            else
                waiting ??= seen.IsWarm ? $"prices of {seen.Symbol} are stale ({seen.StaleReason})" : $"indicators of {seen.Symbol} are warming up";
        }

        if (usable == 0)
        {
            Hold(waiting ?? "no quotes yet");
            return null;
        }

        if (await _account!.Observe() is not { } reading)
        {
            Hold($"account {state.State.Setup!.Account} is not open");
            return null;
        }

        _holdReason = waiting;
        var observation = new Observation(time.GetUtcNow(), symbols.DrainToImmutable(), Bound(reading.Account), reading.LastTrades, _lastError);
        return (_signal is { } signal ? With(observation, signal) : observation, reading.Version);
    }

    // The number of the interval names the cycle: one that is repeated after a crash gives the same command ids. A signal's names its own.
    private long Number(DateTimeOffset at, VersionConfig config) => _signal is { } signal ? NumberOf(signal) : (at - settings.CycleLag).UtcTicks / config.CycleInterval.Ticks;

    private async Task Conclude(Decision decision, Observation observation, long cycle, VersionConfig config, long version)
    {
        Note(decision);
        var plan = decision.IsHold ? ExecutionPlan.Nothing : DecisionTranslator.Translate(decision, observation, Cause(config.Model is null ? null : cycle), config.ChoosesExecution == true);
        if (plan.Commands.IsEmpty && plan.Errors.IsEmpty)
        {
            _holds++;
            CountDecision(DecisionMetrics.Held);
            return;
        }

        await Carry(decision, plan, observation, cycle, version);
    }

    private void Hold(string reason, string result = DecisionMetrics.Held)
    {
        _holdReason = reason;
        _holds++;
        CountDecision(result);
    }

    private async Task Carry(Decision decision, ExecutionPlan plan, Observation observation, long cycle, long version)
    {
        var outcomes = new Dictionary<string, string>(StringComparer.Ordinal);
        var isDryRun = state.State.Config!.DryRun;
        string? fault = plan.Errors.IsEmpty ? null : FieldError.Join(plan.Errors);
        _refusal = null;
        foreach (var command in plan.Commands)
        {
            var reply = isDryRun
                ? await Judge(command.Command)
                : await _account!.Execute(new CommandId($"{_key.Name}/{cycle}/{command.Suffix}"), command.Command);
            var told = isDryRun ? DryRun(reply) : Told(reply);
            var symbol = command.Suffix[..command.Suffix.IndexOf('/')];
            outcomes[symbol] = outcomes.TryGetValue(symbol, out var before) ? $"{before}; {told}" : told;
            version = Math.Max(version, reply.Version);
            if (!reply.IsDone)
                (fault, _refusal) = (told, reply.Refusal);
            if (reply.Status == CommandStatus.Unknown)
                break;
        }

        if (fault is null)
            _lastError = null;
        else
            Fail(fault);
        CountDecision(isDryRun ? DecisionMetrics.DryRun : fault is null ? DecisionMetrics.Acted : DecisionMetrics.Refused);
        await Remember(decision, observation, cycle, outcomes, fault, version);
    }

    private async Task Remember(
        Decision decision, Observation observation, long cycle, Dictionary<string, string> outcomes, string? fault, long version)
    {
        var rows = ImmutableArray.CreateBuilder<DecisionRow>();
        foreach (var wanted in decision.Positions)
        {
            if (wanted is { Signal: TradeSignal.Hold, ExitPlan: null })
                continue;
            rows.Add(new DecisionRow(
                _key, state.State.Setup!.Account, new SymbolKey(state.State.Config!.Venue, wanted.Symbol), cycle, observation.At,
                Action(wanted.Signal), observation.Find(wanted.Symbol)?.Regime?.Regime.Name() ?? string.Empty, (double)wanted.Confidence,
                wanted.Justification, outcomes.GetValueOrDefault(wanted.Symbol.Value) ?? fault ?? "nothing to change"));
            _lastDecision = $"{Action(wanted.Signal)} {wanted.Symbol}: {wanted.Justification}";
        }

        var made = rows.ToImmutable();
        await journal.Write(made.CastArray<ReadModelRow>());
        if (_accountUpdates is not null)
            await Watch(made, version);
    }

    private async Task Watch(ImmutableArray<DecisionRow> decisions, long version)
    {
        if (await readModel.LatestEquity(state.State.Setup!.Account, CancellationToken.None) is { } equity)
        {
            Send(_accountUpdates!, new AccountUpdate(
                equity.Account, version, version, time.GetUtcNow(), equity, [], [], [], [], decisions, null));
        }
    }

    private void Fail(string error)
    {
        _lastError = error;
        _lastErrorAt = time.GetUtcNow();
    }

    private void PublishChange()
    {
        if (_tenantUpdates is not null && Snapshot() is { } snapshot)
            Send(_tenantUpdates, new AgentChanged(_key.Tenant, time.GetUtcNow(), snapshot));
    }

    private void Send<T>(IAsyncStream<T> stream, T item)
    {
        _ = Sent();

        async Task Sent()
        {
            try
            {
                await stream.OnNextAsync(item);
            }
            catch (Exception fault)
            {
                LogUpdateLost(logger, _key, $"{fault.GetType().Name}: {fault.Message}");
            }
        }
    }

    private static string Told(CommandReply reply) => reply switch
    {
        { IsDone: true, Order: { } order } => $"order {order}",
        { IsDone: true } => "done",
        { Refusal: { } refusal } => $"refused: {refusal}",
        _ => $"unknown: {reply.Fault}",
    };

    // Each command is judged on the books as they are: what an earlier one of the cycle would have changed is not seen.
    private static string DryRun(CommandReply reply) => reply.IsDone ? "dry run: would be accepted, nothing was sent" : $"dry run: would be {Told(reply)}";

    private static string Action(TradeSignal signal) => signal switch
    {
        TradeSignal.Buy => "open-long",
        TradeSignal.Sell => "open-short",
        TradeSignal.Close => "close",
        _ => "move-exits",
    };

    [LoggerMessage(1, LogLevel.Error, "A cycle of {Agent} failed.")]
    private static partial void LogCycleFailed(ILogger logger, Exception fault, AgentKey agent);

    [LoggerMessage(2, LogLevel.Warning, "An update of {Agent} could not be published; watchers see it with the next. {Fault}")]
    private static partial void LogUpdateLost(ILogger logger, AgentKey agent, string fault);
}
