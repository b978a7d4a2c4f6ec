using System.Globalization;
using Microsoft.Extensions.Logging.Abstractions;
using Npgsql;
using OrleansTrader.Storage;
using OrleansTrader.Storage.Sqlite.Database;
using OrleansTrader.Storage.Tests.Postgres;
using SQLitePCL;

namespace OrleansTrader.GrainsTests.Books;

public enum Keeper
{
    Sqlite,
    Postgres,
}

/// <summary>A store of either kind in a place of its own, and its tables as anybody with the database's password finds them.</summary>
internal sealed class StorePlace : IDisposable
{
    private static int _places;

    private readonly DirectoryInfo _root = System.IO.Directory.CreateTempSubdirectory("books-");
    private readonly string _name = string.Create(CultureInfo.InvariantCulture, $"books_{Environment.ProcessId}_{Interlocked.Increment(ref _places)}");

    public StorageSettings Settings { get; private set; } = new();

    public string Directory => Path.Combine(_root.FullName, "books");

    /// <summary>Of the books: PostgreSQL's schema.</summary>
    public static string Books => "books";

    public static async Task<StorePlace> Make(Keeper keeper)
    {
        var place = new StorePlace();
        if (keeper == Keeper.Sqlite)
            return place;
        var server = await PostgresServer.Shared();
        await server.Sql($"CREATE DATABASE {place._name}");
        place.Settings = new StorageSettings { Provider = "postgres", ConnectionString = server.Connect(place._name) };
        return place;
    }

    public async Task<IStore> Open(string? directory = null) => await Settings.Open(
        directory ?? Directory, Books, TimeProvider.System, NullLogger.Instance, TestContext.Current.CancellationToken);

    /// <summary>Changes the database while nobody has it open.</summary>
    public async Task Change(params string[] statements)
    {
        foreach (var statement in statements)
        {
            if (!Settings.IsPostgres)
            {
                using var database = SqliteDatabase.Open(Path.Combine(Directory, "journal.db"), readOnly: false);
                database.Execute(statement);
                continue;
            }

            await using var connection = await Connect();
            await using var command = new NpgsqlCommand(statement, connection);
            await command.ExecuteNonQueryAsync(TestContext.Current.CancellationToken);
        }
    }

    /// <summary>A query's rows as texts, sorted.</summary>
    public async Task<List<string>> Rows(string query)
    {
        var rows = Settings.IsPostgres ? await PostgresRows(query) : SqliteRows(query);
        rows.Sort(StringComparer.Ordinal);
        return rows;
    }

    public void Dispose() => _root.Delete(recursive: true);

    private async Task<NpgsqlConnection> Connect()
    {
        var connection = new NpgsqlConnection($"{Settings.ConnectionString};Search Path={Books};Pooling=false");
        await connection.OpenAsync(TestContext.Current.CancellationToken);
        return connection;
    }

    private async Task<List<string>> PostgresRows(string query)
    {
        await using var connection = await Connect();
        await using var command = new NpgsqlCommand(query, connection);
        await using var reader = await command.ExecuteReaderAsync(TestContext.Current.CancellationToken);
        var rows = new List<string>();
        while (await reader.ReadAsync(TestContext.Current.CancellationToken))
        {
            rows.Add(string.Join(" | ", Enumerable.Range(0, reader.FieldCount).Select(i => reader.GetValue(i) switch
            {
                decimal number => Text(number),
                byte[] bytes => Convert.ToHexString(bytes),
                var value => Convert.ToString(value, CultureInfo.InvariantCulture),
            })));
        }

        return rows;
    }

    private List<string> SqliteRows(string query)
    {
        using var database = SqliteDatabase.Open(Path.Combine(Directory, "journal.db"), readOnly: true);
        Assert.Equal(raw.SQLITE_OK, raw.sqlite3_open_v2(database.Path, out var handle, raw.SQLITE_OPEN_READONLY, null));
        using (handle)
        {
            Assert.Equal(raw.SQLITE_OK, raw.sqlite3_prepare_v2(handle, query, out var statement));
            using (statement)
            {
                var rows = new List<string>();
                while (raw.sqlite3_step(statement) == raw.SQLITE_ROW)
                    rows.Add(string.Join(" | ", Enumerable.Range(0, raw.sqlite3_column_count(statement)).Select(i => Cell(statement, i))));
                return rows;
            }
        }
    }

    // Decimals are texts there, which may differ in zeros at their end.
    private static string Cell(sqlite3_stmt statement, int column)
    {
        if (raw.sqlite3_column_type(statement, column) == raw.SQLITE_BLOB)
            return Convert.ToHexString(raw.sqlite3_column_blob(statement, column));
        var text = raw.sqlite3_column_text(statement, column).utf8_to_string() ?? string.Empty;
        return raw.sqlite3_column_type(statement, column) == raw.SQLITE_TEXT && decimal.TryParse(text, NumberStyles.Number, CultureInfo.InvariantCulture, out var number)
            ? Text(number)
            : text;
    }

    private static string Text(decimal number) => (number / 1.0000000000000000000000000000m).ToString(CultureInfo.InvariantCulture);
}
