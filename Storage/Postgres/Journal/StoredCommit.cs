using Npgsql;
using OrleansTrader.Storage.Chain;
using OrleansTrader.Storage.Postgres.Database;

namespace OrleansTrader.Storage.Postgres.Journal;

/// <summary>A commit as it lies in the database, with its events and the hash of the event before them.</summary>
internal sealed record StoredCommit(long Writer, CommitRecord Record, long Stream, byte[] Result, byte[] SnapshotHash, byte[] Hash)
{
    private const string Commits =
        "SELECT c.writer, c.number, coalesce(s.name, ''), c.command, c.at, c.version_before, c.version_after, c.stream, c.result, c.snapshot_hash, c.hash "
        + "FROM commits c LEFT JOIN streams s ON s.id = c.stream WHERE c.writer = $1 AND c.number BETWEEN $2 AND $3 ORDER BY c.number";

    private const string CommitsEvents =
        "SELECT c.number, e.version, e.writer, e.number, e.payload, e.hash FROM commits c JOIN events e ON e.stream = c.stream "
        + "AND e.version BETWEEN c.version_before AND c.version_after WHERE c.writer = $1 AND c.number BETWEEN $2 AND $3 ORDER BY c.number, e.version";

    /// <summary>Ascending; the event at <see cref="CommitRecord.VersionBefore"/> first where there is one.</summary>
    public List<StoredPayload> Events { get; } = [];

    public static async Task<List<StoredCommit>> Load(NpgsqlConnection connection, long writer, long first, long last, CancellationToken cancellation)
    {
        var commits = await PostgresDatabase.All(
            connection, new Query(Commits).Add(writer).Add(first).Add(last),
            static row => new StoredCommit(
                row.Long(), new CommitRecord(row.Long(), row.Text(), row.Text(), row.Long(), row.Long(), row.Long()), row.Long(), row.Bytes(),
                row.Bytes(), row.Bytes()), cancellation);
        var byNumber = commits.ToDictionary(static commit => commit.Record.Number);
        await PostgresDatabase.All(
            connection, new Query(CommitsEvents).Add(writer).Add(first).Add(last),
            row =>
            {
                byNumber[row.Long()].Events.Add(new StoredPayload(row.Long(), row.Long(), row.Long(), row.Bytes(), row.Bytes()));
                return 0;
            },
            cancellation);
        foreach (var segment in await Segments.Of(connection, writer, first, last, cancellation))
        {
            foreach (var commit in commits.Where(commit => commit.Stream == segment.Stream))
                commit.AddArchived(segment);
        }

        return commits;
    }

    private void AddArchived(SegmentHashes segment)
    {
        for (var version = Math.Max(segment.First, Record.VersionBefore); version <= Math.Min(segment.Last, Record.VersionAfter); version++)
            Events.Add(new StoredPayload(version, Writer, Record.Number, null, segment.Of(version)!));
        Events.Sort(static (left, right) => left.Version.CompareTo(right.Version));
    }
}

/// <param name="Payload">Null where it lies in an archive.</param>
internal readonly record struct StoredPayload(long Version, long Writer, long Number, byte[]? Payload, byte[] Hash);
