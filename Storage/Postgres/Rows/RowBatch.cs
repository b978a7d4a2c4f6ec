using Npgsql;
using OrleansTrader.Grains.Accounts;
using OrleansTrader.Grains.Agents;
using OrleansTrader.Grains.Alerts;
using OrleansTrader.Grains.Books;
using OrleansTrader.Grains.Orders;
using OrleansTrader.Grains.Ports;
using OrleansTrader.Grains.Signals;
using OrleansTrader.Grains.Strategies;
using OrleansTrader.Grains.Symbols;
using OrleansTrader.Grains.Trades;
using OrleansTrader.Storage.Rows;

namespace OrleansTrader.Storage.Postgres.Rows;

/// <summary>
/// The rows of one group commit, told once each table. Of several rows with one key the last one stays (the first, where the table keeps
/// what was told first), so that a statement never meets a row twice. Tables come in one order and rows by their keys: two processes
/// that write at once wait for each other instead of in a circle.
/// </summary>
/// <param name="tells">Whether alerts are put into outboxes: those that are written anew have been told of before.</param>
internal sealed class RowBatch(bool tells = true)
{
    private readonly SortedDictionary<string, AccountRow> _accounts = new(StringComparer.Ordinal);
    private readonly SortedDictionary<string, AgentRow> _agents = new(StringComparer.Ordinal);
    private readonly SortedDictionary<string, VersionRow> _versions = new(StringComparer.Ordinal);
    private readonly SortedDictionary<string, QuoteRow> _quotes = new(StringComparer.Ordinal);
    private readonly SortedDictionary<(string, long), OrderRow> _orders = new(ByKey.Numbered);
    private readonly SortedDictionary<(string, string), PositionRow> _positions = new(ByKey.Named);
    private readonly SortedDictionary<(string, long), EquityRow> _equity = new(ByKey.Numbered);
    private readonly SortedDictionary<(string, string), TriggerSetRow> _triggers = new(ByKey.Named);
    private readonly SortedDictionary<(string, long), FundingRow> _funding = new(ByKey.Numbered);
    private readonly SortedDictionary<(string, long), DecisionRecordRow> _records = new(ByKey.Numbered);
    private readonly SortedDictionary<(string, long), LessonRow> _lessons = new(ByKey.Numbered);
    private readonly SortedDictionary<string, TextPartRow> _parts = new(StringComparer.Ordinal);
    private readonly SortedDictionary<string, SignalRow> _signals = new(StringComparer.Ordinal);
    private readonly SortedDictionary<(string, string), SourceTallyRow> _tallies = new(ByKey.Named);
    private readonly List<FillRow> _fills = [];
    private readonly List<ClosedTradeRow> _trades = [];
    private readonly List<DecisionRow> _decisions = [];
    private readonly List<AlertRow> _alerts = [];

    /// <exception cref="JournalException">There is no table for it.</exception>
    public void Add(ReadModelRow row)
    {
        switch (row)
        {
            case FillRow fill: _fills.Add(fill); break;
            case OrderRow order: AddOrder(order); break;
            case EquityRow equity: _equity[(equity.Account.ToString(), equity.At.UtcTicks)] = equity; break;
            case PositionRow position: _positions[(position.Account.ToString(), position.Symbol.ToString())] = position; break;
            case TriggerSetRow set: AddTriggers(set); break;
            case QuoteRow quote: AddQuote(quote); break;
            case ClosedTradeRow trade: _trades.Add(trade); break;
            case DecisionRow decision: _decisions.Add(decision); break;
            case DecisionRecordRow record: _records.TryAdd((record.Agent.ToString(), record.Cycle), record); break;
            case LessonRow lesson: _lessons.TryAdd((lesson.Account.ToString(), lesson.Lesson.Trade), lesson); break;
            case SignalRow signal: _signals[signal.Key.ToString()] = signal; break;
            case SourceTallyRow tally: AddTally(tally); break;
            case TextPartRow part: _parts.TryAdd(part.Hash, part); break;
            case FundingRow funding: _funding.TryAdd((funding.Symbol.ToString(), funding.At.UtcTicks), funding); break;
            case AlertRow alert: _alerts.Add(AlertColumns.Bounded(alert)); break;
            case AccountRow account: _accounts[account.Account.ToString()] = account; break;
            case AgentRow agent: _agents[agent.Agent.ToString()] = agent; break;
            case VersionRow version: _versions[version.Version.ToString()] = version; break;
            default: throw new JournalException($"the read model has no table for {row.GetType().Name}: add one with a schema step");
        }
    }

    /// <summary>Adds the statements. Trigger sets come last: what numbers them is a lock that all writers of their symbols wait for.</summary>
    public void Write(NpgsqlBatch batch)
    {
        Write(batch, _accounts.Values, AccountTable.Upsert, AccountTable.Add);
        Write(batch, _agents.Values, AgentTable.Upsert, AgentTable.Add);
        Write(batch, _versions.Values, VersionTable.Upsert, VersionTable.Add);
        Write(batch, _orders.Values, OrderTable.Upsert, OrderTable.Add);
        Write(batch, _fills, FillTable.Insert, FillTable.Add);
        Write(batch, _trades, ClosedTradeTable.Insert, ClosedTradeTable.Add);
        Write(batch, _positions.Values.Where(static row => row.Quantity != 0m), PositionTable.Upsert, PositionTable.Add);
        Write(batch, _positions.Values.Where(static row => row.Quantity == 0m), PositionTable.Delete, PositionTable.AddKey);
        Write(batch, _equity.Values, EquityTable.Upsert, EquityTable.Add);
        Write(batch, _funding.Values, FundingTable.Insert, FundingTable.Add);
        Write(batch, _decisions, DecisionTable.Insert, DecisionTable.Add);
        Write(batch, _alerts, AlertTable.Insert, AlertTable.Add);
        Write(batch, _lessons.Values, LessonTable.Insert, LessonTable.Add);
        Write(batch, _signals.Values, SignalTable.Upsert, SignalTable.Add);
        Write(batch, _tallies.Values, SourceTallyTable.Upsert, SourceTallyTable.Add);
        Write(batch, _parts.Values, TextPartTable.Insert, TextPartTable.Add);
        Write(batch, _records.Values, DecisionRecordTable.Insert, DecisionRecordTable.Add);
        Write(batch, _quotes.Values, QuoteTable.Upsert, QuoteTable.Add);
        if (tells)
            Write(batch, _alerts, OutboxTable.Insert, OutboxTable.Add);
        if (_triggers.Count > 0)
            batch.BatchCommands.Add(TriggerSetTable.Columns([.. _triggers.Values]).Command(TriggerSetTable.Upsert));
    }

    private static void Write<T>(NpgsqlBatch batch, IReadOnlyCollection<T> rows, string sql, Action<Columns, T> add) => Write(batch, (IEnumerable<T>)rows, sql, add);

    private static void Write<T>(NpgsqlBatch batch, IEnumerable<T> rows, string sql, Action<Columns, T> add)
    {
        var columns = new Columns();
        foreach (var row in rows)
            add(columns.Row(), row);
        if (columns.Rows > 0)
            batch.BatchCommands.Add(columns.Command(sql));
    }

    // Who caused an order never changes: the first one told it.
    private void AddOrder(OrderRow order)
    {
        var key = (order.Account.ToString(), order.Order.Value);
        _orders[key] = _orders.TryGetValue(key, out var first) ? order with { Cause = first.Cause } : order;
    }

    private void AddTriggers(TriggerSetRow set)
    {
        var key = (set.Symbol.ToString(), set.Account.ToString());
        if (!_triggers.TryGetValue(key, out var other) || set.LedgerVersion >= other.LedgerVersion)
            _triggers[key] = set;
    }

    private void AddTally(SourceTallyRow tally)
    {
        var key = (tally.Source.ToString(), $"{tally.Symbol} {tally.Direction}");
        _tallies[key] = _tallies.TryGetValue(key, out var before) ? SourceTallyTable.Sum(before, tally) : tally;
    }

    private void AddQuote(QuoteRow quote)
    {
        var key = quote.Symbol.ToString();
        if (!_quotes.TryGetValue(key, out var other) || quote.At >= other.At)
            _quotes[key] = quote;
    }

    private static class ByKey
    {
        public static readonly Comparer<(string Key, long Number)> Numbered = Comparer<(string Key, long Number)>.Create(static (left, right) =>
            string.CompareOrdinal(left.Key, right.Key) is not 0 and var order ? order : left.Number.CompareTo(right.Number));

        public static readonly Comparer<(string Key, string Name)> Named = Comparer<(string Key, string Name)>.Create(static (left, right) =>
            string.CompareOrdinal(left.Key, right.Key) is not 0 and var order ? order : string.CompareOrdinal(left.Name, right.Name));
    }
}
