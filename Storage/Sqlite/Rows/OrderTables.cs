using OrleansTrader.Grains.Orders;
using OrleansTrader.Grains.Trades;
using OrleansTrader.Storage.Sqlite.Database;
using OrleansTrader.Trading.Accounts;
using OrleansTrader.Trading.Orders;

namespace OrleansTrader.Storage.Sqlite.Rows;

internal static class OrderTable
{
    public const string Columns =
        "account, order_id, symbol, version, side, type, time_in_force, status, quantity, filled, limit_price, trigger_price, "
        + "average_price, reduce_only, parent, accepted_at, updated_at, reason, cause";

    // Who caused an order never changes: left out of the update, its index is left alone too.
    private const string Upsert =
        $"INSERT INTO orders({Columns}, is_open) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?) "
        + "ON CONFLICT(account, order_id) DO UPDATE SET symbol = excluded.symbol, version = excluded.version, side = excluded.side, "
        + "type = excluded.type, time_in_force = excluded.time_in_force, status = excluded.status, quantity = excluded.quantity, "
        + "filled = excluded.filled, limit_price = excluded.limit_price, trigger_price = excluded.trigger_price, "
        + "average_price = excluded.average_price, reduce_only = excluded.reduce_only, parent = excluded.parent, "
        + "accepted_at = excluded.accepted_at, updated_at = excluded.updated_at, reason = excluded.reason, is_open = excluded.is_open";

    public const string CausedBy =
        $"SELECT {Columns} FROM orders WHERE account = ? AND cause = ? AND cause {SchemaOrderCauses.NamesCycle} ORDER BY order_id LIMIT ?";

    public static void Write(SqliteDatabase database, OrderRow row) => database.Prepared(Upsert)
        .Add(row.Account.ToString()).Add(row.Order.Value).Add(row.Symbol.ToString()).Add(row.Version)
        .Add((long)row.Side).Add((long)row.Type).Add((long)row.TimeInForce).Add((long)row.Status)
        .Add(row.Quantity).Add(row.Filled).Add(row.LimitPrice).Add(row.TriggerPrice).Add(row.AveragePrice)
        .Add(row.ReduceOnly).Add(row.Parent?.Value).Add(row.AcceptedAt).Add(row.UpdatedAt).Add(row.Reason).Add(row.Cause).Add(row.IsOpen).Run();

    public static OrderRow Read(SqliteStatement row) => new(
        AccountKey.Parse(row.Text()), new OrderId(row.Long()), SymbolKey.Parse(row.Text()), row.Long(),
        (Side)row.Long(), (OrderType)row.Long(), (TimeInForce)row.Long(), (OrderStatus)row.Long(),
        row.Decimal(), row.Decimal(), row.DecimalOrNull(), row.DecimalOrNull(), row.DecimalOrNull(),
        row.Bool(), row.LongOrNull() is { } parent ? new OrderId(parent) : null, row.Instant(), row.Instant(), row.Text(), row.TextOrNull());
}

internal static class FillTable
{
    public const string Columns =
        "account, number, order_id, symbol, at, version, side, price, quantity, fee, realised, is_maker, reason";

    public static void Write(SqliteDatabase database, FillRow row) => database
        .Prepared($"INSERT INTO fills({Columns}, tenant) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)")
        .Add(row.Account.ToString()).Add(row.Number).Add(row.Order.Value).Add(row.Symbol.ToString()).Add(row.At).Add(row.Version)
        .Add((long)row.Side).Add(row.Price).Add(row.Quantity).Add(row.Fee).Add(row.Realised).Add(row.IsMaker).Add(row.Reason)
        .Add(row.Account.Tenant.Value).Run();

    public static FillRow Read(SqliteStatement row) => new(
        AccountKey.Parse(row.Text()), row.Long(), new OrderId(row.Long()), SymbolKey.Parse(row.Text()), row.Instant(), row.Long(),
        (Side)row.Long(), row.Decimal(), row.Decimal(), row.Decimal(), row.Decimal(), row.Bool(), row.Text());
}

internal static class ClosedTradeTable
{
    public const string Columns =
        "account, number, symbol, version, side, quantity, entry_price, exit_price, opened_at, closed_at, gross, fees, funding, net, "
        + "entry_reason, exit_reason, entry_cause, exit_kind";

    public const string CausedBy =
        $"SELECT {Columns} FROM closed_trades WHERE account = ? AND entry_cause = ? AND entry_cause {SchemaOrderCauses.NamesCycle} ORDER BY number LIMIT ?";

    public static void Write(SqliteDatabase database, ClosedTradeRow row) => database
        .Prepared($"INSERT INTO closed_trades({Columns}, tenant) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)")
        .Add(row.Account.ToString()).Add(row.Number).Add(row.Symbol.ToString()).Add(row.Version).Add((long)row.Side)
        .Add(row.Quantity).Add(row.EntryPrice).Add(row.ExitPrice).Add(row.OpenedAt).Add(row.ClosedAt)
        .Add(row.Gross).Add(row.Fees).Add(row.Funding).Add(row.Net).Add(row.EntryReason).Add(row.ExitReason)
        .Add(row.EntryCause).Add((long?)row.Exit).Add(row.Account.Tenant.Value).Run();

    public static ClosedTradeRow Read(SqliteStatement row) => new(
        AccountKey.Parse(row.Text()), row.Long(), SymbolKey.Parse(row.Text()), row.Long(), (Side)row.Long(), row.Decimal(),
        row.Decimal(), row.Decimal(), row.Instant(), row.Instant(), row.Decimal(), row.Decimal(), row.Decimal(), row.Decimal(),
        row.Text(), row.Text(), row.TextOrNull(), (ExitKind?)row.LongOrNull());
}
