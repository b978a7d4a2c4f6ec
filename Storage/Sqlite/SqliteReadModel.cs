using System.Collections.Immutable;
using OrleansTrader.Grains.Accounts;
using OrleansTrader.Grains.Agents;
using OrleansTrader.Grains.Alerts;
using OrleansTrader.Grains.Books;
using OrleansTrader.Grains.Orders;
using OrleansTrader.Grains.Ports;
using OrleansTrader.Grains.Strategies;
using OrleansTrader.Grains.Symbols;
using OrleansTrader.Grains.Trades;
using OrleansTrader.Storage.Rows;
using OrleansTrader.Trading.Signals.Road;
using OrleansTrader.Storage.Sqlite.Commits;
using OrleansTrader.Storage.Sqlite.Database;
using OrleansTrader.Storage.Sqlite.Rows;
using OrleansTrader.Trading.Accounts;

namespace OrleansTrader.Storage.Sqlite;

/// <summary>A tenant's keys are those from <c>tenant/</c> up to <c>tenant0</c>, for <c>0</c> is the character after the slash.</summary>
internal sealed partial class SqliteReadModel(IBooks books) : IReadModel
{
    public ValueTask<ImmutableArray<TenantId>> Tenants(CancellationToken cancellation) => List(
        "SELECT DISTINCT substr(key, 1, instr(key, '/') - 1) FROM (SELECT account AS key FROM accounts UNION SELECT agent FROM agents) "
        + "ORDER BY 1 LIMIT ?",
        static bind => bind, static row => new TenantId(row.Text()), cancellation);

    public ValueTask<ImmutableArray<AccountRow>> Accounts(TenantId tenant, CancellationToken cancellation) => List(
        $"SELECT {AccountColumns.List} FROM accounts WHERE account >= ? AND account < ? ORDER BY account LIMIT ?",
        bind => Of(bind, tenant), AccountColumns.Read, cancellation);

    public ValueTask<AccountRow?> Account(AccountKey account, CancellationToken cancellation) => One(
        $"SELECT {AccountColumns.List} FROM accounts WHERE account = ?", account.ToString(), AccountColumns.Read, cancellation);

    public ValueTask<ImmutableArray<AgentRow>> Agents(TenantId tenant, CancellationToken cancellation) => List(
        $"SELECT {AgentColumns.List} FROM agents WHERE agent >= ? AND agent < ? ORDER BY agent LIMIT ?",
        bind => Of(bind, tenant), AgentColumns.Read, cancellation);

    public ValueTask<AgentRow?> Agent(AgentKey agent, CancellationToken cancellation) => One(
        $"SELECT {AgentColumns.List} FROM agents WHERE agent = ?", agent.ToString(), AgentColumns.Read, cancellation);

    public ValueTask<ImmutableArray<VersionRow>> Versions(TenantId tenant, CancellationToken cancellation) => List(
        $"SELECT {VersionColumns.List} FROM versions WHERE version >= ? AND version < ? ORDER BY version LIMIT ?",
        bind => Of(bind, tenant), VersionColumns.Read, cancellation);

    public ValueTask<ImmutableArray<PositionRow>> Positions(TenantId tenant, CancellationToken cancellation) => List(
        $"SELECT {PositionColumns.List} FROM positions WHERE account >= ? AND account < ? ORDER BY account, symbol LIMIT ?",
        bind => Of(bind, tenant), PositionColumns.Read, cancellation);

    public ValueTask<ImmutableArray<PositionRow>> Positions(AccountKey account, CancellationToken cancellation) => List(
        $"SELECT {PositionColumns.List} FROM positions WHERE account = ? ORDER BY symbol LIMIT ?",
        bind => bind.Add(account.ToString()), PositionColumns.Read, cancellation);

    public ValueTask<ImmutableArray<OrderRow>> OpenOrders(AccountKey account, CancellationToken cancellation) => List(
        $"SELECT {OrderColumns.List} FROM orders WHERE account = ? AND is_open = 1 ORDER BY order_id LIMIT ?",
        bind => bind.Add(account.ToString()), OrderColumns.Read, cancellation);

    public ValueTask<ImmutableArray<OrderRow>> OpenOrders(SymbolKey symbol, CancellationToken cancellation) => List(
        $"SELECT {OrderColumns.List} FROM orders WHERE symbol = ? AND is_open = 1 ORDER BY account, order_id LIMIT ?",
        bind => bind.Add(symbol.ToString()), OrderColumns.Read, cancellation);

    public ValueTask<Page<OrderRow>> Orders(AccountKey account, PageRequest page, CancellationToken cancellation) => PageOf(
        $"SELECT order_id, {OrderColumns.List} FROM orders WHERE account = ? AND order_id < ? ORDER BY order_id DESC LIMIT ?",
        bind => bind.Add(account.ToString()), OrderColumns.Read, page, cancellation);

    public ValueTask<Page<FillRow>> Fills(AccountKey account, PageRequest page, CancellationToken cancellation) => PageOf(
        $"SELECT number, {FillColumns.List} FROM fills WHERE account = ? AND number < ? ORDER BY number DESC LIMIT ?",
        bind => bind.Add(account.ToString()), FillColumns.Read, page, cancellation);

    public ValueTask<Page<FillRow>> Fills(TenantId tenant, SymbolKey symbol, PageRequest page, CancellationToken cancellation) => PageOf(
        $"SELECT row, {FillColumns.List} FROM fills WHERE tenant = ? AND symbol = ? AND row < ? ORDER BY row DESC LIMIT ?",
        bind => bind.Add(tenant.Value).Add(symbol.ToString()), FillColumns.Read, page, cancellation);

    public ValueTask<Page<ClosedTradeRow>> ClosedTrades(AccountKey account, PageRequest page, CancellationToken cancellation) => PageOf(
        $"SELECT number, {ClosedTradeColumns.List} FROM closed_trades WHERE account = ? AND number < ? ORDER BY number DESC LIMIT ?",
        bind => bind.Add(account.ToString()), ClosedTradeColumns.Read, page, cancellation);

    public ValueTask<Page<ClosedTradeRow>> ClosedTrades(TenantId tenant, PageRequest page, CancellationToken cancellation) => PageOf(
        $"SELECT row, {ClosedTradeColumns.List} FROM closed_trades WHERE tenant = ? AND row < ? ORDER BY row DESC LIMIT ?",
        bind => bind.Add(tenant.Value), ClosedTradeColumns.Read, page, cancellation);

    public ValueTask<ImmutableArray<ClosedTradeRow>> ClosedTradesAfter(AccountKey account, long number, int limit, CancellationToken cancellation) => Rows(
        $"SELECT {ClosedTradeColumns.List} FROM closed_trades WHERE account = ? AND number > ? ORDER BY number LIMIT ?",
        bind => bind.Add(account.ToString()).Add(number), ClosedTradeColumns.Read, limit, cancellation);

    // Trades are closed in the order of their numbers: the walk from the newest ends with the first that is old enough.
    public ValueTask<long> LastTradeBefore(AccountKey account, DateTimeOffset at, CancellationToken cancellation) => books.Read(
        database => database.Prepared("SELECT number FROM closed_trades WHERE account = ? AND closed_at < ? ORDER BY number DESC LIMIT 1")
            .Add(account.ToString()).Add(at).First(static row => row.Long()), cancellation);

    public ValueTask<ImmutableArray<DecisionRow>> Decisions(AgentKey agent, long cycle, CancellationToken cancellation) => List(
        $"SELECT {DecisionColumns.List} FROM decisions WHERE agent = ? AND cycle = ? ORDER BY symbol LIMIT ?",
        bind => bind.Add(agent.ToString()).Add(cycle), DecisionColumns.Read, cancellation);

    public ValueTask<Page<DecisionRow>> Decisions(AgentKey agent, PageRequest page, CancellationToken cancellation) => PageOf(
        $"SELECT row, {DecisionColumns.List} FROM decisions WHERE agent = ? AND row < ? ORDER BY row DESC LIMIT ?",
        bind => bind.Add(agent.ToString()), DecisionColumns.Read, page, cancellation);

    public ValueTask<Page<DecisionRecordRow>> DecisionRecords(AgentKey agent, PageRequest page, CancellationToken cancellation) => PageOf(
        "SELECT row, record FROM decision_records WHERE agent = ? AND row < ? ORDER BY row DESC LIMIT ?",
        bind => bind.Add(agent.ToString()), DecisionRecordColumns.Read, page, cancellation);

    public ValueTask<DecisionRecordRow?> DecisionRecord(AgentKey agent, long cycle, CancellationToken cancellation) => books.Read(
        database => database.Prepared("SELECT record FROM decision_records WHERE agent = ? AND cycle = ?")
            .Add(agent.ToString()).Add(cycle).First(DecisionRecordColumns.Read), cancellation);

    public ValueTask<DecisionRecordRow?> DecisionRecord(string observationHash, string configHash, CancellationToken cancellation) => books.Read(
        database => database.Prepared("SELECT record FROM decision_records WHERE observation = ? AND config = ? ORDER BY row DESC LIMIT 1")
            .Add(Convert.FromHexString(observationHash)).Add(Convert.FromHexString(configHash)).First(DecisionRecordColumns.Read), cancellation);

    public ValueTask<ImmutableArray<CausedRows>> CausedBy(AccountKey account, ImmutableArray<string> causes, CancellationToken cancellation) => books.Read(
        database =>
        {
            var found = ImmutableArray.CreateBuilder<CausedRows>(causes.Length);
            foreach (var cause in causes)
            {
                var isOfSignal = SignalCause.IsIn(cause);
                var orders = database.Prepared(isOfSignal ? OrderTable.CausedBySignal : OrderTable.CausedBy).Add(account.ToString()).Add(cause).Add(CausedRows.RowsMax).All(OrderColumns.Read);
                var trades = database.Prepared(isOfSignal ? ClosedTradeTable.CausedBySignal : ClosedTradeTable.CausedBy).Add(account.ToString()).Add(cause).Add(CausedRows.RowsMax).All(ClosedTradeColumns.Read);
                found.Add(new CausedRows([.. orders], [.. trades]));
            }

            return found.MoveToImmutable();
        },
        cancellation);

    public ValueTask<IReadOnlyDictionary<string, TextPartRow>> TextParts(IReadOnlyCollection<string> hashes, CancellationToken cancellation) =>
        books.Read<IReadOnlyDictionary<string, TextPartRow>>(
            database =>
            {
                var found = new Dictionary<string, TextPartRow>(StringComparer.Ordinal);
                foreach (var hash in hashes.Take(IReadModel.ListMax))
                {
                    if (database.Prepared("SELECT compressed FROM text_parts WHERE hash = ?").Add(Convert.FromHexString(hash))
                        .First(row => row.Blob().ToArray()) is { } compressed)
                    {
                        found[hash] = new TextPartRow(hash, compressed);
                    }
                }

                return found;
            },
            cancellation);

    public ValueTask<decimal> ModelSpend(TenantId tenant, DateTimeOffset since, CancellationToken cancellation) => books.Read(
        database => Of(database.Prepared($"SELECT {ModelCostColumns.Sums} FROM model_costs WHERE agent >= ? AND agent < ? AND day >= ?"), tenant)
            .Add(ModelCostColumns.DayOf(since)).First(ModelCostColumns.Read)!.CostUsd, cancellation);

    public ValueTask<IReadOnlyDictionary<VersionKey, ModelCost>> ModelCosts(TenantId tenant, CancellationToken cancellation) =>
        books.Read<IReadOnlyDictionary<VersionKey, ModelCost>>(
            database => Of(
                    database.Prepared($"SELECT version, {ModelCostColumns.Sums} FROM model_costs WHERE agent >= ? AND agent < ? GROUP BY version LIMIT ?"), tenant)
                .Add(IReadModel.ListMax).All(static row => (Version: VersionKey.Parse(row.Text()), Cost: ModelCostColumns.Read(row)))
                .ToDictionary(static row => row.Version, static row => row.Cost),
            cancellation);

    public ValueTask<AgentModelCost> ModelCosts(AgentKey agent, DateTimeOffset today, CancellationToken cancellation) => books.Read(
        database => new AgentModelCost(
            database.Prepared($"SELECT {ModelCostColumns.Sums} FROM model_costs WHERE agent = ? AND day = ?")
                .Add(agent.ToString()).Add(ModelCostColumns.DayOf(today)).First(ModelCostColumns.Read)!,
            database.Prepared($"SELECT {ModelCostColumns.Sums} FROM model_costs WHERE agent = ?").Add(agent.ToString()).First(ModelCostColumns.Read)!),
        cancellation);

    public ValueTask<ImmutableArray<LessonRow>> LessonExtremes(VersionKey version, int best, int worst, CancellationToken cancellation) => books.Read(
        database =>
        {
            ImmutableArray<LessonRow> found =
            [
                .. database.Prepared($"SELECT {LessonColumns.List} FROM lessons WHERE version = ? AND score > 0 ORDER BY score DESC, closed_at DESC LIMIT ?")
                    .Add(version.ToString()).Add(Math.Clamp(best, 0, IReadModel.ListMax)).All(LessonColumns.Read),
                .. database.Prepared($"SELECT {LessonColumns.List} FROM lessons WHERE version = ? AND score <= 0 ORDER BY score, closed_at DESC LIMIT ?")
                    .Add(version.ToString()).Add(Math.Clamp(worst, 0, IReadModel.ListMax)).All(LessonColumns.Read),
            ];
            return found;
        },
        cancellation);

    public ValueTask<Page<LessonRow>> Lessons(VersionKey version, PageRequest page, CancellationToken cancellation) => PageOf(
        $"SELECT row, {LessonColumns.List} FROM lessons WHERE version = ? AND row < ? ORDER BY row DESC LIMIT ?",
        bind => bind.Add(version.ToString()), LessonColumns.Read, page, cancellation);

    public ValueTask<long> LastLesson(AgentKey agent, CancellationToken cancellation) => books.Read(
        database => database.Prepared("SELECT trade FROM lessons WHERE agent = ? ORDER BY trade DESC LIMIT 1")
            .Add(agent.ToString()).First(static row => row.Long()), cancellation);

    // Each kind is read by its index, so that one that is rare is found among any number of others.
    public ValueTask<Page<AlertRow>> Alerts(TenantId tenant, ImmutableArray<AlertKind> kinds, PageRequest page, CancellationToken cancellation) => kinds.IsEmpty
        ? PageOf(
            $"SELECT row, {AlertColumns.List} FROM alerts WHERE tenant = ? AND row < ? ORDER BY row DESC LIMIT ?",
            bind => bind.Add(tenant.Value), AlertColumns.Read, page, cancellation)
        : books.Read(
            database => PageOf(
                [
                    .. kinds.Distinct().SelectMany(kind => database
                        .Prepared($"SELECT row, {AlertColumns.List} FROM alerts WHERE tenant = ? AND kind = ? AND row < ? ORDER BY row DESC LIMIT ?")
                        .Add(tenant.Value).Add((long)kind).Add(page.Before ?? long.MaxValue).Add((long)page.Take + 1)
                        .All(static row => (Cursor: row.Long(), Row: AlertColumns.Read(row))))
                        .OrderByDescending(static row => row.Cursor).Take(page.Take + 1),
                ],
                page), cancellation);

    public ValueTask<ImmutableArray<EquityRow>> Equity(
        AccountKey account, DateTimeOffset from, DateTimeOffset to, int pointsMax, CancellationToken cancellation)
    {
        var points = Math.Clamp(pointsMax, 1, IReadModel.EquityPointsMax);
        var part = Math.Max(1, ((to.UtcTicks - from.UtcTicks) + points - 1) / points);

        // Beside max(at), SQLite takes the other columns from the row that has it.
        return List(
            "SELECT account, max(at), version, cash, equity, used_margin, exposure, paid_in FROM equity "
            + "WHERE account = ? AND at >= ? AND at < ? GROUP BY (at - ?) / ? ORDER BY at LIMIT ?",
            bind => bind.Add(account.ToString()).Add(from).Add(to).Add(from).Add(part), EquityColumns.Read, cancellation);
    }

    public ValueTask<ImmutableArray<EquityRow>> LatestEquity(TenantId tenant, CancellationToken cancellation) => List(
        "SELECT e.account, e.at, e.version, e.cash, e.equity, e.used_margin, e.exposure, e.paid_in FROM accounts a JOIN equity e "
        + "ON e.account = a.account AND e.at = (SELECT max(at) FROM equity WHERE account = a.account) "
        + "WHERE a.account >= ? AND a.account < ? ORDER BY a.account LIMIT ?",
        bind => Of(bind, tenant), EquityColumns.Read, cancellation);

    public ValueTask<EquityRow?> EquityBefore(AccountKey account, DateTimeOffset at, CancellationToken cancellation) => books.Read(
        database => database.Prepared($"SELECT {EquityColumns.List} FROM equity WHERE account = ? AND at < ? ORDER BY at DESC LIMIT 1")
            .Add(account.ToString()).Add(at).First(EquityColumns.Read), cancellation);

    public ValueTask<EquityRow?> LatestEquity(AccountKey account, CancellationToken cancellation) => One(
        "SELECT account, at, version, cash, equity, used_margin, exposure, paid_in FROM equity WHERE account = ? ORDER BY at DESC LIMIT 1",
        account.ToString(), EquityColumns.Read, cancellation);

    public ValueTask<ImmutableArray<TriggerSetRow>> TriggerSets(SymbolKey symbol, long afterChange, int limit, CancellationToken cancellation) =>
        Rows(
            $"SELECT {TriggerSetColumns.List} FROM trigger_sets WHERE symbol = ? AND change > ? ORDER BY change LIMIT ?",
            bind => bind.Add(symbol.ToString()).Add(afterChange), TriggerSetColumns.Read, limit, cancellation);

    public ValueTask<QuoteRow?> Quote(SymbolKey symbol, CancellationToken cancellation) => One(
        $"SELECT {QuoteColumns.List} FROM quotes WHERE symbol = ?", symbol.ToString(), QuoteColumns.Read, cancellation);

    public ValueTask<ImmutableArray<QuoteRow>> Quotes(CancellationToken cancellation) => List(
        $"SELECT {QuoteColumns.List} FROM quotes ORDER BY symbol LIMIT ?", static bind => bind, QuoteColumns.Read, cancellation);

    public ValueTask<ImmutableArray<FundingRow>> Funding(
        SymbolKey symbol, DateTimeOffset from, DateTimeOffset to, CancellationToken cancellation) => List(
        $"SELECT {FundingColumns.List} FROM funding WHERE symbol = ? AND at >= ? AND at < ? ORDER BY at LIMIT ?",
        bind => bind.Add(symbol.ToString()).Add(from).Add(to), FundingColumns.Read, cancellation);

    private static SqliteStatement Of(SqliteStatement bind, TenantId tenant) => bind.Add($"{tenant.Value}/").Add($"{tenant.Value}0");

    private ValueTask<ImmutableArray<T>> List<T>(
        string sql, Func<SqliteStatement, SqliteStatement> bind, Func<SqliteStatement, T> read, CancellationToken cancellation) =>
        Rows(sql, bind, read, IReadModel.ListMax, cancellation);

    private ValueTask<ImmutableArray<T>> Rows<T>(
        string sql, Func<SqliteStatement, SqliteStatement> bind, Func<SqliteStatement, T> read, int limit, CancellationToken cancellation)
    {
        var take = Math.Clamp(limit, 1, IReadModel.ListMax);
        return books.Read(database => bind(database.Prepared(sql)).Add(take).All(read).ToImmutableArray(), cancellation);
    }

    private ValueTask<T?> One<T>(string sql, string key, Func<SqliteStatement, T> read, CancellationToken cancellation)
        where T : class =>
        books.Read(database => database.Prepared(sql).Add(key).First(read), cancellation);

    /// <summary>A page by a query whose first column is the cursor and whose last two parameters are cursor and limit.</summary>
    private ValueTask<Page<T>> PageOf<T>(
        string sql,
        Func<SqliteStatement, SqliteStatement> bind,
        Func<SqliteStatement, T> read,
        PageRequest page,
        CancellationToken cancellation) => books.Read(
        database =>
        {
            // One row more tells whether there is another page.
            var rows = bind(database.Prepared(sql)).Add(page.Before ?? long.MaxValue).Add(page.Take + 1)
                .All(row => (Cursor: row.Long(), Row: read(row)));
            return PageOf(rows, page);
        },
        cancellation);

    private static Page<T> PageOf<T>(List<(long Cursor, T Row)> rows, PageRequest page)
    {
        var isLast = rows.Count <= page.Take;
        var taken = isLast ? rows : rows[..page.Take];
        return new Page<T>([.. taken.Select(static row => row.Row)], isLast ? null : taken[^1].Cursor);
    }
}
