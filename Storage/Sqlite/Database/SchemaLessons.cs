namespace OrleansTrader.Storage.Sqlite.Database;

/// <summary>What versions learned from closed trades; the best and the worst of a version are found without looking at the others.</summary>
internal static class SchemaLessons
{
    public const string Script =
        """
        CREATE TABLE lessons(
            row INTEGER PRIMARY KEY, version TEXT NOT NULL, account TEXT NOT NULL, trade INTEGER NOT NULL, agent TEXT NOT NULL,
            closed_at INTEGER NOT NULL, score REAL NOT NULL, lesson BLOB NOT NULL);
        CREATE UNIQUE INDEX lessons_trade ON lessons(account, trade);
        CREATE INDEX lessons_version ON lessons(version);
        CREATE INDEX lessons_score ON lessons(version, score, closed_at);
        CREATE INDEX lessons_agent ON lessons(agent, trade);
        """;
}
