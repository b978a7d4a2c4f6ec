namespace OrleansTrader.Storage.Sqlite.Database;

/// <summary>Records of what language models were asked and said, and the pieces of text that they share.</summary>
internal static class SchemaRecords
{
    public const string Script =
        """
        CREATE TABLE decision_records(
            row INTEGER PRIMARY KEY, tenant TEXT NOT NULL, agent TEXT NOT NULL, cycle INTEGER NOT NULL, at INTEGER NOT NULL,
            observation BLOB NOT NULL, config BLOB NOT NULL, cost_micros INTEGER NOT NULL, record BLOB NOT NULL);
        CREATE UNIQUE INDEX decision_records_agent ON decision_records(agent, cycle);
        CREATE INDEX decision_records_question ON decision_records(observation, config);
        CREATE INDEX decision_records_cost ON decision_records(tenant, at, cost_micros);

        CREATE TABLE text_parts(hash BLOB PRIMARY KEY, compressed BLOB NOT NULL) WITHOUT ROWID;
        """;
}
