namespace OrleansTrader.Storage.Postgres.Database;

/// <summary>
/// What alerts are about, the tenants' destinations, and what waits for each. Numbers of a destination have no gaps: what waits are those above
/// <c>done</c> up to <c>last</c>.
/// </summary>
internal static class SchemaOutbox
{
    public const string Script =
        """
        ALTER TABLE alerts ADD COLUMN kind bigint NOT NULL DEFAULT 0, ADD COLUMN account text COLLATE "C", ADD COLUMN agent text COLLATE "C",
            ADD COLUMN symbol text COLLATE "C", ADD COLUMN figures text;
        CREATE INDEX alerts_kind ON alerts(tenant, kind, row);

        CREATE TABLE destinations(
            id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY, tenant text COLLATE "C" NOT NULL, name text COLLATE "C" NOT NULL,
            format bigint NOT NULL, target text NOT NULL, sealed text NOT NULL, kinds bigint NOT NULL, severity bigint NOT NULL,
            accounts text NOT NULL, is_enabled boolean NOT NULL, set_at bigint NOT NULL, last bigint NOT NULL DEFAULT 0,
            done bigint NOT NULL DEFAULT 0, sent bigint NOT NULL DEFAULT 0, failed bigint NOT NULL DEFAULT 0, dead bigint NOT NULL DEFAULT 0,
            dropped bigint NOT NULL DEFAULT 0, sent_at bigint, fault text, fault_at bigint, tries bigint NOT NULL DEFAULT 0,
            next_at bigint NOT NULL DEFAULT 0) WITH (fillfactor = 50);
        CREATE UNIQUE INDEX destinations_name ON destinations(tenant, name);
        CREATE INDEX destinations_due ON destinations(next_at) WHERE last > done;

        CREATE TABLE outbox(
            destination bigint NOT NULL, number bigint NOT NULL, at bigint NOT NULL, alert bytea NOT NULL, PRIMARY KEY(destination, number));

        CREATE TABLE dead_letters(
            destination bigint NOT NULL, number bigint NOT NULL, died_at bigint NOT NULL, fault text NOT NULL, alert bytea NOT NULL,
            PRIMARY KEY(destination, number));
        """;
}
