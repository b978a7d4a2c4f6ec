using OrleansTrader.Grains.Orders;
using OrleansTrader.Grains.Trades;
using OrleansTrader.Trading.Accounts;
using OrleansTrader.Trading.Orders;

namespace OrleansTrader.Storage.Rows;

internal static class OrderColumns
{
    public const string List =
        "account, order_id, symbol, version, side, type, time_in_force, status, quantity, filled, limit_price, trigger_price, "
        + "average_price, reduce_only, parent, accepted_at, updated_at, reason, cause";

    public static OrderRow Read(IRow row) => new(
        AccountKey.Parse(row.Text()), new OrderId(row.Long()), SymbolKey.Parse(row.Text()), row.Long(),
        (Side)row.Long(), (OrderType)row.Long(), (TimeInForce)row.Long(), (OrderStatus)row.Long(),
        row.Decimal(), row.Decimal(), row.DecimalOrNull(), row.DecimalOrNull(), row.DecimalOrNull(),
        row.Bool(), row.LongOrNull() is { } parent ? new OrderId(parent) : null, row.Instant(), row.Instant(), row.Text(), row.TextOrNull());
}

internal static class FillColumns
{
    public const string List =
        "account, number, order_id, symbol, at, version, side, price, quantity, fee, realised, is_maker, reason";

    public static FillRow Read(IRow row) => new(
        AccountKey.Parse(row.Text()), row.Long(), new OrderId(row.Long()), SymbolKey.Parse(row.Text()), row.Instant(), row.Long(),
        (Side)row.Long(), row.Decimal(), row.Decimal(), row.Decimal(), row.Decimal(), row.Bool(), row.Text());
}

internal static class ClosedTradeColumns
{
    public const string List =
        "account, number, symbol, version, side, quantity, entry_price, exit_price, opened_at, closed_at, gross, fees, funding, net, "
        + "entry_reason, exit_reason, entry_cause, exit_kind";

    public static ClosedTradeRow Read(IRow row) => new(
        AccountKey.Parse(row.Text()), row.Long(), SymbolKey.Parse(row.Text()), row.Long(), (Side)row.Long(), row.Decimal(),
        row.Decimal(), row.Decimal(), row.Instant(), row.Instant(), row.Decimal(), row.Decimal(), row.Decimal(), row.Decimal(),
        row.Text(), row.Text(), row.TextOrNull(), (ExitKind?)row.LongOrNull());
}
