using OrleansTrader.Grains.Accounts;
using OrleansTrader.Storage.Sqlite.Database;
using OrleansTrader.Trading.Accounts;
using OrleansTrader.Trading.Orders;

namespace OrleansTrader.Storage.Sqlite.Rows;

internal static class AccountTable
{
    public const string Columns = "account, kind, venue, currency, deposited, opened_at, halted";

    public static void Write(SqliteDatabase database, AccountRow row) => database
        .Prepared($"INSERT OR REPLACE INTO accounts({Columns}) VALUES (?, ?, ?, ?, ?, ?, ?)")
        .Add(row.Account.ToString()).Add((long)row.Kind).Add(row.Venue).Add(row.Currency).Add(row.Deposited).Add(row.OpenedAt)
        .Add(row.Halted).Run();

    public static AccountRow Read(SqliteStatement row) => new(
        AccountKey.Parse(row.Text()), (AccountKind)row.Long(), row.Text(), row.Text(), row.Decimal(), row.Instant(), row.TextOrNull());
}

internal static class EquityTable
{
    public const string Columns = "account, at, version, cash, equity, used_margin, exposure, paid_in";

    public static void Write(SqliteDatabase database, EquityRow row) => database
        .Prepared($"INSERT OR REPLACE INTO equity({Columns}) VALUES (?, ?, ?, ?, ?, ?, ?, ?)")
        .Add(row.Account.ToString()).Add(row.At).Add(row.Version).Add(row.Cash).Add(row.Equity).Add(row.UsedMargin)
        .Add(row.Exposure).Add(row.PaidIn).Run();

    public static EquityRow Read(SqliteStatement row) => new(
        AccountKey.Parse(row.Text()), row.Instant(), row.Long(), row.Decimal(), row.Decimal(), row.Decimal(), row.Decimal(),
        row.DecimalOrNull());
}

internal static class PositionTable
{
    public const string Columns =
        "account, symbol, version, quantity, entry_price, leverage, margin_mode, liquidation_price, opened_at, updated_at, reason";

    public static void Write(SqliteDatabase database, PositionRow row)
    {
        if (row.Quantity == 0m)
        {
            database.Prepared("DELETE FROM positions WHERE account = ? AND symbol = ?")
                .Add(row.Account.ToString()).Add(row.Symbol.ToString()).Run();
            return;
        }

        database.Prepared($"INSERT OR REPLACE INTO positions({Columns}) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)")
            .Add(row.Account.ToString()).Add(row.Symbol.ToString()).Add(row.Version).Add(row.Quantity).Add(row.EntryPrice)
            .Add(row.Leverage).Add((long)row.MarginMode).Add(row.LiquidationPrice).Add(row.OpenedAt).Add(row.UpdatedAt)
            .Add(row.Reason).Run();
    }

    public static PositionRow Read(SqliteStatement row) => new(
        AccountKey.Parse(row.Text()), SymbolKey.Parse(row.Text()), row.Long(), row.Decimal(), row.Decimal(), row.Decimal(),
        (MarginMode)row.Long(), row.DecimalOrNull(), row.Instant(), row.Instant(), row.Text());
}
