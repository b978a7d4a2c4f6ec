using System.Security.Cryptography;
using Npgsql;
using OrleansTrader.Grains.Ports;
using OrleansTrader.Storage.Chain;
using OrleansTrader.Storage.Postgres.Rows;

namespace OrleansTrader.Storage.Postgres.Journal;

/// <summary>The commits and events of one group commit, with their hashes.</summary>
internal sealed class CommitBatch(long writer, long lastNumber, JournalHash hash)
{
    private const string MoveStreams =
        "UPDATE streams s SET version = moved.version, hash = moved.hash "
        + "FROM unnest($1::bigint[], $2::bigint[], $3::bytea[]) AS moved(id, version, hash) WHERE s.id = moved.id";

    private static readonly string _insertCommits = Unnest.Insert(
        "commits", "writer, number, stream, command, at, version_before, version_after, result, snapshot_hash, hash", "llltlllbbb");

    private static readonly string _insertEvents = Unnest.Insert("events", "stream, version, writer, number, payload, hash", "llllbb");

    private static readonly string _upsertSnapshots = Unnest.Insert(
        "snapshots", "stream, version, writer, number, state", "llllb", Unnest.Replace("stream", "stream, version, writer, number, state"));

    private readonly Columns _commits = new();
    private readonly Columns _events = new();
    private readonly SortedDictionary<long, (long Version, long Number, ReadOnlyMemory<byte> State)> _snapshots = [];
    private readonly SortedDictionary<long, StreamHead> _moved = [];

    /// <summary>Of the commits, in their order.</summary>
    public List<byte[]> Hashes { get; } = [];

    public long LastNumber { get; private set; } = lastNumber;

    public long AtTicks { get; private set; }

    public CommitOutcome Add(StreamHead head, Commit commit)
    {
        var record = new CommitRecord(
            LastNumber + 1, head.Name, commit.Command.Value, commit.At.UtcTicks, head.Version, head.Version + commit.Events.Length);
        var hashes = new byte[commit.Events.Length][];
        var previous = head.Hash;
        for (var i = 0; i < hashes.Length; i++)
        {
            previous = hash.Event(previous, head.Version + 1 + i, commit.Events[i].Span);
            hashes[i] = previous;
            _events.Row().Add(head.Id).Add(head.Version + 1 + i).Add(writer).Add(record.Number).Add(commit.Events[i]).Add(hashes[i]);
        }

        var snapshot = commit.Snapshot is { IsEmpty: false } state ? SHA256.HashData(state.Span) : [];
        var commitHash = hash.Commit(record, hashes, commit.Result.Span, snapshot);
        _commits.Row().Add(writer).Add(record.Number).Add(head.Id).Add(record.Command).Add(record.AtTicks).Add(record.VersionBefore)
            .Add(record.VersionAfter).Add(commit.Result).Add(snapshot.Length == 0 ? null : snapshot).Add(commitHash);
        if (commit.Snapshot is { IsEmpty: false } newState)
            _snapshots[head.Id] = (record.VersionAfter, record.Number, newState);
        if (hashes.Length > 0)
        {
            head.MoveTo(record.VersionAfter, hashes[^1]);
            _moved[head.Id] = head;
        }

        Hashes.Add(commitHash);
        (LastNumber, AtTicks) = (record.Number, record.AtTicks);
        return new CommitOutcome.Committed(record.VersionAfter);
    }

    public void Write(NpgsqlBatch batch)
    {
        if (_commits.Rows == 0)
            return;
        batch.BatchCommands.Add(_commits.Command(_insertCommits));
        if (_events.Rows > 0)
            batch.BatchCommands.Add(_events.Command(_insertEvents));
        if (_moved.Count > 0)
        {
            var moves = new Columns();
            foreach (var head in _moved.Values)
                moves.Row().Add(head.Id).Add(head.Version).Add(head.Hash);
            batch.BatchCommands.Add(moves.Command(MoveStreams));
        }

        if (_snapshots.Count == 0)
            return;
        var snapshots = new Columns();
        foreach (var (stream, (version, number, state)) in _snapshots)
            snapshots.Row().Add(stream).Add(version).Add(writer).Add(number).Add(state);
        batch.BatchCommands.Add(snapshots.Command(_upsertSnapshots));
    }
}
