namespace OrleansTrader.Storage.Postgres.Database;

/// <summary>
/// The first schema. Keys are compared byte by byte (collation C), decimals are numeric (exact), instants UTC ticks.
/// </summary>
/// <remarks>
/// Equity and decisions are partitioned by month: they are most of the rows, time is in their keys and in their queries, and a month that
/// is over is dropped at once instead of row by row. Events, commits, fills, trades and records are not: their keys (stream and version,
/// account and number, agent and cycle) are fences that one index must hold over all time, and what of them is archived is chosen by
/// stream and by tenant, never by the month alone.
/// </remarks>
internal static class SchemaVersion1
{
    public const string Script =
        """
        CREATE TABLE streams(
            id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY, name text COLLATE "C" NOT NULL UNIQUE,
            version bigint NOT NULL DEFAULT 0, hash bytea) WITH (fillfactor = 70);

        CREATE TABLE commits(
            writer bigint NOT NULL, number bigint NOT NULL, stream bigint NOT NULL, command text COLLATE "C" NOT NULL, at bigint NOT NULL,
            version_before bigint NOT NULL, version_after bigint NOT NULL, result bytea NOT NULL, snapshot_hash bytea, hash bytea NOT NULL,
            PRIMARY KEY(writer, number));
        CREATE UNIQUE INDEX commits_command ON commits(stream, command);

        CREATE TABLE events(
            stream bigint NOT NULL, version bigint NOT NULL, writer bigint NOT NULL, number bigint NOT NULL,
            payload bytea NOT NULL, hash bytea NOT NULL, PRIMARY KEY(stream, version));

        CREATE TABLE groups(
            writer bigint NOT NULL, number bigint NOT NULL, at bigint NOT NULL, first bigint NOT NULL, last bigint NOT NULL,
            key text NOT NULL, signature bytea NOT NULL, PRIMARY KEY(writer, number));

        CREATE TABLE snapshots(
            stream bigint PRIMARY KEY, version bigint NOT NULL, writer bigint NOT NULL, number bigint NOT NULL, state bytea NOT NULL);

        CREATE TABLE segments(
            stream bigint NOT NULL, first bigint NOT NULL, last bigint NOT NULL, hashes bytea NOT NULL, file text NOT NULL,
            sha256 bytea NOT NULL, sealed_at bigint NOT NULL, PRIMARY KEY(stream, first));

        CREATE TABLE accounts(
            account text COLLATE "C" PRIMARY KEY, kind bigint NOT NULL, venue text NOT NULL, currency text NOT NULL, deposited numeric NOT NULL,
            opened_at bigint NOT NULL, halted text);

        CREATE TABLE equity(
            account text COLLATE "C" NOT NULL, at bigint NOT NULL, version bigint NOT NULL, cash numeric NOT NULL, equity numeric NOT NULL,
            used_margin numeric NOT NULL, exposure numeric NOT NULL, paid_in numeric, PRIMARY KEY(account, at)) PARTITION BY RANGE (at);

        CREATE TABLE positions(
            account text COLLATE "C" NOT NULL, symbol text COLLATE "C" NOT NULL, version bigint NOT NULL, quantity numeric NOT NULL,
            entry_price numeric NOT NULL, leverage numeric NOT NULL, margin_mode bigint NOT NULL, liquidation_price numeric,
            opened_at bigint NOT NULL, updated_at bigint NOT NULL, reason text NOT NULL, PRIMARY KEY(account, symbol));

        CREATE TABLE orders(
            account text COLLATE "C" NOT NULL, order_id bigint NOT NULL, symbol text COLLATE "C" NOT NULL, version bigint NOT NULL,
            side bigint NOT NULL, type bigint NOT NULL, time_in_force bigint NOT NULL, status bigint NOT NULL, quantity numeric NOT NULL,
            filled numeric NOT NULL, limit_price numeric, trigger_price numeric, average_price numeric, reduce_only boolean NOT NULL,
            parent bigint, accepted_at bigint NOT NULL, updated_at bigint NOT NULL, reason text NOT NULL, cause text COLLATE "C",
            is_open boolean NOT NULL, PRIMARY KEY(account, order_id)) WITH (fillfactor = 85);
        CREATE INDEX orders_open ON orders(symbol, account, order_id) WHERE is_open;
        CREATE INDEX orders_open_of ON orders(account, order_id) WHERE is_open;
        CREATE INDEX orders_cause ON orders(account, cause, order_id) WHERE cause ~ ' cycle [0-9]';

        CREATE TABLE fills(
            row bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY, tenant text COLLATE "C" NOT NULL, account text COLLATE "C" NOT NULL,
            number bigint NOT NULL, order_id bigint NOT NULL, symbol text COLLATE "C" NOT NULL, at bigint NOT NULL, version bigint NOT NULL,
            side bigint NOT NULL, price numeric NOT NULL, quantity numeric NOT NULL, fee numeric NOT NULL, realised numeric NOT NULL,
            is_maker boolean NOT NULL, reason text NOT NULL);
        CREATE UNIQUE INDEX fills_number ON fills(account, number);
        CREATE INDEX fills_symbol ON fills(tenant, symbol, row);

        CREATE TABLE closed_trades(
            row bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY, tenant text COLLATE "C" NOT NULL, account text COLLATE "C" NOT NULL,
            number bigint NOT NULL, symbol text COLLATE "C" NOT NULL, version bigint NOT NULL, side bigint NOT NULL, quantity numeric NOT NULL,
            entry_price numeric NOT NULL, exit_price numeric NOT NULL, opened_at bigint NOT NULL, closed_at bigint NOT NULL,
            gross numeric NOT NULL, fees numeric NOT NULL, funding numeric NOT NULL, net numeric NOT NULL, entry_reason text NOT NULL,
            exit_reason text NOT NULL, entry_cause text COLLATE "C", exit_kind bigint);
        CREATE UNIQUE INDEX closed_trades_number ON closed_trades(account, number);
        CREATE INDEX closed_trades_tenant ON closed_trades(tenant, row);
        CREATE INDEX closed_trades_cause ON closed_trades(account, entry_cause, number) WHERE entry_cause ~ ' cycle [0-9]';

        CREATE TABLE agents(
            agent text COLLATE "C" PRIMARY KEY, account text COLLATE "C" NOT NULL, version text COLLATE "C" NOT NULL, symbols text NOT NULL,
            status bigint NOT NULL, updated_at bigint NOT NULL, note text NOT NULL);

        CREATE SEQUENCE decision_rows;
        CREATE TABLE decisions(
            row bigint NOT NULL DEFAULT nextval('decision_rows'), agent text COLLATE "C" NOT NULL, account text COLLATE "C" NOT NULL,
            symbol text COLLATE "C" NOT NULL, cycle bigint NOT NULL, at bigint NOT NULL, action text NOT NULL, regime text NOT NULL,
            confidence double precision NOT NULL, reason text NOT NULL, outcome text NOT NULL) PARTITION BY RANGE (at);
        CREATE INDEX decisions_agent ON decisions(agent, row);
        CREATE INDEX decisions_cycle ON decisions(agent, cycle);

        CREATE TABLE decision_records(
            row bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY, tenant text COLLATE "C" NOT NULL, agent text COLLATE "C" NOT NULL,
            cycle bigint NOT NULL, at bigint NOT NULL, observation bytea NOT NULL, config bytea NOT NULL, cost_micros bigint NOT NULL,
            record bytea NOT NULL);
        CREATE UNIQUE INDEX decision_records_agent ON decision_records(agent, cycle);
        CREATE INDEX decision_records_row ON decision_records(agent, row);
        CREATE INDEX decision_records_question ON decision_records(observation, config);
        CREATE INDEX decision_records_tenant ON decision_records(tenant, row);

        CREATE TABLE text_parts(hash bytea PRIMARY KEY, compressed bytea NOT NULL);

        CREATE TABLE model_costs(
            agent text COLLATE "C" NOT NULL, version text COLLATE "C" NOT NULL, day bigint NOT NULL, records bigint NOT NULL,
            questions bigint NOT NULL, input_tokens bigint NOT NULL, output_tokens bigint NOT NULL, cost_micros bigint NOT NULL,
            PRIMARY KEY(agent, version, day));

        CREATE TABLE lessons(
            row bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY, version text COLLATE "C" NOT NULL, account text COLLATE "C" NOT NULL,
            trade bigint NOT NULL, agent text COLLATE "C" NOT NULL, closed_at bigint NOT NULL, score numeric NOT NULL, lesson bytea NOT NULL);
        CREATE UNIQUE INDEX lessons_trade ON lessons(account, trade);
        CREATE INDEX lessons_version ON lessons(version, row);
        CREATE INDEX lessons_score ON lessons(version, score, closed_at);
        CREATE INDEX lessons_agent ON lessons(agent, trade);

        CREATE TABLE versions(
            version text COLLATE "C" PRIMARY KEY, planner text NOT NULL, configuration text NOT NULL, status bigint NOT NULL, created_at bigint NOT NULL);

        CREATE TABLE alerts(
            row bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY, tenant text COLLATE "C" NOT NULL, at bigint NOT NULL, severity bigint NOT NULL,
            source text NOT NULL, message text NOT NULL);
        CREATE INDEX alerts_tenant ON alerts(tenant, row);

        CREATE TABLE trigger_changes(symbol text COLLATE "C" PRIMARY KEY, change bigint NOT NULL) WITH (fillfactor = 50);
        CREATE TABLE trigger_sets(
            symbol text COLLATE "C" NOT NULL, account text COLLATE "C" NOT NULL, ledger_version bigint NOT NULL, triggers text NOT NULL,
            change bigint NOT NULL, PRIMARY KEY(symbol, account)) WITH (fillfactor = 70);
        CREATE UNIQUE INDEX trigger_sets_change ON trigger_sets(symbol, change);

        CREATE TABLE quotes(
            symbol text COLLATE "C" PRIMARY KEY, at bigint NOT NULL, bid numeric NOT NULL, ask numeric NOT NULL, mark numeric NOT NULL,
            sequence bigint NOT NULL) WITH (fillfactor = 50);

        CREATE TABLE funding(
            symbol text COLLATE "C" NOT NULL, at bigint NOT NULL, rate numeric NOT NULL, mark numeric NOT NULL, source bigint NOT NULL,
            PRIMARY KEY(symbol, at));

        CREATE TABLE grain_state(
            grain text COLLATE "C" NOT NULL, name text COLLATE "C" NOT NULL, etag bigint NOT NULL, state bytea, PRIMARY KEY(grain, name));

        CREATE SEQUENCE reminder_etags;
        CREATE TABLE reminders(
            grain text COLLATE "C" NOT NULL, name text COLLATE "C" NOT NULL, hash bigint NOT NULL, start_at bigint NOT NULL,
            period bigint NOT NULL, etag bigint NOT NULL, PRIMARY KEY(grain, name));
        CREATE INDEX reminders_hash ON reminders(hash);

        CREATE TABLE leases(
            name text COLLATE "C" PRIMARY KEY, holder text COLLATE "C" NOT NULL, epoch bigint NOT NULL, until timestamptz NOT NULL);
        """;
}
