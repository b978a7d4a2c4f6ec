using OrleansTrader.Grains.Symbols;
using OrleansTrader.Storage.Sqlite.Database;
using OrleansTrader.Trading.Accounts;
using OrleansTrader.Trading.Instruments;

namespace OrleansTrader.Storage.Sqlite.Rows;

internal static class QuoteTable
{
    public const string Columns = "symbol, at, bid, ask, mark, sequence";

    private const string Upsert =
        $"INSERT INTO quotes({Columns}) VALUES (?, ?, ?, ?, ?, ?) ON CONFLICT(symbol) DO UPDATE SET at = excluded.at, bid = excluded.bid, "
        + "ask = excluded.ask, mark = excluded.mark, sequence = excluded.sequence WHERE excluded.at >= quotes.at";

    public static void Write(SqliteDatabase database, QuoteRow row) => database.Prepared(Upsert)
        .Add(row.Symbol.ToString()).Add(row.At).Add(row.Bid).Add(row.Ask).Add(row.Mark).Add(row.Sequence).Run();

    public static QuoteRow Read(SqliteStatement row) =>
        new(SymbolKey.Parse(row.Text()), row.Instant(), row.Decimal(), row.Decimal(), row.Decimal(), row.Long());
}

internal static class FundingTable
{
    public const string Columns = "symbol, at, rate, mark, source";

    public static void Write(SqliteDatabase database, FundingRow row) => database
        .Prepared($"INSERT OR IGNORE INTO funding({Columns}) VALUES (?, ?, ?, ?, ?)")
        .Add(row.Symbol.ToString()).Add(row.At).Add(row.Rate).Add(row.Mark).Add((long)row.Source).Run();

    public static FundingRow Read(SqliteStatement row) =>
        new(SymbolKey.Parse(row.Text()), row.Instant(), row.Decimal(), row.Decimal(), (FundingSource)row.Long());
}

internal static class TriggerSetTable
{
    public const string Columns = "symbol, account, ledger_version, triggers, change";

    private const string Upsert =
        $"INSERT INTO trigger_sets({Columns}) VALUES (?, ?, ?, ?, ?) ON CONFLICT(symbol, account) DO UPDATE SET "
        + "ledger_version = excluded.ledger_version, triggers = excluded.triggers, change = excluded.change "
        + "WHERE excluded.ledger_version >= trigger_sets.ledger_version";

    public static void Write(SqliteDatabase database, TriggerSetRow row, long change) => database.Prepared(Upsert)
        .Add(row.Symbol.ToString()).Add(row.Account.ToString()).Add(row.LedgerVersion).Add(row.Triggers).Add(change).Run();

    public static TriggerSetRow Read(SqliteStatement row) =>
        new(SymbolKey.Parse(row.Text()), AccountKey.Parse(row.Text()), row.Long(), row.Text()) { Change = row.Long() };
}
