using System.Diagnostics;
using System.Globalization;
using Npgsql;
using OrleansTrader.Grains.Ports;
using OrleansTrader.Storage.Postgres;
using OrleansTrader.Storage.Postgres.Database;
using OrleansTrader.Storage.Retention;

namespace OrleansTrader.Storage.Backups;

/// <summary>pg_dump and pg_restore; the password goes by the environment, never by the command line.</summary>
internal static class PostgresPrograms
{
    private const string Debian = "/usr/lib/postgresql";

    private const string KeyRing = "key_ring";

    /// <summary>
    /// Dumps at one moment, while the service goes on: the books, the key ring, and what a cluster keeps beside them (states of grains, which
    /// are users, keys, agents and sealed credentials; reminders; the cluster's name), but not who is in it.
    /// </summary>
    public static async Task Dump(string connection, string schema, string file, CancellationToken cancellation)
    {
        await using var database = DatabaseOf(connection, schema);
        var beside = await BesideOf(database, connection, cancellation);
        await Run(
            "pg_dump", connection,
            [
                "--format=custom", "--no-owner", "--no-privileges", $"--table=\"{schema}\".*", $"--table={KeyRing}.*", $"--table=\"{beside}\".orleans*",
                $"--table=\"{beside}\".trader_cluster", $"--exclude-table=\"{beside}\".orleans_membership*", $"--file={file}",
            ],
            cancellation);
    }

    /// <summary>The archive files that the books need now.</summary>
    public static async Task<IReadOnlyList<ArchiveFile>> Archived(string connection, string schema, CancellationToken cancellation)
    {
        await using var database = DatabaseOf(connection, schema);
        return await database.All(new Query("SELECT file, sha256 FROM segments"), static row => new ArchiveFile(row.Text(), row.Bytes()), cancellation);
    }

    /// <summary>Restores it whole or not at all.</summary>
    /// <param name="holdsSchemas">Whether the dump makes its schemas itself, as those of the first format do.</param>
    /// <exception cref="JournalException">Some of it is there already, or it cannot be done.</exception>
    public static async Task Restore(string connection, string schema, string file, bool holdsSchemas, CancellationToken cancellation)
    {
        await using (var database = DatabaseOf(connection, schema))
        {
            var found = await database.First(
                new Query(
                    "SELECT schemaname || '.' || tablename FROM pg_tables WHERE schemaname IN ($1, $2) "
                    + "OR (schemaname = $3 AND (tablename LIKE 'orleans%' OR tablename = 'trader_cluster')) ORDER BY 1 LIMIT 1")
                    .Add(schema).Add(KeyRing).Add(await BesideOf(database, connection, cancellation)),
                static row => row.Text(), cancellation);
            if (found is not null)
                throw new JournalException($"PostgreSQL at {database.Place} is not empty (it has {found}): restore to a new database; nothing was changed");
            await database.Execute(new Query($"DROP SCHEMA IF EXISTS {schema}"), cancellation);
            await database.Execute(new Query($"DROP SCHEMA IF EXISTS {KeyRing}"), cancellation);
            if (!holdsSchemas)
            {
                await database.Execute(new Query($"CREATE SCHEMA {schema}"), cancellation);
                await database.Execute(new Query($"CREATE SCHEMA {KeyRing}"), cancellation);
            }
        }

        var name = new NpgsqlConnectionStringBuilder(connection).Database;
        await Run("pg_restore", connection, ["--no-owner", "--no-privileges", "--single-transaction", "--exit-on-error", $"--dbname={name}", file], cancellation);
    }

    private static PostgresDatabase DatabaseOf(string connection, string schema) =>
        PostgresDatabase.Of(new PostgresStoreOptions { ConnectionString = connection, Schema = schema });

    /// <summary>The schema in which Orleans makes its tables: that which comes first for the connection, for it names none.</summary>
    private static async Task<string> BesideOf(PostgresDatabase database, string connection, CancellationToken cancellation)
    {
        try
        {
            await using var own = new NpgsqlConnection(connection);
            await own.OpenAsync(cancellation);
            await using var ask = new NpgsqlCommand("SELECT current_schema()::text", own);
            return await ask.ExecuteScalarAsync(cancellation) as string ?? "public";
        }
        catch (Exception error) when (PostgresFaults.IsOfDatabase(error))
        {
            throw PostgresFaults.Tell(error, database.Place);
        }
    }

    private static async Task Run(string program, string connection, string[] arguments, CancellationToken cancellation)
    {
        var settings = new NpgsqlConnectionStringBuilder(connection);
        var start = new ProcessStartInfo(Find(program)) { UseShellExecute = false, RedirectStandardError = true };
        foreach (var argument in arguments.Append("--no-password"))
            start.ArgumentList.Add(argument);
        start.Environment["PGHOST"] = settings.Host;
        start.Environment["PGPORT"] = settings.Port.ToString(CultureInfo.InvariantCulture);
        start.Environment["PGDATABASE"] = settings.Database;
        start.Environment["PGUSER"] = settings.Username;
        if (settings.Password is { Length: > 0 } password)
            start.Environment["PGPASSWORD"] = password;
        start.Environment["PGSSLMODE"] = settings.SslMode switch
        {
            SslMode.VerifyCA => "verify-ca",
            SslMode.VerifyFull => "verify-full",
            var mode => mode.ToString().ToLowerInvariant(),
        };
        if (settings.RootCertificate is { Length: > 0 } root)
            start.Environment["PGSSLROOTCERT"] = root;
        using var process = Process.Start(start)!;
        var errors = await process.StandardError.ReadToEndAsync(cancellation);
        await process.WaitForExitAsync(cancellation);
        if (process.ExitCode != 0)
            throw new JournalException($"{program} ended with {process.ExitCode}: {errors.Trim().ReplaceLineEndings(" ")}");
    }

    private static string Find(string program)
    {
        var path = (Environment.GetEnvironmentVariable("PATH") ?? string.Empty).Split(Path.PathSeparator);
        var installed = Directory.Exists(Debian)
            ? Directory.EnumerateDirectories(Debian).OrderByDescending(static directory => Path.GetFileName(directory).PadLeft(3, '0'), StringComparer.Ordinal)
                .Select(static directory => Path.Combine(directory, "bin"))
            : [];
        return installed.Concat(path).Select(directory => Path.Combine(directory, program)).FirstOrDefault(File.Exists)
            ?? throw new JournalException($"{program} is not installed: install PostgreSQL's client programs (postgresql-client), as new as the server");
    }
}
