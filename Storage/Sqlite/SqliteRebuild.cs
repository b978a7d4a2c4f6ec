using System.Runtime.CompilerServices;
using OrleansTrader.Grains.Accounts;
using OrleansTrader.Grains.Alerts;
using OrleansTrader.Grains.Books;
using OrleansTrader.Grains.Symbols;
using OrleansTrader.Storage.Rebuilding;
using OrleansTrader.Storage.Rows;
using OrleansTrader.Storage.Sqlite.Commits;
using OrleansTrader.Storage.Sqlite.Database;
using OrleansTrader.Storage.Sqlite.Rows;

namespace OrleansTrader.Storage.Sqlite;

/// <summary>On a connection of its own beside the journal's writer, which has nothing to do meanwhile: whoever holds the directory is the only one.</summary>
internal sealed class SqliteRebuild(string path) : IRebuildTables
{
    private const string OfStreams = "FROM commits c JOIN streams s ON s.id = c.stream WHERE c.version_after > c.version_before AND substr(s.name, 1, length(?1)) = ?1";

    private readonly SqliteDatabase _database = SqliteDatabase.Open(path, readOnly: false);

    public ValueTask Begin(string streamsBegin, CancellationToken cancellation) =>
        Run("PRAGMA synchronous = FULL; PRAGMA cache_size = -65536; PRAGMA temp_store = MEMORY; BEGIN IMMEDIATE;");

    public ValueTask<long> Count(string table, CancellationToken cancellation) => Do(() => _database.Number($"SELECT count(*) FROM {table}"));

    public ValueTask<(long Streams, long Commits)> CountJournal(string streamsBegin, CancellationToken cancellation) => Do(() => _database
        .Prepared($"SELECT count(DISTINCT s.id), count(*) {OfStreams}").Add(streamsBegin).First(static row => (row.Long(), row.Long())));

    public IAsyncEnumerable<JournaledCommit> Commits(string streamsBegin, CancellationToken cancellation) => Rows(
        $"SELECT s.name, c.at, c.version_before, c.version_after {OfStreams} ORDER BY c.number", streamsBegin,
        static row => new JournaledCommit(row.Text(), row.Instant(), row.Long(), row.Long()), cancellation);

    public ValueTask<List<PositionRow>> Positions(CancellationToken cancellation) =>
        Do(() => _database.Prepared($"SELECT {PositionColumns.List} FROM positions").All(PositionColumns.Read));

    public ValueTask<List<TriggerSetRow>> TriggerSets(CancellationToken cancellation) =>
        Do(() => _database.Prepared($"SELECT {TriggerSetColumns.List} FROM trigger_sets").All(TriggerSetColumns.Read));

    public IAsyncEnumerable<AlertRow> Alerts(CancellationToken cancellation) => Rows(
        $"SELECT {AlertColumns.List} FROM alerts", parameter: null, static row => AlertColumns.Read(row), cancellation);

    public ValueTask Empty(CancellationToken cancellation) =>
        Run("DELETE FROM accounts; DELETE FROM orders; DELETE FROM fills; DELETE FROM closed_trades; DELETE FROM positions; DELETE FROM signals; DELETE FROM source_tallies;");

    public ValueTask Write(IReadOnlyCollection<ReadModelRow> rows, CancellationToken cancellation) => Do(() =>
    {
        var writer = new RowWriter(_database, tells: false);
        foreach (var row in rows)
            writer.Write(row);
    });

    public ValueTask<long> CountMissing(IReadOnlyCollection<EquityRow> points, CancellationToken cancellation) => Do(() => points.LongCount(
        point => _database.Prepared("SELECT 1 FROM equity WHERE account = ? AND at = ?").Add(point.Account.ToString()).Add(point.At).First(static row => row.Long()) == 0));

    public ValueTask Delete(IReadOnlyCollection<TriggerSetRow> sets, CancellationToken cancellation) => Do(() =>
    {
        foreach (var set in sets)
            _database.Prepared("DELETE FROM trigger_sets WHERE symbol = ? AND account = ?").Add(set.Symbol.ToString()).Add(set.Account.ToString()).Run();
    });

    public ValueTask SortAlerts(CancellationToken cancellation) => Run(
        $"CREATE TEMP TABLE sorted AS SELECT {AlertColumns.List} FROM alerts ORDER BY at, row; DELETE FROM alerts; "
        + $"INSERT INTO alerts({AlertColumns.List}) SELECT * FROM sorted ORDER BY rowid; DROP TABLE sorted;");

    public ValueTask Commit(CancellationToken cancellation) => Run("COMMIT;");

    /// <summary>What was not committed is taken back.</summary>
    public ValueTask DisposeAsync()
    {
        _database.Dispose();
        return ValueTask.CompletedTask;
    }

    private async IAsyncEnumerable<T> Rows<T>(string sql, string? parameter, Func<SqliteStatement, T> read, [EnumeratorCancellation] CancellationToken cancellation)
    {
        using var rows = await Do(() => _database.Prepare(sql));
        rows.Start();
        if (parameter is not null)
            rows.Add(parameter);
        while (await Do(rows.Step))
        {
            cancellation.ThrowIfCancellationRequested();
            yield return read(rows);
        }
    }

    private ValueTask Run(string script) => Do(() => _database.Execute(script));

    private ValueTask Do(Action work)
    {
        try
        {
            work();
            return ValueTask.CompletedTask;
        }
        catch (SqliteFault fault)
        {
            throw ReaderPool.Unreadable(path, fault);
        }
    }

    private ValueTask<T> Do<T>(Func<T> work)
    {
        try
        {
            return ValueTask.FromResult(work());
        }
        catch (SqliteFault fault)
        {
            throw ReaderPool.Unreadable(path, fault);
        }
    }
}
