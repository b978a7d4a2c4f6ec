namespace OrleansTrader.Storage.Sqlite.Database;

/// <summary>
/// Signals with their roads, what each source's came to, and the way from a signal to its orders and trades. A signal keeps its row number:
/// lists run by it from the newest received to the oldest. Those that are still to be looked at stand in an index of their own.
/// </summary>
internal static class SchemaSignals
{
    /// <summary>Stands in every cause that names a signal. A query must repeat it word for word to be answered from the indexes.</summary>
    public const string NamesSignal = "GLOB '*signal [0-9a-f]*'";

    public const string Script =
        $"""
        CREATE TABLE signals(
            row INTEGER PRIMARY KEY, signal TEXT NOT NULL UNIQUE, tenant TEXT NOT NULL, source TEXT NOT NULL, symbol TEXT NOT NULL,
            stage INTEGER NOT NULL, received_at INTEGER NOT NULL, due_at INTEGER, told BLOB NOT NULL, road BLOB NOT NULL);
        CREATE INDEX signals_tenant ON signals(tenant);
        CREATE INDEX signals_source ON signals(tenant, source);
        CREATE INDEX signals_symbol ON signals(tenant, symbol, received_at);
        CREATE INDEX signals_stage ON signals(tenant, stage);
        CREATE INDEX signals_due ON signals(due_at) WHERE due_at IS NOT NULL;
        CREATE INDEX signals_old ON signals(received_at) WHERE due_at IS NULL;

        CREATE TABLE source_tallies(
            source TEXT NOT NULL, symbol TEXT NOT NULL, direction INTEGER NOT NULL, won INTEGER NOT NULL, lost INTEGER NOT NULL,
            not_taken INTEGER NOT NULL, on_paper INTEGER NOT NULL, micro_r INTEGER NOT NULL, last_at INTEGER NOT NULL,
            PRIMARY KEY(source, symbol, direction)) WITHOUT ROWID;

        CREATE INDEX orders_signal ON orders(account, cause, order_id) WHERE cause {NamesSignal};
        CREATE INDEX closed_trades_signal ON closed_trades(account, entry_cause, number) WHERE entry_cause {NamesSignal};
        """;
}
