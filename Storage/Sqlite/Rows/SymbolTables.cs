using OrleansTrader.Grains.Symbols;
using OrleansTrader.Storage.Rows;
using OrleansTrader.Storage.Sqlite.Database;

namespace OrleansTrader.Storage.Sqlite.Rows;

internal static class QuoteTable
{
    private const string Upsert =
        $"INSERT INTO quotes({QuoteColumns.List}) VALUES (?, ?, ?, ?, ?, ?) ON CONFLICT(symbol) DO UPDATE SET at = excluded.at, bid = excluded.bid, "
        + "ask = excluded.ask, mark = excluded.mark, sequence = excluded.sequence WHERE excluded.at >= quotes.at";

    public static void Write(SqliteDatabase database, QuoteRow row) => database.Prepared(Upsert)
        .Add(row.Symbol.ToString()).Add(row.At).Add(row.Bid).Add(row.Ask).Add(row.Mark).Add(row.Sequence).Run();
}

internal static class FundingTable
{
    public static void Write(SqliteDatabase database, FundingRow row) => database
        .Prepared($"INSERT OR IGNORE INTO funding({FundingColumns.List}) VALUES (?, ?, ?, ?, ?)")
        .Add(row.Symbol.ToString()).Add(row.At).Add(row.Rate).Add(row.Mark).Add((long)row.Source).Run();
}

internal static class TriggerSetTable
{
    private const string Upsert =
        $"INSERT INTO trigger_sets({TriggerSetColumns.List}) VALUES (?, ?, ?, ?, ?) ON CONFLICT(symbol, account) DO UPDATE SET "
        + "ledger_version = excluded.ledger_version, triggers = excluded.triggers, change = excluded.change "
        + "WHERE excluded.ledger_version >= trigger_sets.ledger_version";

    public static void Write(SqliteDatabase database, TriggerSetRow row, long change) => database.Prepared(Upsert)
        .Add(row.Symbol.ToString()).Add(row.Account.ToString()).Add(row.LedgerVersion).Add(row.Triggers).Add(change).Run();
}
