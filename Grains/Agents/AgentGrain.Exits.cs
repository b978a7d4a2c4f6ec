using System.Collections.Immutable;
using OrleansTrader.Grains.Accounts;
using OrleansTrader.Grains.Books;
using OrleansTrader.Grains.Strategies;
using OrleansTrader.Grains.Symbols;
using OrleansTrader.Trading;
using OrleansTrader.Trading.Accounts;
using OrleansTrader.Trading.Execution;
using OrleansTrader.Trading.Execution.Exits;
using OrleansTrader.Trading.Instruments;
using OrleansTrader.Trading.Orders;
using OrleansTrader.Trading.Strategies;

namespace OrleansTrader.Grains.Agents;

/// <summary>
/// Exits by the version's policy: with each cycle, after the planner and also where it holds or has not answered yet, the positions of the
/// version's symbols are looked after. What is to be remembered of them is stored before anything is sent.
/// </summary>
internal sealed partial class AgentGrain
{
    private readonly Dictionary<Symbol, ExitWish> _wishes = [];
    private ObservationRequest _exitNeeds = ObservationRequest.None;
    private ISymbolGrain? _hedge;

    private void PrepareExits(VersionConfig config)
    {
        if (config.Exits is not { } policy)
            return;
        _exitNeeds = ExitNeeds.Of(policy);
        _hedge = policy.Hedge is { } hedge ? GrainFactory.Symbol(new SymbolKey(config.Venue, hedge.Symbol)) : null;
    }

    // What the planner says now of its symbols; it counts once, for the exits of this cycle or of the next.
    private void Note(Decision decision)
    {
        if (state.State.Config is not { Exits: not null })
            return;
        foreach (var wanted in decision.Positions)
        {
            Side? side = wanted.Signal switch { TradeSignal.Buy => Side.Buy, TradeSignal.Sell => Side.Sell, _ => null };
            if (wanted.Signal != TradeSignal.Hold)
                _wishes[wanted.Symbol] = new ExitWish(side, wanted.Confidence);
        }
    }

    /// <returns>False: it is no cycle of its own.</returns>
    private async Task<bool> LookAfter(VersionConfig config, ExitPolicy policy)
    {
        if (await _account!.Observe() is not { } reading)
            return false;
        var at = time.GetUtcNow();
        var account = Bound(reading.Account);
        var tended = await Tend(config, policy, account, at);
        var hedged = policy.Hedge is null ? null : await Hedge(policy.Hedge, account, tended.Hedged, at);
        await Keep(tended.Memories, hedged?.IsOurs ?? false);
        var commands = hedged is null ? tended.Commands : tended.Commands.AddRange(hedged.Commands);
        await Carry(commands, hedged is null ? tended.Errors : tended.Errors.AddRange(hedged.Errors), at, config);
        _wishes.Clear();
        return false;
    }

    private sealed record Tended(
        ImmutableArray<PlannedCommand> Commands, ImmutableArray<FieldError> Errors, ImmutableArray<ExitMemory> Memories, ImmutableArray<HedgedPosition> Hedged);

    private async Task<Tended> Tend(VersionConfig config, ExitPolicy policy, AccountObservation account, DateTimeOffset at)
    {
        var commands = ImmutableArray.CreateBuilder<PlannedCommand>();
        var errors = ImmutableArray.CreateBuilder<FieldError>();
        var memories = ImmutableArray.CreateBuilder<ExitMemory>();
        var hedged = ImmutableArray.CreateBuilder<HedgedPosition>();
        for (var i = 0; i < config.Symbols.Length; i++)
        {
            var known = MemoryOf(config.Symbols[i]);
            if (account.Find(config.Symbols[i]) is not { } position)
                continue;
            if (await _symbols[i].Observe(_exitNeeds) is not { } market)
            {
                if (known is not null)
                    memories.Add(known);
                continue;
            }

            var wish = _wishes.GetValueOrDefault(position.Symbol);
            var advice = ExitManager.Advise(policy, new ExitSituation(at, position, market, account, wish), known, Cause());
            commands.AddRange(advice.Commands);
            errors.AddRange(advice.Errors);
            memories.Add(advice.Memory);
            hedged.Add(new HedgedPosition(position, market));
        }

        return new Tended(commands.DrainToImmutable(), errors.DrainToImmutable(), memories.DrainToImmutable(), hedged.DrainToImmutable());
    }

    private async Task<HedgeAdvice> Hedge(HedgePolicy policy, AccountObservation account, ImmutableArray<HedgedPosition> hedged, DateTimeOffset at)
    {
        var market = await _hedge!.Observe(ExitNeeds.OfHedge(policy));
        return Hedging.Advise(policy, hedged, market, account, state.State.HoldsHedge ?? false, at, Cause());
    }

    private ExitMemory? MemoryOf(Symbol symbol)
    {
        foreach (var memory in state.State.Exits ?? [])
        {
            if (memory.Symbol == symbol)
                return memory;
        }

        return null;
    }

    private async Task Keep(ImmutableArray<ExitMemory> memories, bool holdsHedge)
    {
        var record = state.State;
        if (record.Config!.DryRun || ((record.Exits ?? []).AsSpan().SequenceEqual(memories.AsSpan()) && (record.HoldsHedge ?? false) == holdsHedge))
            return;
        await Write(record with { Exits = memories.IsEmpty ? null : memories, HoldsHedge = holdsHedge ? true : null, Cycles = _cycles, Holds = _holds });
    }

    private async Task Carry(ImmutableArray<PlannedCommand> commands, ImmutableArray<FieldError> errors, DateTimeOffset at, VersionConfig config)
    {
        string? fault = errors.IsEmpty ? null : FieldError.Join(errors);
        var rows = ImmutableArray.CreateBuilder<ReadModelRow>();
        foreach (var command in commands)
        {
            var reply = config.DryRun
                ? await Judge(command.Command)
                : await _account!.Execute(new CommandId($"{_key.Name}/exits/{command.Suffix}"), command.Command);
            // While trading is halted, or prices stand still, exits stay as they are: there is nothing to tell of each time.
            if (!reply.IsDone && reply.Refusal?.Code is not (RefusalCode.Halted or RefusalCode.StaleMarket or RefusalCode.NoPosition))
                fault = Told(reply);
            if (RowOf(command, reply, at, config) is { } row)
                rows.Add(row);
            if (reply.Status == CommandStatus.Unknown)
                break;
        }

        if (fault is not null)
            Fail(fault);
        if (rows.Count > 0)
            await journal.Write(rows.ToImmutable());
    }

    // A stop that moves on is the order's own story; what opens, closes, resizes or sets exits anew is a decision that people look for.
    private DecisionRow? RowOf(PlannedCommand command, CommandReply reply, DateTimeOffset at, VersionConfig config)
    {
        var (symbol, action, note) = command.Command switch
        {
            ClosePosition close => (close.Symbol, "close", close.Note),
            ReplaceExits replace => (replace.Symbol, "move-exits", replace.Note),
            SubmitOrder { Intent: { } intent } => (intent.Symbol, intent.ReduceOnly ? "reduce" : "add", intent.Note),
            _ => (default, string.Empty, OrderNote.None),
        };
        if (symbol == default)
            return null;
        return new DecisionRow(
            _key, state.State.Setup!.Account, new SymbolKey(config.Venue, symbol), Number(at, config), at, action, string.Empty,
            (double)(_wishes.GetValueOrDefault(symbol)?.Confidence ?? 1m), note.Reason, config.DryRun ? DryRun(reply) : Told(reply));
    }
}
