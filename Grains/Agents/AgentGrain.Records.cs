using System.Collections.Immutable;
using OrleansTrader.Grains.Books;
using OrleansTrader.Grains.Json;
using OrleansTrader.Grains.Orders;
using OrleansTrader.Grains.Ports;
using OrleansTrader.Trading.Accounts;
using OrleansTrader.Trading.Strategies;

namespace OrleansTrader.Grains.Agents;

/// <summary>What language models were asked, what it cost, and what came of their decisions. Orders and trades name their cycle: by that they are found.</summary>
internal sealed partial class AgentGrain
{
    public async Task<AgentModelCost> GetModelCost() => await readModel.ModelCosts(_key, time.GetUtcNow(), CancellationToken.None);

    public async Task<Page<DecisionRecordRow>> GetRecords(PageRequest page)
    {
        var records = await readModel.DecisionRecords(_key, page, CancellationToken.None);
        var acted = records.Rows.Where(static record => record.Decision is not null).Select(static record => record.Cycle).ToArray();
        if (acted.Length == 0 || state.State.Setup is not { } setup)
            return records;
        var caused = await readModel.CausedBy(setup.Account, [.. acted.Select(cycle => Cause(cycle))], CancellationToken.None);
        var outcomes = new Dictionary<long, RecordOutcome>();
        for (var i = 0; i < acted.Length; i++)
            outcomes[acted[i]] = await InShort(acted[i], caused[i]);
        return records with { Rows = [.. records.Rows.Select(record => record with { Outcome = outcomes.GetValueOrDefault(record.Cycle) })] };
    }

    public async Task<DecisionTranscript?> GetTranscript(long cycle)
    {
        if (await readModel.DecisionRecord(_key, cycle, CancellationToken.None) is not { } record)
            return null;
        var hashes = record.Turns.SelectMany(turn => turn.System.Concat(turn.User).Concat(turn.Answer)).ToImmutableHashSet(StringComparer.Ordinal);
        var parts = await readModel.TextParts(hashes, CancellationToken.None);
        var texts = record.Turns.Select(turn => new TurnText(
            TextParts.Join(turn.System, parts), TextParts.Join(turn.User, parts), TextParts.Join(turn.Answer, parts)));
        if (record.Decision is not { } json || state.State is not { Setup: { } setup, Config: { } config })
            return new DecisionTranscript(record, [.. texts]);
        var caused = (await readModel.CausedBy(setup.Account, [Cause(cycle)], CancellationToken.None))[0];
        var told = await readModel.Decisions(_key, cycle, CancellationToken.None);
        var wanted = ContractJson.Decode<Decision>(json).Positions.Where(static position => position is not { Signal: TradeSignal.Hold, ExitPlan: null })
            .Select(position => new SymbolKey(config.Venue, position.Symbol));
        return new DecisionTranscript(record with { Outcome = await InShort(cycle, caused) }, [.. texts])
        {
            Outcomes = [.. wanted.Union(caused.Orders.Select(static order => order.Symbol)).Select(symbol => Outcome(symbol, caused, told))],
        };
    }

    private static SymbolOutcome Outcome(SymbolKey symbol, CausedRows caused, ImmutableArray<DecisionRow> decisions)
    {
        var told = decisions.FirstOrDefault(decision => decision.Symbol == symbol);
        return new SymbolOutcome(
            symbol, told?.Action ?? string.Empty, told?.Outcome ?? SymbolOutcome.Nothing, caused.Orders.RemoveAll(order => order.Symbol != symbol),
            caused.Trades.RemoveAll(trade => trade.Symbol != symbol));
    }

    private async Task<RecordOutcome> InShort(long cycle, CausedRows caused)
    {
        var orders = caused.Orders.Count(static (OrderRow order) => order.Parent is null);
        decimal? net = caused.Trades.IsEmpty ? null : caused.Trades.Sum(static trade => trade.Net);
        var told = orders > 0 ? [] : await readModel.Decisions(_key, cycle, CancellationToken.None);
        return new RecordOutcome(orders, caused.Trades.Length, net, told.IsEmpty ? null : string.Join("; ", told.Select(static decision => decision.Outcome)));
    }
}
