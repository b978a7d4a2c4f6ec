using OrleansTrader.Storage.Retention;
using OrleansTrader.Storage.Rows;
using OrleansTrader.Storage.Sqlite.Commits;
using OrleansTrader.Storage.Sqlite.Database;
using OrleansTrader.Trading.Accounts;

namespace OrleansTrader.Storage.Sqlite;

internal sealed class SqliteRetention(IBooks books) : IRetentionTables
{
    public async ValueTask<IReadOnlyList<TenantId>> RecordTenants(CancellationToken cancellation) => await books.Read(
        database => database.Prepared("SELECT DISTINCT tenant FROM decision_records ORDER BY tenant").All(static row => new TenantId(row.Text())), cancellation);

    public async ValueTask<IReadOnlyList<NumberedRecord>> OldRecords(
        TenantId tenant, DateTimeOffset before, int keep, DateTimeOffset young, CancellationToken cancellation) => await books.Read(
        database => database
            .Prepared(
                "SELECT row, record FROM decision_records WHERE tenant = ?1 AND at < ?2 AND (at < ?3 OR (?4 > 0 AND row <= "
                + "(SELECT row FROM decision_records WHERE tenant = ?1 ORDER BY row DESC LIMIT 1 OFFSET ?4))) ORDER BY row LIMIT ?5")
            .Add(tenant.Value).Add(young).Add(before).Add(keep).Add(IRetentionTables.RowsMax).All(Read),
        cancellation);

    public async ValueTask DeleteRecords(IReadOnlyList<long> rows, CancellationToken cancellation) => await Write(database =>
    {
        foreach (var row in rows)
            database.Prepared("DELETE FROM decision_records WHERE row = ?").Add(row).Run();
        return rows.Count;
    });

    public async ValueTask<IReadOnlyList<NumberedRecord>> RecordsAfter(long row, CancellationToken cancellation) =>
        await books.Read(database => Records(database, row, IRetentionTables.RowsMax), cancellation);

    public async ValueTask<int> DeleteParts(IReadOnlySet<string> hashes, long afterRow, CancellationToken cancellation) => await Write(database =>
    {
        // There is one writer: nobody adds a record meanwhile.
        var named = Records(database, afterRow, int.MaxValue).SelectMany(static record => Retainer.PartsOf(record.Record)).ToHashSet(StringComparer.Ordinal);
        var deleted = 0;
        foreach (var hash in hashes.Where(hash => !named.Contains(hash)))
        {
            database.Prepared("DELETE FROM text_parts WHERE hash = ?").Add(Convert.FromHexString(hash)).Run();
            deleted += database.Changes;
        }

        return deleted;
    });

    public async ValueTask<IReadOnlyList<SealedEvents>> Sealed(long afterStream, DateTimeOffset before, int eventsMin, CancellationToken cancellation) => await books.Read(
        database => database
            .Prepared(
                "SELECT id, name, first, last FROM (SELECT s.id, s.name, p.version AS sealed, "
                + "(SELECT min(version) FROM events WHERE stream = s.id) AS first, "
                + "(SELECT max(e.version) FROM events e JOIN commits c ON c.number = e.number WHERE e.stream = s.id AND e.version < p.version AND c.at < ?2) AS last "
                + "FROM snapshots p JOIN streams s ON s.id = p.stream WHERE s.id > ?1) WHERE last - first + 1 >= ?3 ORDER BY id LIMIT ?4")
            .Add(afterStream).Add(before).Add(eventsMin).Add(IRetentionTables.RowsMax)
            .All(static row => new SealedEvents(row.Long(), row.Text(), row.Long(), row.Long()).Bounded),
        cancellation);

    public async ValueTask Replace(SealedEvents events, ArchiveFile file, DateTimeOffset at, CancellationToken cancellation) => await Write(database =>
    {
        var hashes = database.Prepared("SELECT hash FROM events WHERE stream = ? AND version BETWEEN ? AND ? ORDER BY version")
            .Add(events.StreamId).Add(events.First).Add(events.Last).All(static row => row.Blob().ToArray());
        database.Prepared("INSERT INTO segments(stream, first, last, hashes, file, sha256, sealed_at) VALUES (?, ?, ?, ?, ?, ?, ?)")
            .Add(events.StreamId).Add(events.First).Add(events.Last).Add([.. hashes.SelectMany(static hash => hash)]).Add(file.Name)
            .Add(file.Sha256).Add(at).Run();
        database.Prepared("DELETE FROM events WHERE stream = ? AND version BETWEEN ? AND ?")
            .Add(events.StreamId).Add(events.First).Add(events.Last).Run();
        return database.Changes;
    });

    public async ValueTask<long> DropHistory(DateTimeOffset before, CancellationToken cancellation)
    {
        var dropped = 0L;
        foreach (var delete in (string[])
                 [
                     "DELETE FROM equity WHERE (account, at) IN (SELECT account, at FROM equity WHERE at < ? LIMIT ?)",
                     "DELETE FROM decisions WHERE row IN (SELECT row FROM decisions WHERE at < ? LIMIT ?)",
                     "DELETE FROM signals WHERE row IN (SELECT row FROM signals WHERE due_at IS NULL AND received_at < ? LIMIT ?)",
                 ])
        {
            // In small steps: commits of accounts wait for none of them for long.
            while (await Write(database => Delete(database, delete, before)) is > 0 and var step)
            {
                dropped += step;
                cancellation.ThrowIfCancellationRequested();
            }
        }

        return dropped;
    }

    private static List<NumberedRecord> Records(SqliteDatabase database, long after, int limit) => database
        .Prepared("SELECT row, record FROM decision_records WHERE row > ? ORDER BY row LIMIT ?").Add(after).Add(limit).All(Read);

    private static int Delete(SqliteDatabase database, string sql, DateTimeOffset before)
    {
        database.Prepared(sql).Add(before).Add(IRetentionTables.RowsMax).Run();
        return database.Changes;
    }

    private static NumberedRecord Read(SqliteStatement row) => new(row.Long(), DecisionRecordColumns.Read(row));

    private ValueTask<T> Write<T>(Func<SqliteDatabase, T> write) => books.Write(writer => writer.Guarded(guarded => write(guarded.Database)));
}
