-- Orleans' own tables on PostgreSQL, and the texts that its ADO.NET providers look up by key in OrleansQuery. The contract is theirs:
-- keys of queries, names of parameters, names and types of the columns that come back. Everything else is ours. The script may run any
-- number of times, beside silos of the previous release: it only adds, and a running silo keeps the texts that it has read. Whatever is
-- changed here raises OrleansTables.SchemaVersion by one: a silo of an older release leaves what a newer one has made.

CREATE TABLE IF NOT EXISTS OrleansQuery
(
    QueryKey  text PRIMARY KEY,
    QueryText text NOT NULL
);

-- Who is in the cluster. Each change of a row raises the version of its deployment by one, in the same statement, and is made only on top
-- of the version that the silo has seen.
CREATE TABLE IF NOT EXISTS orleans_membership_version
(
    deployment_id text PRIMARY KEY,
    version       integer NOT NULL DEFAULT 0,
    changed_at    timestamptz NOT NULL DEFAULT now()
);

CREATE TABLE IF NOT EXISTS orleans_membership
(
    deployment_id text NOT NULL REFERENCES orleans_membership_version,
    address       text NOT NULL,
    port          integer NOT NULL,
    generation    integer NOT NULL,
    silo_name     text NOT NULL,
    host_name     text NOT NULL,
    status        integer NOT NULL,
    proxy_port    integer NOT NULL,
    suspect_times text,
    start_time    timestamptz NOT NULL,
    alive_time    timestamptz NOT NULL,
    PRIMARY KEY (deployment_id, address, port, generation)
);

CREATE TABLE IF NOT EXISTS orleans_reminder
(
    service_id    text NOT NULL,
    grain_id      text NOT NULL,
    reminder_name text NOT NULL,
    grain_hash    integer NOT NULL,
    start_time    timestamptz NOT NULL,
    period_ms     bigint NOT NULL,
    version       integer NOT NULL DEFAULT 0,
    PRIMARY KEY (service_id, grain_id, reminder_name)
);

-- A silo reads the reminders of its part of the ring.
CREATE INDEX IF NOT EXISTS orleans_reminder_ring ON orleans_reminder (service_id, grain_hash);

-- State of grains. A cleared state keeps its row and version, so that an older activation cannot write over it.
CREATE TABLE IF NOT EXISTS orleans_state
(
    service_id text NOT NULL,
    grain_type text NOT NULL,
    key_high   bigint NOT NULL,
    key_low    bigint NOT NULL,
    key_text   text NOT NULL,
    payload    bytea,
    version    integer NOT NULL,
    written_at timestamptz NOT NULL DEFAULT now(),
    PRIMARY KEY (service_id, grain_type, key_text, key_high, key_low)
);

-- Which cluster these books belong to, and how new the tables and texts here are: one line.
CREATE TABLE IF NOT EXISTS trader_cluster
(
    one        boolean PRIMARY KEY DEFAULT true CHECK (one),
    service_id text NOT NULL,
    cluster_id text NOT NULL
);

-- Books of a release before there were versions have none.
ALTER TABLE trader_cluster ADD COLUMN IF NOT EXISTS schema_version integer NOT NULL DEFAULT 0;

INSERT INTO OrleansQuery (QueryKey, QueryText) VALUES

('GatewaysQueryKey', $q$
SELECT address AS "Address", proxy_port AS "ProxyPort", generation AS "Generation"
FROM orleans_membership
WHERE deployment_id = @DeploymentId AND status = @Status AND proxy_port > 0
$q$),

('MembershipReadRowKey', $q$
SELECT v.version AS "Version", m.address AS "Address", m.port AS "Port", m.generation AS "Generation", m.silo_name AS "SiloName",
    m.host_name AS "HostName", m.status AS "Status", m.proxy_port AS "ProxyPort", m.suspect_times AS "SuspectTimes",
    m.start_time AS "StartTime", m.alive_time AS "IAmAliveTime"
FROM orleans_membership_version v
LEFT JOIN orleans_membership m
    ON m.deployment_id = v.deployment_id AND m.address = @Address AND m.port = @Port AND m.generation = @Generation
WHERE v.deployment_id = @DeploymentId
$q$),

('MembershipReadAllKey', $q$
SELECT v.version AS "Version", m.address AS "Address", m.port AS "Port", m.generation AS "Generation", m.silo_name AS "SiloName",
    m.host_name AS "HostName", m.status AS "Status", m.proxy_port AS "ProxyPort", m.suspect_times AS "SuspectTimes",
    m.start_time AS "StartTime", m.alive_time AS "IAmAliveTime"
FROM orleans_membership_version v
LEFT JOIN orleans_membership m ON m.deployment_id = v.deployment_id
WHERE v.deployment_id = @DeploymentId
$q$),

('InsertMembershipVersionKey', $q$
WITH made AS (INSERT INTO orleans_membership_version (deployment_id) VALUES (@DeploymentId) ON CONFLICT DO NOTHING RETURNING 1)
SELECT EXISTS (SELECT 1 FROM made)
$q$),

('InsertMembershipKey', $q$
WITH raised AS
(
    UPDATE orleans_membership_version SET version = version + 1, changed_at = now()
    WHERE deployment_id = @DeploymentId AND version = @Version AND NOT EXISTS
    (
        SELECT 1 FROM orleans_membership
        WHERE deployment_id = @DeploymentId AND address = @Address AND port = @Port AND generation = @Generation
    )
    RETURNING 1
), made AS
(
    INSERT INTO orleans_membership
        (deployment_id, address, port, generation, silo_name, host_name, status, proxy_port, start_time, alive_time)
    SELECT @DeploymentId, @Address, @Port, @Generation, @SiloName, @HostName, @Status, @ProxyPort, @StartTime, @IAmAliveTime FROM raised
    RETURNING 1
)
SELECT EXISTS (SELECT 1 FROM made)
$q$),

('UpdateMembershipKey', $q$
WITH raised AS
(
    UPDATE orleans_membership_version SET version = version + 1, changed_at = now()
    WHERE deployment_id = @DeploymentId AND version = @Version AND EXISTS
    (
        SELECT 1 FROM orleans_membership
        WHERE deployment_id = @DeploymentId AND address = @Address AND port = @Port AND generation = @Generation
    )
    RETURNING 1
), changed AS
(
    UPDATE orleans_membership SET status = @Status, suspect_times = @SuspectTimes, alive_time = @IAmAliveTime
    WHERE deployment_id = @DeploymentId AND address = @Address AND port = @Port AND generation = @Generation AND EXISTS (SELECT 1 FROM raised)
    RETURNING 1
)
SELECT EXISTS (SELECT 1 FROM changed)
$q$),

('UpdateIAmAlivetimeKey', $q$
UPDATE orleans_membership SET alive_time = @IAmAliveTime
WHERE deployment_id = @DeploymentId AND address = @Address AND port = @Port AND generation = @Generation
$q$),

('DeleteMembershipTableEntriesKey', $q$
WITH emptied AS (DELETE FROM orleans_membership WHERE deployment_id = @DeploymentId)
DELETE FROM orleans_membership_version WHERE deployment_id = @DeploymentId
$q$),

-- 3 is an active silo: whatever else has not been heard of for so long is gone.
('CleanupDefunctSiloEntriesKey', $q$
DELETE FROM orleans_membership WHERE deployment_id = @DeploymentId AND status <> 3 AND alive_time < @IAmAliveTime
$q$),

('ReadReminderRowsKey', $q$
SELECT grain_id AS "GrainId", reminder_name AS "ReminderName", start_time AS "StartTime", period_ms AS "Period", version AS "Version"
FROM orleans_reminder WHERE service_id = @ServiceId AND grain_id = @GrainId
$q$),

('ReadRangeRows1Key', $q$
SELECT grain_id AS "GrainId", reminder_name AS "ReminderName", start_time AS "StartTime", period_ms AS "Period", version AS "Version"
FROM orleans_reminder WHERE service_id = @ServiceId AND grain_hash > @BeginHash AND grain_hash <= @EndHash
$q$),

-- The part of the ring that goes round its end.
('ReadRangeRows2Key', $q$
SELECT grain_id AS "GrainId", reminder_name AS "ReminderName", start_time AS "StartTime", period_ms AS "Period", version AS "Version"
FROM orleans_reminder WHERE service_id = @ServiceId AND (grain_hash > @BeginHash OR grain_hash <= @EndHash)
$q$),

('ReadReminderRowKey', $q$
SELECT grain_id AS "GrainId", reminder_name AS "ReminderName", start_time AS "StartTime", period_ms AS "Period", version AS "Version"
FROM orleans_reminder WHERE service_id = @ServiceId AND grain_id = @GrainId AND reminder_name = @ReminderName
$q$),

('UpsertReminderRowKey', $q$
INSERT INTO orleans_reminder AS r (service_id, grain_id, reminder_name, grain_hash, start_time, period_ms)
VALUES (@ServiceId, @GrainId, @ReminderName, @GrainHash, @StartTime, @Period)
ON CONFLICT (service_id, grain_id, reminder_name) DO UPDATE
    SET grain_hash = excluded.grain_hash, start_time = excluded.start_time, period_ms = excluded.period_ms, version = r.version + 1
RETURNING version AS "Version"
$q$),

('DeleteReminderRowKey', $q$
WITH gone AS
(
    DELETE FROM orleans_reminder
    WHERE service_id = @ServiceId AND grain_id = @GrainId AND reminder_name = @ReminderName AND version = @Version
    RETURNING 1
)
SELECT EXISTS (SELECT 1 FROM gone)
$q$),

('DeleteReminderRowsKey', $q$
DELETE FROM orleans_reminder WHERE service_id = @ServiceId
$q$),

-- No row comes back where somebody else has written since: the provider takes that for a conflict.
('WriteToStorageKey', $q$
WITH changed AS
(
    UPDATE orleans_state SET payload = @PayloadBinary, version = version + 1, written_at = now()
    WHERE service_id = @ServiceId AND grain_type = @GrainTypeString AND key_text = COALESCE(@GrainIdExtensionString::text, '')
        AND key_high = @GrainIdN1 AND key_low = @GrainIdN0 AND version = @GrainStateVersion::integer
    RETURNING version
), made AS
(
    INSERT INTO orleans_state (service_id, grain_type, key_text, key_high, key_low, payload, version)
    SELECT @ServiceId, @GrainTypeString, COALESCE(@GrainIdExtensionString::text, ''), @GrainIdN1, @GrainIdN0, @PayloadBinary, 1
    WHERE @GrainStateVersion::integer IS NULL
    ON CONFLICT DO NOTHING
    RETURNING version
)
SELECT version AS "NewGrainStateVersion" FROM changed UNION ALL SELECT version FROM made
$q$),

('ReadFromStorageKey', $q$
SELECT payload AS "PayloadBinary", version AS "Version"
FROM orleans_state
WHERE service_id = @ServiceId AND grain_type = @GrainTypeString AND key_text = COALESCE(@GrainIdExtensionString::text, '')
    AND key_high = @GrainIdN1 AND key_low = @GrainIdN0
$q$),

('ClearStorageKey', $q$
UPDATE orleans_state SET payload = NULL, version = version + 1, written_at = now()
WHERE service_id = @ServiceId AND grain_type = @GrainTypeString AND key_text = COALESCE(@GrainIdExtensionString::text, '')
    AND key_high = @GrainIdN1 AND key_low = @GrainIdN0 AND version = @GrainStateVersion::integer
RETURNING version AS "NewGrainStateVersion"
$q$),

('DeleteStorageKey', $q$
DELETE FROM orleans_state
WHERE service_id = @ServiceId AND grain_type = @GrainTypeString AND key_text = COALESCE(@GrainIdExtensionString::text, '')
    AND key_high = @GrainIdN1 AND key_low = @GrainIdN0 AND version = @GrainStateVersion::integer
RETURNING version + 1 AS "NewGrainStateVersion"
$q$)

ON CONFLICT (QueryKey) DO UPDATE SET QueryText = excluded.QueryText WHERE OrleansQuery.QueryText <> excluded.QueryText;
