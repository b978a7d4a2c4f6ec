namespace OrleansTrader.Storage.Postgres.Database;

/// <summary>Signals with their roads, what each source's came to, and the way from a signal to its orders and trades.</summary>
internal static class SchemaSignals
{
    /// <summary>Stands in every cause that names a signal. A query must repeat it word for word to be answered from the indexes.</summary>
    public const string NamesSignal = "~ 'signal [0-9a-f]'";

    public const string Script =
        $"""
        CREATE TABLE signals(
            row bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY, signal text COLLATE "C" NOT NULL UNIQUE, tenant text COLLATE "C" NOT NULL,
            source text COLLATE "C" NOT NULL, symbol text COLLATE "C" NOT NULL, stage bigint NOT NULL, received_at bigint NOT NULL,
            due_at bigint, told bytea NOT NULL, road bytea NOT NULL) WITH (fillfactor = 80);
        CREATE INDEX signals_tenant ON signals(tenant, row);
        CREATE INDEX signals_source ON signals(tenant, source, row);
        CREATE INDEX signals_symbol ON signals(tenant, symbol, received_at);
        CREATE INDEX signals_stage ON signals(tenant, stage, row);
        CREATE INDEX signals_due ON signals(due_at) WHERE due_at IS NOT NULL;
        CREATE INDEX signals_old ON signals(received_at) WHERE due_at IS NULL;

        CREATE TABLE source_tallies(
            source text COLLATE "C" NOT NULL, symbol text COLLATE "C" NOT NULL, direction bigint NOT NULL, won bigint NOT NULL, lost bigint NOT NULL,
            not_taken bigint NOT NULL, on_paper bigint NOT NULL, micro_r bigint NOT NULL, last_at bigint NOT NULL,
            PRIMARY KEY(source, symbol, direction)) WITH (fillfactor = 50);

        CREATE INDEX orders_signal ON orders(account, cause, order_id) WHERE cause {NamesSignal};
        CREATE INDEX closed_trades_signal ON closed_trades(account, entry_cause, number) WHERE entry_cause {NamesSignal};
        """;
}
