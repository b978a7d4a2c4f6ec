using OrleansTrader.Grains.Accounts;
using OrleansTrader.Storage.Rows;

namespace OrleansTrader.Storage.Postgres.Rows;

internal static class AccountTable
{
    public static readonly string Upsert = Unnest.Insert("accounts", AccountColumns.List, "tlttnlt", Unnest.Replace("account", AccountColumns.List));

    public static void Add(Columns to, AccountRow row) => to.Add(row.Account.ToString()).Add((long)row.Kind).Add(row.Venue).Add(row.Currency)
        .Add(row.Deposited).Add(row.OpenedAt).Add(row.Halted);
}

internal static class EquityTable
{
    public static readonly string Upsert = Unnest.Insert("equity", EquityColumns.List, "tllnnnnn", Unnest.Replace("account, at", EquityColumns.List));

    public static void Add(Columns to, EquityRow row) => to.Add(row.Account.ToString()).Add(row.At).Add(row.Version).Add(row.Cash)
        .Add(row.Equity).Add(row.UsedMargin).Add(row.Exposure).Add(row.PaidIn);
}

internal static class PositionTable
{
    public static readonly string Upsert = Unnest.Insert(
        "positions", PositionColumns.List, "ttlnnnlnllt", Unnest.Replace("account, symbol", PositionColumns.List));

    public const string Delete =
        "DELETE FROM positions p USING unnest($1::text[], $2::text[]) AS gone(account, symbol) WHERE p.account = gone.account AND p.symbol = gone.symbol";

    public static void Add(Columns to, PositionRow row) => to.Add(row.Account.ToString()).Add(row.Symbol.ToString()).Add(row.Version)
        .Add(row.Quantity).Add(row.EntryPrice).Add(row.Leverage).Add((long)row.MarginMode).Add(row.LiquidationPrice).Add(row.OpenedAt)
        .Add(row.UpdatedAt).Add(row.Reason);

    public static void AddKey(Columns to, PositionRow row) => to.Add(row.Account.ToString()).Add(row.Symbol.ToString());
}
