using Microsoft.Extensions.Logging.Abstractions;
using OrleansTrader.Storage.Postgres;
using OrleansTrader.Storage.Sqlite;
using OrleansTrader.Storage.Tests.Postgres;

namespace OrleansTrader.Storage.Tests.Contract;

/// <summary>What the contract holds for.</summary>
public enum StoreKind
{
    Sqlite,
    SqliteBehind,
    Postgres,
}

public static class Stores
{
    public static TheoryData<StoreKind> All => [StoreKind.Sqlite, StoreKind.SqliteBehind, StoreKind.Postgres];

    /// <summary>Those whose writes are durable when they are answered.</summary>
    public static TheoryData<StoreKind> Durable => [StoreKind.Sqlite, StoreKind.Postgres];
}

/// <summary>The books of one test in a place of their own, whatever keeps them; opened again they are the same.</summary>
internal sealed class AnyBooks : IDisposable
{
    private static int _schemas;

    public string Directory { get; } = System.IO.Directory.CreateTempSubdirectory("storage-tests-").FullName;

    /// <summary>PostgreSQL's schema of this test.</summary>
    public string Schema { get; } = $"test_{Environment.ProcessId}_{Interlocked.Increment(ref _schemas)}";

    public async Task<IStore> Open(StoreKind kind) => kind switch
    {
        StoreKind.Sqlite => OpenSqlite(CommitMode.Group),
        StoreKind.SqliteBehind => OpenSqlite(CommitMode.Behind),
        _ => await OpenPostgres(await PostgresServer.Shared()),
    };

    public Task<PostgresStore> OpenPostgres(PostgresServer server, string? directory = null) => PostgresStore.Open(
        OptionsOf(server) with { DataDirectory = directory ?? Directory, KeyFile = Path.Combine(Directory, "journal.key") },
        TimeProvider.System, NullLogger.Instance, CancellationToken.None);

    public PostgresStoreOptions OptionsOf(PostgresServer server) => new()
    {
        ConnectionString = server.ConnectionString,
        Schema = Schema,
        DataDirectory = Directory,
        ConnectionsMax = 6,
    };

    public void Dispose() => System.IO.Directory.Delete(Directory, recursive: true);

    private SqliteStore OpenSqlite(CommitMode mode) => SqliteStore.Open(
        new SqliteStoreOptions { DataDirectory = Directory, Mode = mode }, TimeProvider.System, NullLogger.Instance);
}
