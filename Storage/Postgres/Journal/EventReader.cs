using System.Collections.Immutable;
using System.Security.Cryptography;
using OrleansTrader.Grains.Ports;
using OrleansTrader.Storage.Chain;
using OrleansTrader.Storage.Postgres.Database;
using OrleansTrader.Trading.Orders;

namespace OrleansTrader.Storage.Postgres.Journal;

/// <summary>Reads one stream, and checks what it reads against the hashes.</summary>
internal static class EventReader
{
    // The event before the first one comes along: its hash is what the chain goes on from.
    private const string Events =
        "SELECT e.version, c.command, c.at, e.payload, e.hash FROM streams s JOIN events e ON e.stream = s.id "
        + "JOIN commits c ON c.writer = e.writer AND c.number = e.number WHERE s.name = $1 AND e.version >= $2 ORDER BY e.version LIMIT $3";

    public static async ValueTask<ImmutableArray<StoredEvent>> Read(
        PostgresDatabase database, string stream, long afterVersion, int limit, CancellationToken cancellation)
    {
        var after = Math.Max(0, afterVersion);
        var rows = await database.All(
            new Query(Events).Add(stream).Add(after).Add(after == 0 ? limit : limit + 1),
            static row => (Event: new StoredEvent(row.Long(), new CommandId(row.Text()), row.Instant(), row.Bytes()), Hash: row.Bytes()), cancellation);
        if (rows.Count == 0)
            return [];
        var hash = new JournalHash();
        var previous = hash.Genesis(stream);
        if (after > 0)
        {
            if (rows[0].Event.Version == after)
            {
                previous = rows[0].Hash;
                rows.RemoveAt(0);
            }
            else
            {
                previous = await ArchivedHash(database, stream, after, cancellation)
                    ?? (rows[0].Event.Version == after + 1 ? throw Unsound(stream, after, "is missing") : previous);
            }
        }

        // What comes before the first event that is here lies in an archive, or nowhere.
        if (rows.Count > 0 && rows[0].Event.Version != after + 1)
            return await ArchivedHash(database, stream, after + 1, cancellation) is not null ? [] : throw Unsound(stream, after + 1, "is missing");
        var expected = after;
        foreach (var (stored, storedHash) in rows)
        {
            if (stored.Version != ++expected)
                throw Unsound(stream, expected, "is missing");
            previous = hash.Event(previous, stored.Version, stored.Payload.Span);
            if (!previous.AsSpan().SequenceEqual(storedHash))
                throw Unsound(stream, stored.Version, "differs from what was written");
        }

        return [.. rows.Select(static row => row.Event)];
    }

    public static async ValueTask<StoredSnapshot?> LatestSnapshot(PostgresDatabase database, string stream, CancellationToken cancellation)
    {
        var found = await database.First(
            new Query(
                "SELECT p.version, p.state, c.snapshot_hash FROM streams s JOIN snapshots p ON p.stream = s.id LEFT JOIN commits c "
                + "ON c.writer = p.writer AND c.number = p.number AND c.stream = p.stream AND c.version_after = p.version WHERE s.name = $1").Add(stream),
            static row => ((long Version, byte[] State, byte[] Hash)?)(row.Long(), row.Bytes(), row.Bytes()), cancellation);
        if (found is not { } snapshot)
            return null;
        return SHA256.HashData(snapshot.State).AsSpan().SequenceEqual(snapshot.Hash)
            ? new StoredSnapshot(snapshot.Version, snapshot.State)
            : throw new JournalException(
                $"the snapshot of stream {stream} at version {snapshot.Version} differs from what was written: restore the database from a backup");
    }

    public static ValueTask<StoredCommand?> Find(PostgresDatabase database, string stream, CommandId command, CancellationToken cancellation) => database.First(
        new Query("SELECT c.at, c.version_after, c.result FROM streams s JOIN commits c ON c.stream = s.id WHERE s.name = $1 AND c.command = $2")
            .Add(stream).Add(command.Value),
        row => new StoredCommand(command, row.Instant(), row.Long(), row.Bytes()), cancellation);

    private static async ValueTask<byte[]?> ArchivedHash(PostgresDatabase database, string stream, long version, CancellationToken cancellation) => (await database.First(
        new Query("SELECT g.stream, g.first, g.last, g.hashes FROM segments g JOIN streams s ON s.id = g.stream WHERE s.name = $1 AND g.first <= $2 AND g.last >= $2")
            .Add(stream).Add(version),
        static row => new SegmentHashes(row.Long(), row.Long(), row.Long(), row.Bytes()), cancellation))?.Of(version);

    private static JournalException Unsound(string stream, long version, string what) =>
        new($"event {version} of stream {stream} {what}: verify the journal and restore the database from a backup");
}
