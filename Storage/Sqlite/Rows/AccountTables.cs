using OrleansTrader.Grains.Accounts;
using OrleansTrader.Storage.Rows;
using OrleansTrader.Storage.Sqlite.Database;

namespace OrleansTrader.Storage.Sqlite.Rows;

internal static class AccountTable
{
    public static void Write(SqliteDatabase database, AccountRow row) => database
        .Prepared($"INSERT OR REPLACE INTO accounts({AccountColumns.List}) VALUES (?, ?, ?, ?, ?, ?, ?)")
        .Add(row.Account.ToString()).Add((long)row.Kind).Add(row.Venue).Add(row.Currency).Add(row.Deposited).Add(row.OpenedAt)
        .Add(row.Halted).Run();
}

internal static class EquityTable
{
    public static void Write(SqliteDatabase database, EquityRow row) => database
        .Prepared($"INSERT OR REPLACE INTO equity({EquityColumns.List}) VALUES (?, ?, ?, ?, ?, ?, ?, ?)")
        .Add(row.Account.ToString()).Add(row.At).Add(row.Version).Add(row.Cash).Add(row.Equity).Add(row.UsedMargin)
        .Add(row.Exposure).Add(row.PaidIn).Run();
}

internal static class PositionTable
{
    public static void Write(SqliteDatabase database, PositionRow row)
    {
        if (row.Quantity == 0m)
        {
            database.Prepared("DELETE FROM positions WHERE account = ? AND symbol = ?")
                .Add(row.Account.ToString()).Add(row.Symbol.ToString()).Run();
            return;
        }

        database.Prepared($"INSERT OR REPLACE INTO positions({PositionColumns.List}) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)")
            .Add(row.Account.ToString()).Add(row.Symbol.ToString()).Add(row.Version).Add(row.Quantity).Add(row.EntryPrice)
            .Add(row.Leverage).Add((long)row.MarginMode).Add(row.LiquidationPrice).Add(row.OpenedAt).Add(row.UpdatedAt)
            .Add(row.Reason).Run();
    }
}
