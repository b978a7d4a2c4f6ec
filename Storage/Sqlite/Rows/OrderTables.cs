using OrleansTrader.Grains.Orders;
using OrleansTrader.Grains.Trades;
using OrleansTrader.Storage.Rows;
using OrleansTrader.Storage.Sqlite.Database;

namespace OrleansTrader.Storage.Sqlite.Rows;

internal static class OrderTable
{
    // Who caused an order never changes: left out of the update, its index is left alone too.
    private const string Upsert =
        $"INSERT INTO orders({OrderColumns.List}, is_open) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?) "
        + "ON CONFLICT(account, order_id) DO UPDATE SET symbol = excluded.symbol, version = excluded.version, side = excluded.side, "
        + "type = excluded.type, time_in_force = excluded.time_in_force, status = excluded.status, quantity = excluded.quantity, "
        + "filled = excluded.filled, limit_price = excluded.limit_price, trigger_price = excluded.trigger_price, "
        + "average_price = excluded.average_price, reduce_only = excluded.reduce_only, parent = excluded.parent, "
        + "accepted_at = excluded.accepted_at, updated_at = excluded.updated_at, reason = excluded.reason, is_open = excluded.is_open";

    public const string CausedBy =
        $"SELECT {OrderColumns.List} FROM orders WHERE account = ? AND cause = ? AND cause {SchemaOrderCauses.NamesCycle} ORDER BY order_id LIMIT ?";

    /// <summary>Of causes that name a signal.</summary>
    public const string CausedBySignal =
        $"SELECT {OrderColumns.List} FROM orders WHERE account = ? AND cause = ? AND cause {SchemaSignals.NamesSignal} ORDER BY order_id LIMIT ?";

    public static void Write(SqliteDatabase database, OrderRow row) => database.Prepared(Upsert)
        .Add(row.Account.ToString()).Add(row.Order.Value).Add(row.Symbol.ToString()).Add(row.Version)
        .Add((long)row.Side).Add((long)row.Type).Add((long)row.TimeInForce).Add((long)row.Status)
        .Add(row.Quantity).Add(row.Filled).Add(row.LimitPrice).Add(row.TriggerPrice).Add(row.AveragePrice)
        .Add(row.ReduceOnly).Add(row.Parent?.Value).Add(row.AcceptedAt).Add(row.UpdatedAt).Add(row.Reason).Add(row.Cause).Add(row.IsOpen).Run();
}

internal static class FillTable
{
    public static void Write(SqliteDatabase database, FillRow row) => database
        .Prepared($"INSERT INTO fills({FillColumns.List}, tenant) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)")
        .Add(row.Account.ToString()).Add(row.Number).Add(row.Order.Value).Add(row.Symbol.ToString()).Add(row.At).Add(row.Version)
        .Add((long)row.Side).Add(row.Price).Add(row.Quantity).Add(row.Fee).Add(row.Realised).Add(row.IsMaker).Add(row.Reason)
        .Add(row.Account.Tenant.Value).Run();
}

internal static class ClosedTradeTable
{
    public const string CausedBy =
        $"SELECT {ClosedTradeColumns.List} FROM closed_trades WHERE account = ? AND entry_cause = ? AND entry_cause {SchemaOrderCauses.NamesCycle} ORDER BY number LIMIT ?";

    /// <summary>Of causes that name a signal.</summary>
    public const string CausedBySignal =
        $"SELECT {ClosedTradeColumns.List} FROM closed_trades WHERE account = ? AND entry_cause = ? AND entry_cause {SchemaSignals.NamesSignal} ORDER BY number LIMIT ?";

    public static void Write(SqliteDatabase database, ClosedTradeRow row) => database
        .Prepared($"INSERT INTO closed_trades({ClosedTradeColumns.List}, tenant) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)")
        .Add(row.Account.ToString()).Add(row.Number).Add(row.Symbol.ToString()).Add(row.Version).Add((long)row.Side)
        .Add(row.Quantity).Add(row.EntryPrice).Add(row.ExitPrice).Add(row.OpenedAt).Add(row.ClosedAt)
        .Add(row.Gross).Add(row.Fees).Add(row.Funding).Add(row.Net).Add(row.EntryReason).Add(row.ExitReason)
        .Add(row.EntryCause).Add((long?)row.Exit).Add(row.Account.Tenant.Value).Run();
}
