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
using OrleansTrader.Storage.Postgres.Database;
using OrleansTrader.Trading.Accounts;

namespace OrleansTrader.Storage.Postgres;

/// <summary>A tenant's keys are those from <c>tenant/</c> up to <c>tenant0</c>, for <c>0</c> is the character after the slash.</summary>
internal sealed partial class PostgresReadModel(PostgresDatabase database) : IReadModel
{
    // The condition is that of the indexes, word for word. Each cause has a bound of its own.
    private const string OrdersCaused =
        $"SELECT told.cause, o.* FROM unnest($2::text[]) AS told(cause) CROSS JOIN LATERAL (SELECT {OrderColumns.List} FROM orders "
        + "WHERE account = $1 AND cause = told.cause AND cause ~ ' cycle [0-9]' ORDER BY order_id LIMIT $3) o";

    private const string OrdersOfSignals =
        $"SELECT told.cause, o.* FROM unnest($2::text[]) AS told(cause) CROSS JOIN LATERAL (SELECT {OrderColumns.List} FROM orders "
        + $"WHERE account = $1 AND cause = told.cause AND cause {SchemaSignals.NamesSignal} ORDER BY order_id LIMIT $3) o";

    private const string TradesCaused =
        $"SELECT told.cause, t.* FROM unnest($2::text[]) AS told(cause) CROSS JOIN LATERAL (SELECT {ClosedTradeColumns.List} FROM closed_trades "
        + "WHERE account = $1 AND entry_cause = told.cause AND entry_cause ~ ' cycle [0-9]' ORDER BY number LIMIT $3) t";

    private const string TradesOfSignals =
        $"SELECT told.cause, t.* FROM unnest($2::text[]) AS told(cause) CROSS JOIN LATERAL (SELECT {ClosedTradeColumns.List} FROM closed_trades "
        + $"WHERE account = $1 AND entry_cause = told.cause AND entry_cause {SchemaSignals.NamesSignal} ORDER BY number LIMIT $3) t";

    public ValueTask<ImmutableArray<TenantId>> Tenants(CancellationToken cancellation) => List(
        "SELECT DISTINCT split_part(key, '/', 1) COLLATE \"C\" FROM (SELECT account AS key FROM accounts UNION SELECT agent FROM agents) AS keys "
        + "ORDER BY 1 LIMIT $1",
        static bind => bind, static row => new TenantId(row.Text()), cancellation);

    public ValueTask<ImmutableArray<AccountRow>> Accounts(TenantId tenant, CancellationToken cancellation) => List(
        $"SELECT {AccountColumns.List} FROM accounts WHERE account >= $1 AND account < $2 ORDER BY account LIMIT $3",
        bind => Of(bind, tenant), AccountColumns.Read, cancellation);

    public ValueTask<AccountRow?> Account(AccountKey account, CancellationToken cancellation) => One(
        $"SELECT {AccountColumns.List} FROM accounts WHERE account = $1", account.ToString(), AccountColumns.Read, cancellation);

    public ValueTask<ImmutableArray<AgentRow>> Agents(TenantId tenant, CancellationToken cancellation) => List(
        $"SELECT {AgentColumns.List} FROM agents WHERE agent >= $1 AND agent < $2 ORDER BY agent LIMIT $3",
        bind => Of(bind, tenant), AgentColumns.Read, cancellation);

    public ValueTask<AgentRow?> Agent(AgentKey agent, CancellationToken cancellation) => One(
        $"SELECT {AgentColumns.List} FROM agents WHERE agent = $1", agent.ToString(), AgentColumns.Read, cancellation);

    public ValueTask<ImmutableArray<VersionRow>> Versions(TenantId tenant, CancellationToken cancellation) => List(
        $"SELECT {VersionColumns.List} FROM versions WHERE version >= $1 AND version < $2 ORDER BY version LIMIT $3",
        bind => Of(bind, tenant), VersionColumns.Read, cancellation);

    public ValueTask<ImmutableArray<PositionRow>> Positions(TenantId tenant, CancellationToken cancellation) => List(
        $"SELECT {PositionColumns.List} FROM positions WHERE account >= $1 AND account < $2 ORDER BY account, symbol LIMIT $3",
        bind => Of(bind, tenant), PositionColumns.Read, cancellation);

    public ValueTask<ImmutableArray<PositionRow>> Positions(AccountKey account, CancellationToken cancellation) => List(
        $"SELECT {PositionColumns.List} FROM positions WHERE account = $1 ORDER BY symbol LIMIT $2",
        bind => bind.Add(account.ToString()), PositionColumns.Read, cancellation);

    public ValueTask<ImmutableArray<OrderRow>> OpenOrders(AccountKey account, CancellationToken cancellation) => List(
        $"SELECT {OrderColumns.List} FROM orders WHERE account = $1 AND is_open ORDER BY order_id LIMIT $2",
        bind => bind.Add(account.ToString()), OrderColumns.Read, cancellation);

    public ValueTask<ImmutableArray<OrderRow>> OpenOrders(SymbolKey symbol, CancellationToken cancellation) => List(
        $"SELECT {OrderColumns.List} FROM orders WHERE symbol = $1 AND is_open ORDER BY account, order_id LIMIT $2",
        bind => bind.Add(symbol.ToString()), OrderColumns.Read, cancellation);

    public ValueTask<Page<OrderRow>> Orders(AccountKey account, PageRequest page, CancellationToken cancellation) => PageOf(
        $"SELECT order_id, {OrderColumns.List} FROM orders WHERE account = $1 AND order_id < $2 ORDER BY order_id DESC LIMIT $3",
        bind => bind.Add(account.ToString()), OrderColumns.Read, page, cancellation);

    public ValueTask<Page<FillRow>> Fills(AccountKey account, PageRequest page, CancellationToken cancellation) => PageOf(
        $"SELECT number, {FillColumns.List} FROM fills WHERE account = $1 AND number < $2 ORDER BY number DESC LIMIT $3",
        bind => bind.Add(account.ToString()), FillColumns.Read, page, cancellation);

    public ValueTask<Page<FillRow>> Fills(TenantId tenant, SymbolKey symbol, PageRequest page, CancellationToken cancellation) => PageOf(
        $"SELECT row, {FillColumns.List} FROM fills WHERE tenant = $1 AND symbol = $2 AND row < $3 ORDER BY row DESC LIMIT $4",
        bind => bind.Add(tenant.Value).Add(symbol.ToString()), FillColumns.Read, page, cancellation);

    public ValueTask<Page<ClosedTradeRow>> ClosedTrades(AccountKey account, PageRequest page, CancellationToken cancellation) => PageOf(
        $"SELECT number, {ClosedTradeColumns.List} FROM closed_trades WHERE account = $1 AND number < $2 ORDER BY number DESC LIMIT $3",
        bind => bind.Add(account.ToString()), ClosedTradeColumns.Read, page, cancellation);

    public ValueTask<Page<ClosedTradeRow>> ClosedTrades(TenantId tenant, PageRequest page, CancellationToken cancellation) => PageOf(
        $"SELECT row, {ClosedTradeColumns.List} FROM closed_trades WHERE tenant = $1 AND row < $2 ORDER BY row DESC LIMIT $3",
        bind => bind.Add(tenant.Value), ClosedTradeColumns.Read, page, cancellation);

    public ValueTask<ImmutableArray<ClosedTradeRow>> ClosedTradesAfter(AccountKey account, long number, int limit, CancellationToken cancellation) => Rows(
        $"SELECT {ClosedTradeColumns.List} FROM closed_trades WHERE account = $1 AND number > $2 ORDER BY number LIMIT $3",
        bind => bind.Add(account.ToString()).Add(number), ClosedTradeColumns.Read, limit, cancellation);

    // Trades are closed in the order of their numbers: the walk from the newest ends with the first that is old enough.
    public ValueTask<long> LastTradeBefore(AccountKey account, DateTimeOffset at, CancellationToken cancellation) => database.First(
        new Query("SELECT number FROM closed_trades WHERE account = $1 AND closed_at < $2 ORDER BY number DESC LIMIT 1").Add(account.ToString()).Add(at),
        static row => row.Long(), cancellation);

    public ValueTask<ImmutableArray<DecisionRow>> Decisions(AgentKey agent, long cycle, CancellationToken cancellation) => List(
        $"SELECT {DecisionColumns.List} FROM decisions WHERE agent = $1 AND cycle = $2 ORDER BY symbol LIMIT $3",
        bind => bind.Add(agent.ToString()).Add(cycle), DecisionColumns.Read, cancellation);

    public ValueTask<Page<DecisionRow>> Decisions(AgentKey agent, PageRequest page, CancellationToken cancellation) => PageOf(
        $"SELECT row, {DecisionColumns.List} FROM decisions WHERE agent = $1 AND row < $2 ORDER BY row DESC LIMIT $3",
        bind => bind.Add(agent.ToString()), DecisionColumns.Read, page, cancellation);

    public ValueTask<Page<DecisionRecordRow>> DecisionRecords(AgentKey agent, PageRequest page, CancellationToken cancellation) => PageOf(
        "SELECT row, record FROM decision_records WHERE agent = $1 AND row < $2 ORDER BY row DESC LIMIT $3",
        bind => bind.Add(agent.ToString()), DecisionRecordColumns.Read, page, cancellation);

    public ValueTask<DecisionRecordRow?> DecisionRecord(AgentKey agent, long cycle, CancellationToken cancellation) => database.First(
        new Query("SELECT record FROM decision_records WHERE agent = $1 AND cycle = $2").Add(agent.ToString()).Add(cycle),
        DecisionRecordColumns.Read, cancellation);

    public ValueTask<DecisionRecordRow?> DecisionRecord(string observationHash, string configHash, CancellationToken cancellation) => database.First(
        new Query("SELECT record FROM decision_records WHERE observation = $1 AND config = $2 ORDER BY row DESC LIMIT 1")
            .Add(Convert.FromHexString(observationHash)).Add(Convert.FromHexString(configHash)),
        DecisionRecordColumns.Read, cancellation);

    public async ValueTask<ImmutableArray<CausedRows>> CausedBy(AccountKey account, ImmutableArray<string> causes, CancellationToken cancellation)
    {
        var ofSignals = await CausedBy(account, [.. causes.Where(SignalCause.IsIn).Distinct(StringComparer.Ordinal)], OrdersOfSignals, TradesOfSignals, cancellation);
        var ofCycles = await CausedBy(
            account, [.. causes.Where(static cause => !SignalCause.IsIn(cause)).Distinct(StringComparer.Ordinal)], OrdersCaused, TradesCaused, cancellation);
        return [.. causes.Select(cause => SignalCause.IsIn(cause) ? ofSignals(cause) : ofCycles(cause))];
    }

    private async ValueTask<Func<string, CausedRows>> CausedBy(
        AccountKey account, List<string> asked, string ordersSql, string tradesSql, CancellationToken cancellation)
    {
        if (asked.Count == 0)
            return static _ => new CausedRows([], []);
        var orders = (await database.All(Causes(ordersSql), static row => (Cause: row.Text(), Row: OrderColumns.Read(row)), cancellation))
            .ToLookup(static found => found.Cause, static found => found.Row, StringComparer.Ordinal);
        var trades = (await database.All(Causes(tradesSql), static row => (Cause: row.Text(), Row: ClosedTradeColumns.Read(row)), cancellation))
            .ToLookup(static found => found.Cause, static found => found.Row, StringComparer.Ordinal);
        return cause => new CausedRows([.. orders[cause]], [.. trades[cause]]);

        Query Causes(string sql) => new Query(sql).Add(account.ToString()).Add(asked).Add(CausedRows.RowsMax);
    }

    public async ValueTask<IReadOnlyDictionary<string, TextPartRow>> TextParts(IReadOnlyCollection<string> hashes, CancellationToken cancellation)
    {
        var asked = hashes.Take(IReadModel.ListMax).Select(Convert.FromHexString).ToList();
        var found = await database.All(
            new Query("SELECT hash, compressed FROM text_parts WHERE hash = ANY($1)").Add(asked),
            static row => new TextPartRow(Convert.ToHexStringLower(row.Blob()), row.Bytes()), cancellation);
        return found.ToDictionary(static part => part.Hash, StringComparer.Ordinal);
    }

    public async ValueTask<decimal> ModelSpend(TenantId tenant, DateTimeOffset since, CancellationToken cancellation) => (await database.First(
        Of(new Query($"SELECT {ModelCostColumns.Sums} FROM model_costs WHERE agent >= $1 AND agent < $2 AND day >= $3"), tenant)
            .Add(ModelCostColumns.DayOf(since)),
        ModelCostColumns.Read, cancellation))!.CostUsd;

    public async ValueTask<IReadOnlyDictionary<VersionKey, ModelCost>> ModelCosts(TenantId tenant, CancellationToken cancellation) => (await database.All(
        Of(new Query($"SELECT version, {ModelCostColumns.Sums} FROM model_costs WHERE agent >= $1 AND agent < $2 GROUP BY version LIMIT $3"), tenant)
            .Add(IReadModel.ListMax),
        static row => (Version: VersionKey.Parse(row.Text()), Cost: ModelCostColumns.Read(row)), cancellation))
        .ToDictionary(static row => row.Version, static row => row.Cost);

    public async ValueTask<AgentModelCost> ModelCosts(AgentKey agent, DateTimeOffset today, CancellationToken cancellation)
    {
        var day = await database.First(
            new Query($"SELECT {ModelCostColumns.Sums} FROM model_costs WHERE agent = $1 AND day = $2").Add(agent.ToString()).Add(ModelCostColumns.DayOf(today)),
            ModelCostColumns.Read, cancellation);
        var total = await database.First(
            new Query($"SELECT {ModelCostColumns.Sums} FROM model_costs WHERE agent = $1").Add(agent.ToString()), ModelCostColumns.Read, cancellation);
        return new AgentModelCost(day!, total!);
    }

    public async ValueTask<ImmutableArray<LessonRow>> LessonExtremes(VersionKey version, int best, int worst, CancellationToken cancellation)
    {
        var highest = await List(
            $"SELECT {LessonColumns.List} FROM lessons WHERE version = $1 AND score > 0 ORDER BY score DESC, closed_at DESC LIMIT LEAST($2, $3)",
            bind => bind.Add(version.ToString()).Add(Math.Max(best, 0)), LessonColumns.Read, cancellation);
        var lowest = await List(
            $"SELECT {LessonColumns.List} FROM lessons WHERE version = $1 AND score <= 0 ORDER BY score, closed_at DESC LIMIT LEAST($2, $3)",
            bind => bind.Add(version.ToString()).Add(Math.Max(worst, 0)), LessonColumns.Read, cancellation);
        return [.. highest, .. lowest];
    }

    public ValueTask<Page<LessonRow>> Lessons(VersionKey version, PageRequest page, CancellationToken cancellation) => PageOf(
        $"SELECT row, {LessonColumns.List} FROM lessons WHERE version = $1 AND row < $2 ORDER BY row DESC LIMIT $3",
        bind => bind.Add(version.ToString()), LessonColumns.Read, page, cancellation);

    public ValueTask<long> LastLesson(AgentKey agent, CancellationToken cancellation) => database.First(
        new Query("SELECT trade FROM lessons WHERE agent = $1 ORDER BY trade DESC LIMIT 1").Add(agent.ToString()), static row => row.Long(), cancellation);

    // Each kind is read by its index, so that one that is rare is found among any number of others.
    public ValueTask<Page<AlertRow>> Alerts(TenantId tenant, ImmutableArray<AlertKind> kinds, PageRequest page, CancellationToken cancellation) => kinds.IsEmpty
        ? PageOf(
            $"SELECT row, {AlertColumns.List} FROM alerts WHERE tenant = $1 AND row < $2 ORDER BY row DESC LIMIT $3",
            bind => bind.Add(tenant.Value), AlertColumns.Read, page, cancellation)
        : PageOf(
            $"SELECT a.* FROM unnest($2::bigint[]) AS wanted(kind) CROSS JOIN LATERAL (SELECT row, {AlertColumns.List} FROM alerts "
            + "WHERE tenant = $1 AND kind = wanted.kind AND row < $3 ORDER BY row DESC LIMIT $4) a ORDER BY row DESC LIMIT $4",
            bind => bind.Add(tenant.Value).Add([.. kinds.Distinct().Select(static kind => (long)kind)]), AlertColumns.Read, page, cancellation);

    public ValueTask<ImmutableArray<EquityRow>> Equity(
        AccountKey account, DateTimeOffset from, DateTimeOffset to, int pointsMax, CancellationToken cancellation)
    {
        var points = Math.Clamp(pointsMax, 1, IReadModel.EquityPointsMax);
        var part = Math.Max(1, ((to.UtcTicks - from.UtcTicks) + points - 1) / points);

        return List(
            $"SELECT DISTINCT ON ((at - $4) / $5) {EquityColumns.List} FROM equity WHERE account = $1 AND at >= $2 AND at < $3 "
            + "ORDER BY (at - $4) / $5, at DESC LIMIT $6",
            bind => bind.Add(account.ToString()).Add(from).Add(to).Add(from).Add(part), EquityColumns.Read, cancellation);
    }

    public ValueTask<ImmutableArray<EquityRow>> LatestEquity(TenantId tenant, CancellationToken cancellation) => List(
        $"SELECT e.* FROM accounts a CROSS JOIN LATERAL (SELECT {EquityColumns.List} FROM equity WHERE account = a.account ORDER BY at DESC LIMIT 1) e "
        + "WHERE a.account >= $1 AND a.account < $2 ORDER BY a.account LIMIT $3",
        bind => Of(bind, tenant), EquityColumns.Read, cancellation);

    public ValueTask<EquityRow?> EquityBefore(AccountKey account, DateTimeOffset at, CancellationToken cancellation) => database.First(
        new Query($"SELECT {EquityColumns.List} FROM equity WHERE account = $1 AND at < $2 ORDER BY at DESC LIMIT 1").Add(account.ToString()).Add(at),
        EquityColumns.Read, cancellation);

    public ValueTask<EquityRow?> LatestEquity(AccountKey account, CancellationToken cancellation) => One(
        "SELECT account, at, version, cash, equity, used_margin, exposure, paid_in FROM equity WHERE account = $1 ORDER BY at DESC LIMIT 1",
        account.ToString(), EquityColumns.Read, cancellation);

    public ValueTask<ImmutableArray<TriggerSetRow>> TriggerSets(SymbolKey symbol, long afterChange, int limit, CancellationToken cancellation) =>
        Rows(
            $"SELECT {TriggerSetColumns.List} FROM trigger_sets WHERE symbol = $1 AND change > $2 ORDER BY change LIMIT $3",
            bind => bind.Add(symbol.ToString()).Add(afterChange), TriggerSetColumns.Read, limit, cancellation);

    public ValueTask<QuoteRow?> Quote(SymbolKey symbol, CancellationToken cancellation) => One(
        $"SELECT {QuoteColumns.List} FROM quotes WHERE symbol = $1", symbol.ToString(), QuoteColumns.Read, cancellation);

    public ValueTask<ImmutableArray<QuoteRow>> Quotes(CancellationToken cancellation) => List(
        $"SELECT {QuoteColumns.List} FROM quotes ORDER BY symbol LIMIT $1", static bind => bind, QuoteColumns.Read, cancellation);

    public ValueTask<ImmutableArray<FundingRow>> Funding(
        SymbolKey symbol, DateTimeOffset from, DateTimeOffset to, CancellationToken cancellation) => List(
        $"SELECT {FundingColumns.List} FROM funding WHERE symbol = $1 AND at >= $2 AND at < $3 ORDER BY at LIMIT $4",
        bind => bind.Add(symbol.ToString()).Add(from).Add(to), FundingColumns.Read, cancellation);

    private static Query Of(Query bind, TenantId tenant) => bind.Add($"{tenant.Value}/").Add($"{tenant.Value}0");

    private ValueTask<ImmutableArray<T>> List<T>(
        string sql, Func<Query, Query> bind, Func<PostgresRow, T> read, CancellationToken cancellation) =>
        Rows(sql, bind, read, IReadModel.ListMax, cancellation);

    private async ValueTask<ImmutableArray<T>> Rows<T>(
        string sql, Func<Query, Query> bind, Func<PostgresRow, T> read, int limit, CancellationToken cancellation) =>
        [.. await database.All(bind(new Query(sql)).Add(Math.Clamp(limit, 1, IReadModel.ListMax)), read, cancellation)];

    private ValueTask<T?> One<T>(string sql, string key, Func<PostgresRow, T> read, CancellationToken cancellation)
        where T : class =>
        database.First(new Query(sql).Add(key), read, cancellation);

    /// <summary>A page by a query whose first column is the cursor and whose last two parameters are cursor and limit.</summary>
    private async ValueTask<Page<T>> PageOf<T>(
        string sql, Func<Query, Query> bind, Func<PostgresRow, T> read, PageRequest page, CancellationToken cancellation)
    {
        // One row more tells whether there is another page.
        var rows = await database.All(
            bind(new Query(sql)).Add(page.Before ?? long.MaxValue).Add(page.Take + 1), row => (Cursor: row.Long(), Row: read(row)), cancellation);
        var isLast = rows.Count <= page.Take;
        var taken = isLast ? rows : rows[..page.Take];
        return new Page<T>([.. taken.Select(static row => row.Row)], isLast ? null : taken[^1].Cursor);
    }
}
