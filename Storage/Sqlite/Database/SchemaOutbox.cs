namespace OrleansTrader.Storage.Sqlite.Database;

/// <summary>
/// What alerts are about, the tenants' destinations, and what waits for each. Numbers of a destination have no gaps: what waits are those above
/// <c>done</c> up to <c>last</c>.
/// </summary>
internal static class SchemaOutbox
{
    public const string Script =
        """
        ALTER TABLE alerts ADD COLUMN kind INTEGER NOT NULL DEFAULT 0;
        ALTER TABLE alerts ADD COLUMN account TEXT;
        ALTER TABLE alerts ADD COLUMN agent TEXT;
        ALTER TABLE alerts ADD COLUMN symbol TEXT;
        ALTER TABLE alerts ADD COLUMN figures TEXT;
        CREATE INDEX alerts_kind ON alerts(tenant, kind);

        CREATE TABLE destinations(
            id INTEGER PRIMARY KEY AUTOINCREMENT, tenant TEXT NOT NULL, name TEXT NOT NULL, format INTEGER NOT NULL, target TEXT NOT NULL,
            sealed TEXT NOT NULL, kinds INTEGER NOT NULL, severity INTEGER NOT NULL, accounts TEXT NOT NULL, is_enabled INTEGER NOT NULL,
            set_at INTEGER NOT NULL, last INTEGER NOT NULL DEFAULT 0, done INTEGER NOT NULL DEFAULT 0, sent INTEGER NOT NULL DEFAULT 0,
            failed INTEGER NOT NULL DEFAULT 0, dead INTEGER NOT NULL DEFAULT 0, dropped INTEGER NOT NULL DEFAULT 0, sent_at INTEGER, fault TEXT,
            fault_at INTEGER, tries INTEGER NOT NULL DEFAULT 0, next_at INTEGER NOT NULL DEFAULT 0);
        CREATE UNIQUE INDEX destinations_name ON destinations(tenant, name);
        CREATE INDEX destinations_due ON destinations(next_at) WHERE last > done;

        CREATE TABLE outbox(
            destination INTEGER NOT NULL, number INTEGER NOT NULL, at INTEGER NOT NULL, alert BLOB NOT NULL,
            PRIMARY KEY(destination, number)) WITHOUT ROWID;

        CREATE TABLE dead_letters(
            destination INTEGER NOT NULL, number INTEGER NOT NULL, died_at INTEGER NOT NULL, fault TEXT NOT NULL, alert BLOB NOT NULL,
            PRIMARY KEY(destination, number)) WITHOUT ROWID;
        """;
}
