using Npgsql;

namespace OrleansTrader.Storage;

/// <summary>What this program knows of the books' form, and what it finds, without opening them.</summary>
public static class SchemaVersions
{
    private const int ApplicationIdAt = 68, VersionAt = 60, HeaderBytes = 100;

    public static int Sqlite => Storage.Sqlite.Database.Schema.Version;

    public static int Postgres => Storage.Postgres.Database.Schema.Version;

    /// <summary>Name of the database's file in a data directory.</summary>
    public static string FileIn(string directory) => Files.DataDirectory.DatabaseIn(directory);

    /// <summary>The version that a file's header has; null where it is no database of ours. Another process may have it open.</summary>
    /// <exception cref="IOException">The file cannot be read.</exception>
    public static async Task<int?> OfFile(string path, CancellationToken cancellation)
    {
        var header = new byte[HeaderBytes];
        await using var file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
        if (await file.ReadAtLeastAsync(header, HeaderBytes, throwOnEndOfStream: false, cancellation) < HeaderBytes)
            return null;
        var application = System.Buffers.Binary.BinaryPrimitives.ReadInt32BigEndian(header.AsSpan(ApplicationIdAt));
        return application == Storage.Sqlite.Database.Schema.ApplicationId
            ? System.Buffers.Binary.BinaryPrimitives.ReadInt32BigEndian(header.AsSpan(VersionAt))
            : null;
    }

    /// <summary>The server's version and clock, the version of each of our schemas there, and what keeps it from being durable.</summary>
    /// <exception cref="NpgsqlException">It does not answer, or refuses.</exception>
    public static async Task<ServerFacts> OfServer(string connectionString, TimeSpan answerMax, CancellationToken cancellation)
    {
        var settings = new NpgsqlConnectionStringBuilder(connectionString) { Pooling = false, Timeout = (int)answerMax.TotalSeconds, CommandTimeout = (int)answerMax.TotalSeconds };
        await using var connection = new NpgsqlConnection(settings.ConnectionString);
        await connection.OpenAsync(cancellation);
        var now = (DateTime)(await Ask(connection, "SELECT clock_timestamp()", cancellation))!;
        var names = new List<string>();
        await using (var command = new NpgsqlCommand("SELECT schemaname::text FROM pg_tables WHERE tablename = 'orleans_trader' ORDER BY 1", connection))
        await using (var rows = await command.ExecuteReaderAsync(cancellation))
        {
            while (await rows.ReadAsync(cancellation))
                names.Add(rows.GetString(0));
        }

        var schemas = new Dictionary<string, long>(StringComparer.Ordinal);
        foreach (var name in names)
            schemas[name] = Convert.ToInt64(await Ask(connection, $"SELECT version FROM \"{name.Replace("\"", "\"\"", StringComparison.Ordinal)}\".orleans_trader", cancellation) ?? 0L, System.Globalization.CultureInfo.InvariantCulture);
        var risky = (string[])(await Ask(
            connection, "SELECT ARRAY(SELECT name FROM pg_settings WHERE name IN ('fsync', 'full_page_writes', 'synchronous_commit') AND setting = 'off' ORDER BY name)", cancellation))!;
        return new ServerFacts(connection.PostgreSqlVersion.ToString(), new DateTimeOffset(now.ToUniversalTime()), schemas, risky);
    }

    private static async Task<object?> Ask(NpgsqlConnection connection, string text, CancellationToken cancellation)
    {
        await using var command = new NpgsqlCommand(text, connection);
        return await command.ExecuteScalarAsync(cancellation);
    }
}

/// <param name="Schemas">Version by name.</param>
/// <param name="Risky">Settings that are off for this user and database, though what was confirmed is only safe with them on.</param>
public sealed record ServerFacts(string Version, DateTimeOffset Now, IReadOnlyDictionary<string, long> Schemas, IReadOnlyList<string> Risky);
