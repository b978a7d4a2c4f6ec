using System.Collections.Immutable;
using System.Text;
using Microsoft.Extensions.Logging.Abstractions;
using OrleansTrader.Grains.Accounts;
using OrleansTrader.Grains.Books;
using OrleansTrader.Grains.Ports;
using OrleansTrader.Storage.Sqlite;
using OrleansTrader.Storage.Sqlite.Database;
using OrleansTrader.Trading.Accounts;
using OrleansTrader.Trading.Orders;

namespace OrleansTrader.Storage.Tests.Sqlite;

/// <summary>A data directory of one test, deleted at its end, and short words for what tests write.</summary>
internal sealed class TestBooks : IDisposable
{
    public static readonly DateTimeOffset Start = new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);

    public string Directory { get; } = System.IO.Directory.CreateTempSubdirectory("storage-tests-").FullName;

    public string Database => Path.Combine(Directory, "journal.db");

    public static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public static ReadOnlyMemory<byte> Bytes(string text) => Encoding.UTF8.GetBytes(text);

    public static string Text(ReadOnlyMemory<byte> bytes) => Encoding.UTF8.GetString(bytes.Span);

    public static Commit Commit(
        string stream, string command, long expected, string[] events, ImmutableArray<ReadModelRow>? rows = null, string? snapshot = null) => new(
        stream, new CommandId(command), expected, Start, [.. events.Select(Bytes)], Bytes($"answer to {command}"), rows ?? [],
        snapshot is null ? null : Bytes(snapshot));

    public static EquityRow Equity(string account, int minute, decimal equity = 1_000m) =>
        new(AccountKey.Parse(account), Start.AddMinutes(minute), minute, 900m, equity, 50m, 200m, 850.5m);

    public SqliteStore Open(CommitMode mode = CommitMode.Group, long pagesMax = 0) => SqliteStore.Open(
        new SqliteStoreOptions { DataDirectory = Directory, Mode = mode, DatabasePagesMax = pagesMax },
        TimeProvider.System, NullLogger.Instance);

    /// <summary>Changes the closed database as a forger would.</summary>
    public void Forge(string script)
    {
        using var database = SqliteDatabase.Open(Database, readOnly: false);
        database.Execute(script);
    }

    public void Dispose() => System.IO.Directory.Delete(Directory, recursive: true);
}
