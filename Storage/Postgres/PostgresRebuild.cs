using System.Runtime.CompilerServices;
using Npgsql;
using OrleansTrader.Grains.Accounts;
using OrleansTrader.Grains.Alerts;
using OrleansTrader.Grains.Books;
using OrleansTrader.Grains.Ports;
using OrleansTrader.Grains.Symbols;
using OrleansTrader.Storage.Postgres.Commits;
using OrleansTrader.Storage.Postgres.Database;
using OrleansTrader.Storage.Postgres.Rows;
using OrleansTrader.Storage.Rebuilding;
using OrleansTrader.Storage.Rows;

namespace OrleansTrader.Storage.Postgres;

/// <summary>One connection writes, under locks that keep other processes' writes out; the journal is read on others.</summary>
internal sealed class PostgresRebuild(PostgresDatabase database, NpgsqlConnection connection) : IRebuildTables
{
    private const string OfStreams =
        "FROM commits c JOIN streams s ON s.id = c.stream WHERE c.version_after > c.version_before AND starts_with(s.name, $1)";

    /// <summary>A statement over all rows takes as long as it takes.</summary>
    private const int NoLimit = 0;

    public async ValueTask Begin(string streamsBegin, CancellationToken cancellation)
    {
        var instants = await database.All(
            new Query($"SELECT min(c.at), max(c.at) {OfStreams} GROUP BY (c.at - 621355968000000000) / 864000000000").Add(streamsBegin),
            static row => (row.Instant(), row.Instant()), cancellation);
        await new Partitions(database).EnsureEquity(instants.SelectMany(static day => new[] { day.Item1, day.Item2 }), cancellation);
        await Run("BEGIN; SET LOCAL lock_timeout = '30s'; LOCK TABLE streams, commits, events, groups IN EXCLUSIVE MODE", cancellation);
        var writers = await WriterSlots.CountTaken(connection, database.Schema, cancellation);
        if (writers > 1)
            throw new JournalException($"{writers - 1} other processes may write to PostgreSQL at {database.Place}: stop the service, every silo of it, and begin again; nothing was changed");
    }

    public async ValueTask<long> Count(string table, CancellationToken cancellation) =>
        (await Ask(new Query($"SELECT count(*) FROM {table}"), static row => row.Long(), cancellation))[0];

    public async ValueTask<(long Streams, long Commits)> CountJournal(string streamsBegin, CancellationToken cancellation) => (await Ask(new Query($"SELECT count(DISTINCT s.id), count(*) {OfStreams}").Add(streamsBegin), static row => (row.Long(), row.Long()), cancellation))[0];

    public IAsyncEnumerable<JournaledCommit> Commits(string streamsBegin, CancellationToken cancellation) => Rows(
        new Query($"SELECT s.name, c.at, c.version_before, c.version_after {OfStreams} ORDER BY c.at, c.writer, c.number").Add(streamsBegin),
        static row => new JournaledCommit(row.Text(), row.Instant(), row.Long(), row.Long()), cancellation);

    public ValueTask<List<PositionRow>> Positions(CancellationToken cancellation) =>
        Ask(new Query($"SELECT {PositionColumns.List} FROM positions"), static row => PositionColumns.Read(row), cancellation);

    public ValueTask<List<TriggerSetRow>> TriggerSets(CancellationToken cancellation) =>
        Ask(new Query($"SELECT {TriggerSetColumns.List} FROM trigger_sets"), static row => TriggerSetColumns.Read(row), cancellation);

    public IAsyncEnumerable<AlertRow> Alerts(CancellationToken cancellation) =>
        Rows(new Query($"SELECT {AlertColumns.List} FROM alerts"), static row => AlertColumns.Read(row), cancellation);

    public ValueTask Empty(CancellationToken cancellation) => Run("TRUNCATE accounts, orders, fills, closed_trades, positions, signals, source_tallies RESTART IDENTITY", cancellation);

    public async ValueTask Write(IReadOnlyCollection<ReadModelRow> rows, CancellationToken cancellation)
    {
        var writer = new RowBatch(tells: false);
        foreach (var row in rows)
            writer.Add(row);
        await using var batch = new NpgsqlBatch(connection) { Timeout = NoLimit };
        writer.Write(batch);
        await batch.ExecuteNonQueryAsync(cancellation);
    }

    public async ValueTask<long> CountMissing(IReadOnlyCollection<EquityRow> points, CancellationToken cancellation) => (await Ask(
        new Query("SELECT count(*) FROM unnest($1::text[], $2::bigint[]) AS told(account, at) WHERE NOT EXISTS (SELECT 1 FROM equity e WHERE e.account = told.account AND e.at = told.at)")
            .Add([.. points.Select(static point => point.Account.ToString())]).Add([.. points.Select(static point => point.At.UtcTicks)]),
        static row => row.Long(), cancellation))[0];

    public async ValueTask Delete(IReadOnlyCollection<TriggerSetRow> sets, CancellationToken cancellation)
    {
        var query = new Query("DELETE FROM trigger_sets t USING unnest($1::text[], $2::text[]) AS gone(symbol, account) WHERE t.symbol = gone.symbol AND t.account = gone.account")
            .Add([.. sets.Select(static set => set.Symbol.ToString())]).Add([.. sets.Select(static set => set.Account.ToString())]);
        await using (var command = query.On(connection))
            await command.ExecuteNonQueryAsync(cancellation);
        await Run(
            "INSERT INTO trigger_changes(symbol, change) SELECT symbol, max(change) FROM trigger_sets GROUP BY symbol "
            + "ON CONFLICT(symbol) DO UPDATE SET change = greatest(trigger_changes.change, excluded.change)", cancellation);
    }

    public ValueTask SortAlerts(CancellationToken cancellation) => Run(
        $"CREATE TEMP TABLE sorted ON COMMIT DROP AS SELECT {AlertColumns.List}, row_number() OVER (ORDER BY at, row) AS place FROM alerts; "
        + $"TRUNCATE alerts RESTART IDENTITY; INSERT INTO alerts({AlertColumns.List}) SELECT {AlertColumns.List} FROM sorted ORDER BY place", cancellation);

    public ValueTask Commit(CancellationToken cancellation) => Run("COMMIT", cancellation);

    /// <summary>What was not committed is taken back.</summary>
    public ValueTask DisposeAsync() => connection.DisposeAsync();

    private async IAsyncEnumerable<T> Rows<T>(Query query, Func<PostgresRow, T> read, [EnumeratorCancellation] CancellationToken cancellation)
    {
        // The one that writes has no second statement open.
        await using var other = await database.Connect(cancellation);
        await using var command = query.On(other);
        command.CommandTimeout = NoLimit;
        await using var reader = await command.ExecuteReaderAsync(cancellation);
        var row = new PostgresRow(reader);
        while (await reader.ReadAsync(cancellation))
        {
            row.Rewind();
            yield return read(row);
        }
    }

    private ValueTask<List<T>> Ask<T>(Query query, Func<PostgresRow, T> read, CancellationToken cancellation) =>
        PostgresDatabase.All(connection, query, read, cancellation, NoLimit);

    private async ValueTask Run(string script, CancellationToken cancellation)
    {
        await using var command = new NpgsqlCommand(script, connection) { CommandTimeout = NoLimit };
        await command.ExecuteNonQueryAsync(cancellation);
    }
}
