using System.Data;
using System.Diagnostics;
using Npgsql;
using OrleansTrader.Grains.Ports;
using OrleansTrader.Grains.Ports.Telemetry;
using OrleansTrader.Storage.Postgres.Commits;

namespace OrleansTrader.Storage.Postgres.Database;

/// <summary>The pool of connections to one database, bounded, with statements prepared by themselves once they are used twice.</summary>
internal sealed class PostgresDatabase : IAsyncDisposable
{
    /// <summary>Most statements that a connection keeps prepared.</summary>
    private const int PreparedMax = 150;

    /// <summary>Seconds between two signs of life on an idle connection, so that a broken way is noticed.</summary>
    private const int KeepAliveSeconds = 15;

    private readonly NpgsqlDataSource _source;

    private PostgresDatabase(NpgsqlDataSource source, NpgsqlConnectionStringBuilder settings)
    {
        _source = source;
        Schema = settings.SearchPath!;
        CommandSecondsMax = settings.CommandTimeout;
        Place = $"{settings.Host}:{settings.Port}, database {settings.Database}, schema {Schema}";
    }

    /// <summary>For messages: host, port, database and schema.</summary>
    public string Place { get; }

    public string Schema { get; }

    public int CommandSecondsMax { get; }

    /// <exception cref="JournalException">A connection string that cannot be read.</exception>
    public static PostgresDatabase Of(PostgresStoreOptions options)
    {
        CheckSchema(options.Schema);
        try
        {
            var settings = new NpgsqlConnectionStringBuilder(options.ConnectionString)
            {
                SearchPath = options.Schema,
                MaxPoolSize = options.ConnectionsMax,
                Timeout = options.ConnectSecondsMax,
                CommandTimeout = options.CommandSecondsMax,
                MaxAutoPrepare = PreparedMax,
                AutoPrepareMinUsages = 2,
                KeepAlive = KeepAliveSeconds,
                IncludeErrorDetail = false,
                PersistSecurityInfo = false,
            };
            settings.ApplicationName ??= "OrleansTrader";
            if (string.IsNullOrEmpty(settings.Host) || string.IsNullOrEmpty(settings.Database))
                throw Unreadable(inner: null);
            return new PostgresDatabase(NpgsqlDataSource.Create(settings), settings);
        }
        catch (Exception error) when (error is ArgumentException or FormatException or KeyNotFoundException or OverflowException)
        {
            throw Unreadable(error);
        }
    }

    public async ValueTask<NpgsqlConnection> Connect(CancellationToken cancellation)
    {
        try
        {
            return await _source.OpenConnectionAsync(cancellation);
        }
        catch (Exception error) when (PostgresFaults.IsOfDatabase(error))
        {
            throw PostgresFaults.Tell(error, Place);
        }
    }

    public ValueTask<List<T>> All<T>(Query query, Func<PostgresRow, T> read, CancellationToken cancellation) =>
        Use(connection => All(connection, query, read, cancellation), cancellation);

    public async ValueTask<T?> First<T>(Query query, Func<PostgresRow, T> read, CancellationToken cancellation)
    {
        var rows = await All(query, read, cancellation);
        return rows.Count > 0 ? rows[0] : default;
    }

    /// <returns>Rows changed.</returns>
    public ValueTask<int> Execute(Query query, CancellationToken cancellation) => Use(
        async connection =>
        {
            await using var command = query.On(connection);
            return await command.ExecuteNonQueryAsync(cancellation);
        },
        cancellation);

    /// <summary>Runs work in a read-only transaction that sees one moment.</summary>
    public ValueTask<T> AtOneMoment<T>(Func<NpgsqlConnection, ValueTask<T>> work, CancellationToken cancellation) => Use(
        async connection =>
        {
            await using var moment = await connection.BeginTransactionAsync(IsolationLevel.RepeatableRead, cancellation);
            await using (var readOnly = new NpgsqlCommand("SET TRANSACTION READ ONLY", connection))
                await readOnly.ExecuteNonQueryAsync(cancellation);
            return await work(connection);
        },
        cancellation);

    public async ValueTask<T> Use<T>(Func<NpgsqlConnection, ValueTask<T>> work, CancellationToken cancellation)
    {
        await using var connection = await Connect(cancellation);
        var began = TargetMetrics.IsOn ? Stopwatch.GetTimestamp() : 0;
        try
        {
            var result = await work(connection);
            if (began > 0)
                TargetMetrics.Record(TargetMetrics.Database, GroupCommits.Store, Stopwatch.GetElapsedTime(began));
            return result;
        }
        catch (Exception error) when (PostgresFaults.IsOfDatabase(error))
        {
            TargetMetrics.CountError(TargetMetrics.Database, GroupCommits.Store, "read");
            throw PostgresFaults.Tell(error, Place);
        }
    }

    /// <param name="secondsMax">How long the answer may take; null for the connection's own bound, 0 for a question over all there is.</param>
    public static async ValueTask<List<T>> All<T>(
        NpgsqlConnection connection, Query query, Func<PostgresRow, T> read, CancellationToken cancellation, int? secondsMax = null)
    {
        await using var command = query.On(connection);
        command.CommandTimeout = secondsMax ?? command.CommandTimeout;
        await using var reader = await command.ExecuteReaderAsync(cancellation);
        var rows = new List<T>();
        var row = new PostgresRow(reader);
        while (await reader.ReadAsync(cancellation))
        {
            row.Rewind();
            rows.Add(read(row));
        }

        return rows;
    }

    public ValueTask DisposeAsync() => _source.DisposeAsync();

    private static JournalException Unreadable(Exception? inner)
    {
        const string Message =
            "Storage:ConnectionString cannot be read: it is of the form Host=…;Port=5432;Database=…;Username=…;Password=…, with values that need it in quotes";
        return inner is null ? new JournalException(Message) : new JournalException(Message, inner);
    }

    private static void CheckSchema(string schema)
    {
        const int LengthMax = 48;
        if (schema is not { Length: > 0 and <= LengthMax } || !schema.All(static c => c is (>= 'a' and <= 'z') or (>= '0' and <= '9') or '_') || char.IsAsciiDigit(schema[0]))
            throw new JournalException($"schema '{schema}' must have 1 to {LengthMax} small letters, digits and underscores, a letter first: choose another");
    }
}
