using Npgsql;
using OrleansTrader.Storage.Chain;
using OrleansTrader.Storage.Postgres.Database;
using OrleansTrader.Storage.Retention;

namespace OrleansTrader.Storage.Postgres.Journal;

/// <summary>What remains in the database of archived events.</summary>
internal static class Segments
{
    /// <summary>The file that a version of a stream lies in; null where it lies in none.</summary>
    public static ValueTask<ArchiveFile?> FileOf(PostgresDatabase database, string stream, long version, CancellationToken cancellation) => database.First(
        new Query("SELECT g.file, g.sha256 FROM segments g JOIN streams s ON s.id = g.stream WHERE s.name = $1 AND g.first <= $2 AND g.last >= $2")
            .Add(stream).Add(version),
        static row => new ArchiveFile(row.Text(), row.Bytes()), cancellation);

    /// <summary>Of some streams, by stream and ascending.</summary>
    public static ValueTask<List<SegmentHashes>> Of(NpgsqlConnection connection, IReadOnlyCollection<long> streams, CancellationToken cancellation) => PostgresDatabase.All(
        connection, new Query("SELECT stream, first, last, hashes FROM segments WHERE stream = ANY($1) ORDER BY stream, first").Add(streams),
        static row => new SegmentHashes(row.Long(), row.Long(), row.Long(), row.Bytes()), cancellation);

    /// <summary>Those that commits of a writer speak of.</summary>
    public static ValueTask<List<SegmentHashes>> Of(NpgsqlConnection connection, long writer, long first, long last, CancellationToken cancellation) => PostgresDatabase.All(
        connection,
        new Query(
            "SELECT stream, first, last, hashes FROM segments g WHERE EXISTS (SELECT 1 FROM commits c WHERE c.writer = $1 AND c.number BETWEEN $2 AND $3 "
            + "AND c.stream = g.stream AND c.version_before <= g.last AND c.version_after >= g.first)").Add(writer).Add(first).Add(last),
        static row => new SegmentHashes(row.Long(), row.Long(), row.Long(), row.Bytes()), cancellation);
}
