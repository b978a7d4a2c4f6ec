using System.Collections.Immutable;
using OrleansTrader.Grains.Accounts;
using OrleansTrader.Grains.Agents;
using OrleansTrader.Grains.Alerts;
using OrleansTrader.Grains.Books;
using OrleansTrader.Grains.Orders;
using OrleansTrader.Grains.Signals;
using OrleansTrader.Grains.Strategies;
using OrleansTrader.Grains.Symbols;
using OrleansTrader.Grains.Trades;
using OrleansTrader.Trading.Accounts;

namespace OrleansTrader.Grains.Ports;

/// <summary>
/// Queries over what the journal's transactions wrote beside the events. Every answer is bounded; a caller sees its own writes once
/// they were acknowledged.
/// </summary>
public interface IReadModel
{
    /// <summary>Most rows of a list that has no pages (accounts, agents, open orders, …); ordered by key.</summary>
    const int ListMax = 20_000;

    /// <summary>Most points of one equity curve.</summary>
    const int EquityPointsMax = 5_000;

    /// <summary>Every tenant that has an account or an agent, by name.</summary>
    ValueTask<ImmutableArray<TenantId>> Tenants(CancellationToken cancellation);

    ValueTask<ImmutableArray<AccountRow>> Accounts(TenantId tenant, CancellationToken cancellation);

    ValueTask<AccountRow?> Account(AccountKey account, CancellationToken cancellation);

    ValueTask<ImmutableArray<AgentRow>> Agents(TenantId tenant, CancellationToken cancellation);

    ValueTask<AgentRow?> Agent(AgentKey agent, CancellationToken cancellation);

    ValueTask<ImmutableArray<VersionRow>> Versions(TenantId tenant, CancellationToken cancellation);

    /// <summary>Open positions of all of a tenant's accounts, by account and symbol.</summary>
    ValueTask<ImmutableArray<PositionRow>> Positions(TenantId tenant, CancellationToken cancellation);

    ValueTask<ImmutableArray<PositionRow>> Positions(AccountKey account, CancellationToken cancellation);

    /// <summary>Orders that can still fill, by id.</summary>
    ValueTask<ImmutableArray<OrderRow>> OpenOrders(AccountKey account, CancellationToken cancellation);

    /// <summary>Orders of all accounts that can still fill at a symbol, by account and id.</summary>
    ValueTask<ImmutableArray<OrderRow>> OpenOrders(SymbolKey symbol, CancellationToken cancellation);

    /// <summary>All orders of an account, newest first.</summary>
    ValueTask<Page<OrderRow>> Orders(AccountKey account, PageRequest page, CancellationToken cancellation);

    ValueTask<Page<FillRow>> Fills(AccountKey account, PageRequest page, CancellationToken cancellation);

    /// <summary>A tenant's fills at one symbol, newest first: for marks on a chart.</summary>
    ValueTask<Page<FillRow>> Fills(TenantId tenant, SymbolKey symbol, PageRequest page, CancellationToken cancellation);

    ValueTask<Page<ClosedTradeRow>> ClosedTrades(AccountKey account, PageRequest page, CancellationToken cancellation);

    ValueTask<Page<ClosedTradeRow>> ClosedTrades(TenantId tenant, PageRequest page, CancellationToken cancellation);

    /// <summary>An account's closed trades with numbers above one, oldest first, at most <paramref name="limit"/> (up to <see cref="ListMax"/>).</summary>
    ValueTask<ImmutableArray<ClosedTradeRow>> ClosedTradesAfter(AccountKey account, long number, int limit, CancellationToken cancellation);

    /// <summary>The number of an account's last trade that was closed before an instant; 0 where there is none.</summary>
    ValueTask<long> LastTradeBefore(AccountKey account, DateTimeOffset at, CancellationToken cancellation);

    ValueTask<Page<DecisionRow>> Decisions(AgentKey agent, PageRequest page, CancellationToken cancellation);

    /// <summary>What an agent decided in one cycle and acted on, by symbol.</summary>
    ValueTask<ImmutableArray<DecisionRow>> Decisions(AgentKey agent, long cycle, CancellationToken cancellation);

    /// <summary>What language models were asked and said for an agent, newest first.</summary>
    ValueTask<Page<DecisionRecordRow>> DecisionRecords(AgentKey agent, PageRequest page, CancellationToken cancellation);

    ValueTask<DecisionRecordRow?> DecisionRecord(AgentKey agent, long cycle, CancellationToken cancellation);

    /// <summary>The newest record of a question: same observation, same configuration.</summary>
    ValueTask<DecisionRecordRow?> DecisionRecord(string observationHash, string configHash, CancellationToken cancellation);

    /// <summary>
    /// What came of each of some causes that name a cycle of an agent's, in their order: an account's orders and the closed trades that these
    /// opened, at most <see cref="CausedRows.RowsMax"/> of each.
    /// </summary>
    ValueTask<ImmutableArray<CausedRows>> CausedBy(AccountKey account, ImmutableArray<string> causes, CancellationToken cancellation);

    /// <summary>Pieces of texts by their hashes, at most <see cref="ListMax"/>; one that is not kept is absent.</summary>
    ValueTask<IReadOnlyDictionary<string, TextPartRow>> TextParts(IReadOnlyCollection<string> hashes, CancellationToken cancellation);

    /// <summary>What a tenant's models have cost since the beginning of the day (UTC) of an instant, in US dollars.</summary>
    ValueTask<decimal> ModelSpend(TenantId tenant, DateTimeOffset since, CancellationToken cancellation);

    /// <summary>What models have cost each of a tenant's versions in all; one that never asked any is absent.</summary>
    ValueTask<IReadOnlyDictionary<VersionKey, ModelCost>> ModelCosts(TenantId tenant, CancellationToken cancellation);

    /// <summary>What models have cost an agent, on the day (UTC) of an instant and in all.</summary>
    ValueTask<AgentModelCost> ModelCosts(AgentKey agent, DateTimeOffset today, CancellationToken cancellation);

    /// <summary>
    /// A version's lessons with the highest scores above zero, at most <paramref name="best"/>, and those with the lowest ones of all others, at most
    /// <paramref name="worst"/>; of equal ones the newest.
    /// </summary>
    ValueTask<ImmutableArray<LessonRow>> LessonExtremes(VersionKey version, int best, int worst, CancellationToken cancellation);

    /// <summary>All lessons of a version, newest first.</summary>
    ValueTask<Page<LessonRow>> Lessons(VersionKey version, PageRequest page, CancellationToken cancellation);

    /// <summary>The number of the last trade that an agent has learned from; 0 where there is none.</summary>
    ValueTask<long> LastLesson(AgentKey agent, CancellationToken cancellation);

    /// <summary>A tenant's signals, newest first, without their roads.</summary>
    ValueTask<Page<SignalRow>> Signals(TenantId tenant, SignalFilter filter, PageRequest page, CancellationToken cancellation);

    /// <summary>A signal with its road.</summary>
    ValueTask<SignalRow?> Signal(SignalKey signal, CancellationToken cancellation);

    /// <summary>Signals of all tenants that are to be looked at by now, the longest due first, at most <paramref name="limit"/>.</summary>
    ValueTask<ImmutableArray<SignalRow>> SignalsDue(DateTimeOffset now, int limit, CancellationToken cancellation);

    /// <summary>A tenant's signals of one symbol that were received since an instant, newest first, at most <paramref name="limit"/>.</summary>
    ValueTask<ImmutableArray<SignalRow>> SignalsSince(
        TenantId tenant, SymbolKey symbol, DateTimeOffset since, int limit, CancellationToken cancellation);

    /// <summary>What a source's signals came to, by symbol and direction.</summary>
    ValueTask<ImmutableArray<SourceTallyRow>> SourceTallies(SourceKey source, CancellationToken cancellation);

    /// <summary>What the signals of a tenant's sources came to, by source, symbol and direction.</summary>
    ValueTask<ImmutableArray<SourceTallyRow>> SourceTallies(TenantId tenant, CancellationToken cancellation);

    /// <param name="kinds">What they are about; empty for all.</param>
    ValueTask<Page<AlertRow>> Alerts(TenantId tenant, ImmutableArray<AlertKind> kinds, PageRequest page, CancellationToken cancellation);

    /// <summary>
    /// The equity curve over <c>[from, to)</c>, ascending, of at most <paramref name="pointsMax"/> points (up to
    /// <see cref="EquityPointsMax"/>): the range is cut into so many equal parts and the last row of each is returned.
    /// </summary>
    ValueTask<ImmutableArray<EquityRow>> Equity(
        AccountKey account, DateTimeOffset from, DateTimeOffset to, int pointsMax, CancellationToken cancellation);

    /// <summary>The latest equity row of each of a tenant's accounts that has one, by account.</summary>
    ValueTask<ImmutableArray<EquityRow>> LatestEquity(TenantId tenant, CancellationToken cancellation);

    /// <summary>An account's last equity row before an instant; null where it has none.</summary>
    ValueTask<EquityRow?> EquityBefore(AccountKey account, DateTimeOffset at, CancellationToken cancellation);

    /// <summary>The latest equity row of an account; null where it has none.</summary>
    ValueTask<EquityRow?> LatestEquity(AccountKey account, CancellationToken cancellation);

    /// <summary>
    /// Trigger sets of a symbol with a <see cref="TriggerSetRow.Change"/> above <paramref name="afterChange"/>, ascending by it, at most
    /// <paramref name="limit"/> (up to <see cref="ListMax"/>); empty sets too. 0 asks for all.
    /// </summary>
    ValueTask<ImmutableArray<TriggerSetRow>> TriggerSets(SymbolKey symbol, long afterChange, int limit, CancellationToken cancellation);

    ValueTask<QuoteRow?> Quote(SymbolKey symbol, CancellationToken cancellation);

    /// <summary>The last durable quote of every symbol, by key.</summary>
    ValueTask<ImmutableArray<QuoteRow>> Quotes(CancellationToken cancellation);

    /// <summary>Funding rates with <c>from ≤ At &lt; to</c>, ascending; at most <see cref="ListMax"/>.</summary>
    ValueTask<ImmutableArray<FundingRow>> Funding(SymbolKey symbol, DateTimeOffset from, DateTimeOffset to, CancellationToken cancellation);
}
