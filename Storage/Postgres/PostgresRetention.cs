using System.Globalization;
using Npgsql;
using OrleansTrader.Storage.Postgres.Database;
using OrleansTrader.Storage.Retention;
using OrleansTrader.Storage.Rows;
using OrleansTrader.Trading.Accounts;

namespace OrleansTrader.Storage.Postgres;

internal sealed class PostgresRetention(PostgresDatabase database) : IRetentionTables
{
    public async ValueTask<IReadOnlyList<TenantId>> RecordTenants(CancellationToken cancellation) => await database.All(
        new Query("SELECT DISTINCT tenant FROM decision_records ORDER BY tenant"), static row => new TenantId(row.Text()), cancellation);

    public async ValueTask<IReadOnlyList<NumberedRecord>> OldRecords(
        TenantId tenant, DateTimeOffset before, int keep, DateTimeOffset young, CancellationToken cancellation) => await database.All(
        new Query(
            "SELECT row, record FROM decision_records WHERE tenant = $1 AND at < $2 AND (at < $3 OR ($4 > 0 AND row <= "
            + "(SELECT row FROM decision_records WHERE tenant = $1 ORDER BY row DESC LIMIT 1 OFFSET $4))) ORDER BY row LIMIT $5")
            .Add(tenant.Value).Add(young).Add(before).Add(keep).Add(IRetentionTables.RowsMax),
        Read, cancellation);

    public async ValueTask DeleteRecords(IReadOnlyList<long> rows, CancellationToken cancellation) =>
        await database.Execute(new Query("DELETE FROM decision_records WHERE row = ANY($1)").Add(rows), cancellation);

    public async ValueTask<IReadOnlyList<NumberedRecord>> RecordsAfter(long row, CancellationToken cancellation) => await database.All(
        new Query("SELECT row, record FROM decision_records WHERE row > $1 ORDER BY row LIMIT $2").Add(row).Add(IRetentionTables.RowsMax), Read, cancellation);

    public ValueTask<int> DeleteParts(IReadOnlySet<string> hashes, long afterRow, CancellationToken cancellation) => database.Use(
        async connection =>
        {
            await using var transaction = await connection.BeginTransactionAsync(cancellation);
            // Who adds pieces waits until this is done, and then finds those gone that are; who did is waited for, and its record is seen.
            await Run(connection, new Query("LOCK TABLE text_parts IN SHARE ROW EXCLUSIVE MODE"), cancellation);
            var named = (await PostgresDatabase.All(
                connection, new Query("SELECT row, record FROM decision_records WHERE row > $1").Add(afterRow), Read, cancellation))
                .SelectMany(static record => Retainer.PartsOf(record.Record)).ToHashSet(StringComparer.Ordinal);
            var deleted = await Run(
                connection, new Query("DELETE FROM text_parts WHERE hash = ANY($1)")
                    .Add(hashes.Where(hash => !named.Contains(hash)).Select(Convert.FromHexString).ToList()), cancellation);
            await transaction.CommitAsync(cancellation);
            return deleted;
        },
        cancellation);

    public async ValueTask<IReadOnlyList<SealedEvents>> Sealed(long afterStream, DateTimeOffset before, int eventsMin, CancellationToken cancellation) => await database.All(
        new Query(
            "SELECT s.id, s.name, f.first, l.last FROM snapshots p JOIN streams s ON s.id = p.stream "
            + "CROSS JOIN LATERAL (SELECT version AS first FROM events WHERE stream = s.id ORDER BY version LIMIT 1) f "
            + "CROSS JOIN LATERAL (SELECT e.version AS last FROM events e JOIN commits c ON c.writer = e.writer AND c.number = e.number "
            + "WHERE e.stream = s.id AND e.version < p.version AND c.at < $2 ORDER BY e.version DESC LIMIT 1) l "
            + "WHERE s.id > $1 AND l.last - f.first + 1 >= $3 ORDER BY s.id LIMIT $4")
            .Add(afterStream).Add(before).Add(eventsMin).Add(IRetentionTables.RowsMax),
        static row => new SealedEvents(row.Long(), row.Text(), row.Long(), row.Long()).Bounded, cancellation);

    public async ValueTask Replace(SealedEvents events, ArchiveFile file, DateTimeOffset at, CancellationToken cancellation) => await database.Use(
        async connection =>
        {
            await using var transaction = await connection.BeginTransactionAsync(cancellation);
            await Run(
                connection, new Query(
                    "INSERT INTO segments(stream, first, last, hashes, file, sha256, sealed_at) "
                    + "SELECT $1, $2, $3, string_agg(hash, ''::bytea ORDER BY version), $4, $5, $6 FROM events WHERE stream = $1 AND version BETWEEN $2 AND $3")
                    .Add(events.StreamId).Add(events.First).Add(events.Last).Add(file.Name).Add(file.Sha256).Add(at), cancellation);
            await Run(
                connection, new Query("DELETE FROM events WHERE stream = $1 AND version BETWEEN $2 AND $3")
                    .Add(events.StreamId).Add(events.First).Add(events.Last), cancellation);
            await transaction.CommitAsync(cancellation);
            return true;
        },
        cancellation);

    /// <summary>Whole months that are over before the instant, detached and dropped; signals whose road has ended, in small steps.</summary>
    public async ValueTask<long> DropHistory(DateTimeOffset before, CancellationToken cancellation)
    {
        var months = await database.All(
            new Query("SELECT c.relname::text FROM pg_inherits i JOIN pg_class c ON c.oid = i.inhrelid WHERE i.inhparent IN ('equity'::regclass, 'decisions'::regclass)"),
            static row => row.Text(), cancellation);
        var dropped = 0L;
        foreach (var name in months)
        {
            var month = DateTime.ParseExact(name[^7..], "yyyy_MM", CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal);
            if (month.AddMonths(1) > before.UtcDateTime)
                continue;
            dropped += await database.First(new Query($"SELECT count(*) FROM {name}"), static row => row.Long(), cancellation);
            await database.Execute(new Query($"DROP TABLE {name}"), cancellation);
        }

        return dropped + await DropSignals(before, cancellation);
    }

    private async ValueTask<long> DropSignals(DateTimeOffset before, CancellationToken cancellation)
    {
        var dropped = 0L;
        while (await database.Execute(
                   new Query("DELETE FROM signals WHERE row IN (SELECT row FROM signals WHERE due_at IS NULL AND received_at < $1 LIMIT $2)")
                       .Add(before).Add(IRetentionTables.RowsMax), cancellation) is > 0 and var step)
        {
            dropped += step;
        }

        return dropped;
    }

    private static NumberedRecord Read(PostgresRow row) => new(row.Long(), DecisionRecordColumns.Read(row));

    private static async Task<int> Run(NpgsqlConnection connection, Query query, CancellationToken cancellation)
    {
        await using var command = query.On(connection);
        return await command.ExecuteNonQueryAsync(cancellation);
    }
}
