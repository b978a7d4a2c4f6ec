using OrleansTrader.Grains.Symbols;
using OrleansTrader.Storage.Rows;

namespace OrleansTrader.Storage.Postgres.Rows;

internal static class QuoteTable
{
    public static readonly string Upsert = Unnest.Insert(
        "quotes", QuoteColumns.List, "tlnnnl", $"{Unnest.Replace("symbol", QuoteColumns.List)} WHERE excluded.at >= quotes.at");

    public static void Add(Columns to, QuoteRow row) => to.Add(row.Symbol.ToString()).Add(row.At).Add(row.Bid).Add(row.Ask).Add(row.Mark)
        .Add(row.Sequence);
}

internal static class FundingTable
{
    public static readonly string Insert = Unnest.Insert("funding", FundingColumns.List, "tlnnl", "ON CONFLICT DO NOTHING");

    public static void Add(Columns to, FundingRow row) => to.Add(row.Symbol.ToString()).Add(row.At).Add(row.Rate).Add(row.Mark).Add((long)row.Source);
}

/// <summary>
/// Changes are numbered by a row of their symbol, which stays locked until the group commit is done: a writer that got a higher number
/// commits later, so that whoever has seen a number has missed none below it. The count is data like any other and survives a restore.
/// </summary>
internal static class TriggerSetTable
{
    public static readonly string Upsert =
        $"WITH told AS (SELECT * FROM {Unnest.Of("ttltl")} AS t(symbol, account, ledger_version, triggers, place)), "
        + "counted AS (INSERT INTO trigger_changes(symbol, change) SELECT symbol, count(*) FROM told GROUP BY symbol ORDER BY symbol "
        + "ON CONFLICT(symbol) DO UPDATE SET change = trigger_changes.change + excluded.change RETURNING symbol, change) "
        + "INSERT INTO trigger_sets(symbol, account, ledger_version, triggers, change) "
        + "SELECT symbol, account, ledger_version, triggers, change - place FROM told JOIN counted USING (symbol) "
        + "ON CONFLICT(symbol, account) DO UPDATE SET ledger_version = excluded.ledger_version, triggers = excluded.triggers, "
        + "change = excluded.change WHERE excluded.ledger_version >= trigger_sets.ledger_version";

    /// <param name="rows">By symbol and account; each gets its place among those of its symbol, counted from the last.</param>
    public static Columns Columns(IReadOnlyList<TriggerSetRow> rows)
    {
        var places = new long[rows.Count];
        for (var i = rows.Count - 2; i >= 0; i--)
            places[i] = rows[i].Symbol == rows[i + 1].Symbol ? places[i + 1] + 1 : 0;
        var columns = new Columns();
        for (var i = 0; i < rows.Count; i++)
            columns.Row().Add(rows[i].Symbol.ToString()).Add(rows[i].Account.ToString()).Add(rows[i].LedgerVersion).Add(rows[i].Triggers).Add(places[i]);
        return columns;
    }
}
