using System.Collections.Immutable;
using System.Security.Cryptography;
using OrleansTrader.Grains.Ports;
using OrleansTrader.Storage.Chain;
using OrleansTrader.Storage.Sqlite.Database;
using OrleansTrader.Trading.Orders;

namespace OrleansTrader.Storage.Sqlite.Journal;

/// <summary>Reads one stream, and checks what it reads against the hashes.</summary>
internal sealed class EventReader(SqliteDatabase database)
{
    private readonly JournalHash _hash = new();

    public ImmutableArray<StoredEvent> Read(string stream, long afterVersion, int limit)
    {
        if (FindStream(stream) is not { } id)
            return [];
        var previous = afterVersion <= 0
            ? _hash.Genesis(stream)
            : database.Prepared("SELECT hash FROM events WHERE stream = ? AND version = ?").Add(id).Add(afterVersion)
                .First(row => row.Blob().ToArray()) ?? new Segments(database).HashOf(id, afterVersion);
        if (previous is null)
            return [];

        var expected = Math.Max(afterVersion, 0);
        var events = database
            .Prepared(
                "SELECT e.version, c.command, c.at, e.payload, e.hash FROM events e JOIN commits c ON c.number = e.number "
                + "WHERE e.stream = ? AND e.version > ? ORDER BY e.version LIMIT ?")
            .Add(id).Add(expected).Add(limit)
            .All(row =>
            {
                var version = row.Long();
                var stored = new StoredEvent(version, new CommandId(row.Text()), row.Instant(), row.Blob().ToArray());
                previous = _hash.Event(previous, version, stored.Payload.Span);
                if (version != ++expected)
                    throw Unsound(stream, expected, "is missing");
                return previous.AsSpan().SequenceEqual(row.Blob())
                    ? stored
                    : throw Unsound(stream, version, "differs from what was written");
            });
        return [.. events];
    }

    public StoredSnapshot? LatestSnapshot(string stream)
    {
        if (FindStream(stream) is not { } id)
            return null;
        return database
            .Prepared(
                "SELECT s.version, s.state, c.snapshot_hash FROM snapshots s LEFT JOIN commits c ON c.number = s.number "
                + "AND c.stream = s.stream AND c.version_after = s.version WHERE s.stream = ?")
            .Add(id)
            .First(row =>
            {
                var snapshot = new StoredSnapshot(row.Long(), row.Blob().ToArray());
                return SHA256.HashData(snapshot.State.Span).AsSpan().SequenceEqual(row.Blob())
                    ? snapshot
                    : throw new JournalException(
                        $"the snapshot of stream {stream} at version {snapshot.Version} differs from what was written: restore the database from a backup");
            });
    }

    public StoredCommand? Find(string stream, CommandId command)
    {
        if (FindStream(stream) is not { } id)
            return null;
        return database.Prepared("SELECT at, version_after, result FROM commits WHERE stream = ? AND command = ?")
            .Add(id).Add(command.Value)
            .First(row => new StoredCommand(command, row.Instant(), row.Long(), row.Blob().ToArray()));
    }

    private long? FindStream(string stream) =>
        database.Prepared("SELECT id FROM streams WHERE name = ?").Add(stream).First<long?>(row => row.Long());

    private static JournalException Unsound(string stream, long version, string what) =>
        new($"event {version} of stream {stream} {what}: verify the journal and restore the database from a backup");
}
