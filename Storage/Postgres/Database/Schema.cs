using System.Globalization;
using Npgsql;
using OrleansTrader.Grains.Ports;
using OrleansTrader.Storage.Files;

namespace OrleansTrader.Storage.Postgres.Database;

/// <summary>
/// Brings a schema of the database to what this program knows, and refuses a newer or a foreign one. All of it happens under one lock of
/// the database, in one transaction: of processes that start at once one does it, and the others find it done.
/// </summary>
internal static class Schema
{
    /// <summary>Oldest PostgreSQL that is tried.</summary>
    private const int ServerMin = 13;

    /// <summary>The step at index n leads from version n to n + 1. A step that was released never changes.</summary>
    private static readonly string[] _steps = [SchemaVersion1.Script, SchemaSignals.Script, SchemaOutbox.Script];

    public static int Version => _steps.Length;

    /// <summary>Migrates, and opens the key: made where the books are new, else it must be theirs.</summary>
    /// <exception cref="JournalException">A database that cannot be used, or another key. Nothing was changed.</exception>
    public static ValueTask<SigningKey> Prepare(PostgresDatabase database, string keyFile, CancellationToken cancellation) => database.Use(
        async connection =>
        {
            await RefuseServer(connection, database.Place, cancellation);
            await using var transaction = await connection.BeginTransactionAsync(cancellation);
            await Run(connection, new Query("SELECT pg_advisory_xact_lock(hashtextextended($1, 0))").Add($"OrleansTrader schema {database.Schema}"), cancellation);
            var (version, fingerprint) = await Find(connection, database, cancellation);
            if (version > Version)
            {
                throw new JournalException(
                    $"PostgreSQL at {database.Place} has schema {version}, this program knows up to {Version}: use a newer program; nothing was changed");
            }

            if (version == 0)
                await Run(connection, new Query($"CREATE SCHEMA IF NOT EXISTS {database.Schema}; CREATE TABLE orleans_trader(version bigint NOT NULL, key text)"), cancellation);
            for (var next = version; next < Version; next++)
                await Run(connection, new Query(_steps[next]), cancellation);
            var key = OpenKey(keyFile, fingerprint, database.Place);
            if (version < Version || fingerprint is null)
            {
                await Run(connection, new Query("DELETE FROM orleans_trader"), cancellation);
                await Run(connection, new Query("INSERT INTO orleans_trader(version, key) VALUES ($1, $2)").Add(Version).Add(key.Fingerprint), cancellation);
            }

            await transaction.CommitAsync(cancellation);
            return key;
        },
        cancellation);

    private static SigningKey OpenKey(string keyFile, string? fingerprint, string place)
    {
        var key = SigningKey.Open(keyFile, mayCreate: fingerprint is null);
        return fingerprint is null || string.Equals(key.Fingerprint, fingerprint, StringComparison.Ordinal)
            ? key
            : throw new JournalException(
                $"the journal of PostgreSQL at {place} is signed with key {fingerprint}, '{keyFile}' is key {key.Fingerprint}: give every process of one database the same key (Storage:KeyFile)");
    }

    private static async Task<(long Version, string? Key)> Find(NpgsqlConnection connection, PostgresDatabase database, CancellationToken cancellation)
    {
        var tables = await PostgresDatabase.All(
            connection, new Query("SELECT tablename::text FROM pg_tables WHERE schemaname = $1").Add(database.Schema), static row => row.Text(), cancellation);
        if (!tables.Contains("orleans_trader", StringComparer.Ordinal))
        {
            return tables.Count == 0
                ? (0, null)
                : throw new JournalException($"PostgreSQL at {database.Place} has tables of another program: choose another schema or database; nothing was changed");
        }

        var found = await PostgresDatabase.All(
            connection, new Query("SELECT version, key FROM orleans_trader"), static row => (row.Long(), row.TextOrNull()), cancellation);
        return found.Count == 1
            ? found[0]
            : throw new JournalException($"PostgreSQL at {database.Place}: table orleans_trader does not say which schema this is: restore it from a backup");
    }

    private static async Task RefuseServer(NpgsqlConnection connection, string place, CancellationToken cancellation)
    {
        var (encoding, isReadOnly, version, isSure) = (await PostgresDatabase.All(
            connection,
            new Query(
                "SELECT current_setting('server_encoding'), current_setting('transaction_read_only') = 'on', current_setting('server_version_num')::bigint / 10000, "
                + "current_setting('synchronous_commit') <> 'off'"),
            static row => (row.Text(), row.Bool(), row.Long(), row.Bool()), cancellation))[0];
        if (version < ServerMin)
            throw new JournalException(string.Create(CultureInfo.InvariantCulture, $"PostgreSQL at {place} is version {version}: at least {ServerMin} is needed"));
        if (!string.Equals(encoding, "UTF8", StringComparison.Ordinal))
            throw new JournalException($"PostgreSQL at {place}: the database's encoding is {encoding}, not UTF8: create one with createdb --encoding=UTF8 --template=template0");
        if (isReadOnly)
            throw new JournalException($"PostgreSQL at {place} is read-only, perhaps a standby: name the primary in Storage:ConnectionString");
        if (!isSure)
            throw new JournalException($"PostgreSQL at {place} has synchronous_commit off for this user: what it confirms could be lost in a crash; ALTER ROLE (or DATABASE) ... SET synchronous_commit = on");
    }

    private static async Task Run(NpgsqlConnection connection, Query query, CancellationToken cancellation)
    {
        await using var command = query.On(connection);
        await command.ExecuteNonQueryAsync(cancellation);
    }
}
