namespace OrleansTrader.Storage.Sqlite.Database;

/// <summary>
/// Each order says who caused it, orders of before do not; what came of one cycle of a model's is found by that. Rules name no cycle: their
/// orders and trades are in no index of causes.
/// </summary>
internal static class SchemaOrderCauses
{
    /// <summary>Stands in every cause that names a cycle. A query must repeat it word for word to be answered from the indexes.</summary>
    public const string NamesCycle = "GLOB '* cycle [0-9]*'";

    public const string Script =
        $"""
        ALTER TABLE orders ADD COLUMN cause TEXT;
        CREATE INDEX orders_cause ON orders(account, cause, order_id) WHERE cause {NamesCycle};
        CREATE INDEX closed_trades_cause ON closed_trades(account, entry_cause, number) WHERE entry_cause {NamesCycle};
        """;
}
