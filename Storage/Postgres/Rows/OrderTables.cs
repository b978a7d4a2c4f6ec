using OrleansTrader.Grains.Orders;
using OrleansTrader.Grains.Trades;
using OrleansTrader.Storage.Rows;

namespace OrleansTrader.Storage.Postgres.Rows;

internal static class OrderTable
{
    private const string All = $"{OrderColumns.List}, is_open";

    // Who caused an order never changes: left out of the update, its index is left alone too.
    public static readonly string Upsert = Unnest.Insert("orders", All, "tltlllllnnnnnollltto", Unnest.Replace("account, order_id", All, but: "cause"));

    public static void Add(Columns to, OrderRow row) => to.Add(row.Account.ToString()).Add(row.Order.Value).Add(row.Symbol.ToString())
        .Add(row.Version).Add((long)row.Side).Add((long)row.Type).Add((long)row.TimeInForce).Add((long)row.Status).Add(row.Quantity)
        .Add(row.Filled).Add(row.LimitPrice).Add(row.TriggerPrice).Add(row.AveragePrice).Add(row.ReduceOnly).Add(row.Parent?.Value)
        .Add(row.AcceptedAt).Add(row.UpdatedAt).Add(row.Reason).Add(row.Cause).Add(row.IsOpen);
}

internal static class FillTable
{
    public static readonly string Insert = Unnest.Insert("fills", $"{FillColumns.List}, tenant", "tlltlllnnnnott");

    public static void Add(Columns to, FillRow row) => to.Add(row.Account.ToString()).Add(row.Number).Add(row.Order.Value)
        .Add(row.Symbol.ToString()).Add(row.At).Add(row.Version).Add((long)row.Side).Add(row.Price).Add(row.Quantity).Add(row.Fee)
        .Add(row.Realised).Add(row.IsMaker).Add(row.Reason).Add(row.Account.Tenant.Value);
}

internal static class ClosedTradeTable
{
    public static readonly string Insert = Unnest.Insert("closed_trades", $"{ClosedTradeColumns.List}, tenant", "tltllnnnllnnnntttlt");

    public static void Add(Columns to, ClosedTradeRow row) => to.Add(row.Account.ToString()).Add(row.Number).Add(row.Symbol.ToString())
        .Add(row.Version).Add((long)row.Side).Add(row.Quantity).Add(row.EntryPrice).Add(row.ExitPrice).Add(row.OpenedAt).Add(row.ClosedAt)
        .Add(row.Gross).Add(row.Fees).Add(row.Funding).Add(row.Net).Add(row.EntryReason).Add(row.ExitReason).Add(row.EntryCause)
        .Add((long?)row.Exit).Add(row.Account.Tenant.Value);
}
