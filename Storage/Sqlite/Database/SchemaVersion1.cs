namespace OrleansTrader.Storage.Sqlite.Database;

/// <summary>
/// The first schema. Events and commits lie in the order of writing, so that a group commit touches few pages; an index finds
/// them by stream.
/// </summary>
internal static class SchemaVersion1
{
    public const string Script =
        """
        CREATE TABLE streams(id INTEGER PRIMARY KEY, name TEXT NOT NULL UNIQUE);

        CREATE TABLE commits(
            number INTEGER PRIMARY KEY, stream INTEGER NOT NULL, command TEXT NOT NULL, at INTEGER NOT NULL,
            version_before INTEGER NOT NULL, version_after INTEGER NOT NULL,
            result BLOB NOT NULL, snapshot_hash BLOB, hash BLOB NOT NULL);
        CREATE UNIQUE INDEX commits_command ON commits(stream, command);

        CREATE TABLE events(
            position INTEGER PRIMARY KEY, stream INTEGER NOT NULL, version INTEGER NOT NULL, number INTEGER NOT NULL,
            payload BLOB NOT NULL, hash BLOB NOT NULL);
        CREATE UNIQUE INDEX events_version ON events(stream, version);

        CREATE TABLE groups(
            number INTEGER PRIMARY KEY, at INTEGER NOT NULL, first INTEGER NOT NULL, last INTEGER NOT NULL,
            writer TEXT NOT NULL, signature BLOB NOT NULL);

        CREATE TABLE snapshots(stream INTEGER PRIMARY KEY, version INTEGER NOT NULL, number INTEGER NOT NULL, state BLOB NOT NULL);

        CREATE TABLE accounts(
            account TEXT PRIMARY KEY, kind INTEGER NOT NULL, venue TEXT NOT NULL, currency TEXT NOT NULL, deposited TEXT NOT NULL,
            opened_at INTEGER NOT NULL, halted TEXT) WITHOUT ROWID;

        CREATE TABLE equity(
            account TEXT NOT NULL, at INTEGER NOT NULL, version INTEGER NOT NULL, cash TEXT NOT NULL, equity TEXT NOT NULL,
            used_margin TEXT NOT NULL, exposure TEXT NOT NULL, PRIMARY KEY(account, at)) WITHOUT ROWID;

        CREATE TABLE positions(
            account TEXT NOT NULL, symbol TEXT NOT NULL, version INTEGER NOT NULL, quantity TEXT NOT NULL, entry_price TEXT NOT NULL,
            leverage TEXT NOT NULL, margin_mode INTEGER NOT NULL, liquidation_price TEXT, opened_at INTEGER NOT NULL,
            updated_at INTEGER NOT NULL, reason TEXT NOT NULL, PRIMARY KEY(account, symbol)) WITHOUT ROWID;

        CREATE TABLE orders(
            row INTEGER PRIMARY KEY, account TEXT NOT NULL, order_id INTEGER NOT NULL, symbol TEXT NOT NULL, version INTEGER NOT NULL,
            side INTEGER NOT NULL, type INTEGER NOT NULL, time_in_force INTEGER NOT NULL, status INTEGER NOT NULL,
            quantity TEXT NOT NULL, filled TEXT NOT NULL, limit_price TEXT, trigger_price TEXT, average_price TEXT,
            reduce_only INTEGER NOT NULL, parent INTEGER, accepted_at INTEGER NOT NULL, updated_at INTEGER NOT NULL,
            reason TEXT NOT NULL, is_open INTEGER NOT NULL);
        CREATE UNIQUE INDEX orders_id ON orders(account, order_id);
        CREATE INDEX orders_open ON orders(symbol, account, order_id) WHERE is_open = 1;
        CREATE INDEX orders_open_of ON orders(account, order_id) WHERE is_open = 1;

        CREATE TABLE fills(
            row INTEGER PRIMARY KEY, tenant TEXT NOT NULL, account TEXT NOT NULL, number INTEGER NOT NULL, order_id INTEGER NOT NULL,
            symbol TEXT NOT NULL, at INTEGER NOT NULL, version INTEGER NOT NULL, side INTEGER NOT NULL, price TEXT NOT NULL,
            quantity TEXT NOT NULL, fee TEXT NOT NULL, realised TEXT NOT NULL, is_maker INTEGER NOT NULL, reason TEXT NOT NULL);
        CREATE UNIQUE INDEX fills_number ON fills(account, number);
        CREATE INDEX fills_symbol ON fills(tenant, symbol);

        CREATE TABLE closed_trades(
            row INTEGER PRIMARY KEY, tenant TEXT NOT NULL, account TEXT NOT NULL, number INTEGER NOT NULL, symbol TEXT NOT NULL,
            version INTEGER NOT NULL, side INTEGER NOT NULL, quantity TEXT NOT NULL, entry_price TEXT NOT NULL, exit_price TEXT NOT NULL,
            opened_at INTEGER NOT NULL, closed_at INTEGER NOT NULL, gross TEXT NOT NULL, fees TEXT NOT NULL, funding TEXT NOT NULL,
            net TEXT NOT NULL, entry_reason TEXT NOT NULL, exit_reason TEXT NOT NULL);
        CREATE UNIQUE INDEX closed_trades_number ON closed_trades(account, number);
        CREATE INDEX closed_trades_tenant ON closed_trades(tenant);

        CREATE TABLE agents(
            agent TEXT PRIMARY KEY, account TEXT NOT NULL, version TEXT NOT NULL, symbols TEXT NOT NULL, status INTEGER NOT NULL,
            updated_at INTEGER NOT NULL, note TEXT NOT NULL) WITHOUT ROWID;

        CREATE TABLE decisions(
            row INTEGER PRIMARY KEY, agent TEXT NOT NULL, account TEXT NOT NULL, symbol TEXT NOT NULL, cycle INTEGER NOT NULL,
            at INTEGER NOT NULL, action TEXT NOT NULL, regime TEXT NOT NULL, confidence REAL NOT NULL, reason TEXT NOT NULL,
            outcome TEXT NOT NULL);
        CREATE INDEX decisions_agent ON decisions(agent);

        CREATE TABLE versions(
            version TEXT PRIMARY KEY, planner TEXT NOT NULL, configuration TEXT NOT NULL, status INTEGER NOT NULL,
            created_at INTEGER NOT NULL) WITHOUT ROWID;

        CREATE TABLE alerts(
            row INTEGER PRIMARY KEY, tenant TEXT NOT NULL, at INTEGER NOT NULL, severity INTEGER NOT NULL, source TEXT NOT NULL,
            message TEXT NOT NULL);
        CREATE INDEX alerts_tenant ON alerts(tenant);

        CREATE TABLE trigger_sets(
            symbol TEXT NOT NULL, account TEXT NOT NULL, ledger_version INTEGER NOT NULL, triggers TEXT NOT NULL, change INTEGER NOT NULL,
            PRIMARY KEY(symbol, account)) WITHOUT ROWID;
        CREATE UNIQUE INDEX trigger_sets_change ON trigger_sets(symbol, change);

        CREATE TABLE quotes(
            symbol TEXT PRIMARY KEY, at INTEGER NOT NULL, bid TEXT NOT NULL, ask TEXT NOT NULL, mark TEXT NOT NULL,
            sequence INTEGER NOT NULL) WITHOUT ROWID;

        CREATE TABLE funding(
            symbol TEXT NOT NULL, at INTEGER NOT NULL, rate TEXT NOT NULL, mark TEXT NOT NULL, source INTEGER NOT NULL,
            PRIMARY KEY(symbol, at)) WITHOUT ROWID;

        CREATE TABLE grain_state(
            grain TEXT NOT NULL, name TEXT NOT NULL, etag INTEGER NOT NULL, state BLOB, PRIMARY KEY(grain, name)) WITHOUT ROWID;

        CREATE TABLE reminders(
            grain TEXT NOT NULL, name TEXT NOT NULL, hash INTEGER NOT NULL, start_at INTEGER NOT NULL, period INTEGER NOT NULL,
            etag INTEGER NOT NULL, PRIMARY KEY(grain, name)) WITHOUT ROWID;
        CREATE INDEX reminders_hash ON reminders(hash);
        """;
}
