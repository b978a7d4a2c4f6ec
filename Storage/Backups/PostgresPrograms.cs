using System.Diagnostics;
using System.Globalization;
using Npgsql;
using OrleansTrader.Grains.Ports;
using OrleansTrader.Storage.Postgres;
using OrleansTrader.Storage.Postgres.Database;

namespace OrleansTrader.Storage.Backups;

/// <summary>pg_dump and pg_restore; the password goes by the environment, never by the command line.</summary>
internal static class PostgresPrograms
{
    private const string Debian = "/usr/lib/postgresql";

    /// <summary>Dumps one schema at one moment; the service goes on meanwhile.</summary>
    public static Task Dump(string connection, string schema, string file, CancellationToken cancellation) =>
        Run("pg_dump", connection, ["--format=custom", "--no-owner", "--no-privileges", $"--schema={schema}", $"--file={file}"], cancellation);

    /// <summary>Restores it whole or not at all.</summary>
    /// <exception cref="JournalException">The schema is there already, or it cannot be done.</exception>
    public static async Task Restore(string connection, string schema, string file, CancellationToken cancellation)
    {
        await using (var database = PostgresDatabase.Of(new PostgresStoreOptions { ConnectionString = connection, Schema = schema }))
        {
            var tables = await database.First(
                new Query("SELECT count(*) FROM pg_tables WHERE schemaname = $1").Add(schema), static row => row.Long(), cancellation);
            if (tables > 0)
                throw new JournalException($"PostgreSQL at {database.Place} is not empty: restore to a new database; nothing was changed");
            await database.Execute(new Query($"DROP SCHEMA IF EXISTS {schema}"), cancellation);
        }

        var name = new NpgsqlConnectionStringBuilder(connection).Database;
        await Run("pg_restore", connection, ["--no-owner", "--no-privileges", "--single-transaction", "--exit-on-error", $"--dbname={name}", file], cancellation);
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
