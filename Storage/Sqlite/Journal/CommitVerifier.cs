using System.Security.Cryptography;
using OrleansTrader.Grains.Ports;
using OrleansTrader.Storage.Chain;
using OrleansTrader.Storage.Files;
using OrleansTrader.Storage.Sqlite.Database;

namespace OrleansTrader.Storage.Sqlite.Journal;

/// <summary>Recomputes commits and their events one after the other, in the order of writing.</summary>
internal sealed class CommitVerifier : IDisposable
{
    public const string CommitQuery =
        "SELECT c.number, s.name, c.stream, c.command, c.at, c.version_before, c.version_after, c.result, c.snapshot_hash, c.hash "
        + "FROM commits c LEFT JOIN streams s ON s.id = c.stream WHERE c.number > ? ORDER BY c.number";

    private readonly SqliteDatabase _database;
    private readonly SqliteStatement _events;
    private readonly JournalHash _hash = new();
    private readonly Dictionary<long, (long Version, byte[] Hash)> _heads = [];
    private readonly List<(byte[]? Payload, byte[] Hash)> _eventsOfCommit = [];
    private readonly Segments _segments;
    private CommitRecord _commit;
    private long _streamId;
    private byte[] _result = [];
    private byte[] _snapshot = [];
    private readonly bool _isWhole;
    private (long Stream, long Version, long Number, byte[] Payload, byte[] Hash, long Position)? _event;

    /// <param name="from">Where the first commit to be recomputed comes after.</param>
    public CommitVerifier(SqliteDatabase database, CheckedChain from)
    {
        _database = database;
        _segments = new Segments(database);
        _isWhole = from.Group == 0;
        LastEvent = from.LastEvent;
        _events = database.Prepare("SELECT stream, version, number, payload, hash, position FROM events WHERE position > ? ORDER BY position");
        _events.Start().Add(from.LastEvent);
        NextEvent();
    }

    public long EventCount { get; private set; }

    public long CommitCount { get; private set; }

    /// <summary>Where the last event that was taken lies.</summary>
    public long LastEvent { get; private set; }

    public string Stream => _commit.Stream;

    public long Version => _commit.VersionAfter;

    public byte[] StoredHash { get; private set; } = [];

    /// <summary>Takes the commit that the query stands at; returns its number.</summary>
    public long Load(SqliteStatement row)
    {
        row.Rewind();
        var number = row.Long();
        var stream = row.Text();
        _streamId = row.Long();
        _commit = new CommitRecord(number, stream, row.Text(), row.Long(), row.Long(), row.Long());
        _result = row.Blob().ToArray();
        _snapshot = row.Blob().ToArray();
        StoredHash = row.Blob().ToArray();
        return number;
    }

    public JournalFinding? FindInCommit()
    {
        if (!_heads.TryGetValue(_streamId, out var head))
            head = _isWhole ? (0, _hash.Genesis(_commit.Stream)) : HeadBefore();
        if (head.Version != _commit.VersionBefore)
            return Finding(JournalDefect.AlteredCommit, head.Version, $"command {_commit.Command} begins after version {_commit.VersionBefore}, the stream is at {head.Version}");

        if (ReadEvents(head.Version) is { } missing)
            return missing;
        var isGenuine = CommitHash([.. _eventsOfCommit.Select(stored => stored.Hash)]).AsSpan().SequenceEqual(StoredHash);
        for (var i = 0; i < _eventsOfCommit.Count; i++)
        {
            var (payload, stored) = _eventsOfCommit[i];
            if (payload is not null && _hash.Event(head.Hash, head.Version + 1, payload) is var computed && !computed.AsSpan().SequenceEqual(stored))
                return isGenuine ? AlteredPayload(head.Version + 1) : BrokenChain(i, computed);
            head = (head.Version + 1, stored);
        }

        if (!isGenuine)
            return AlteredCommit(head);
        _heads[_streamId] = head;
        EventCount += _eventsOfCommit.Count;
        CommitCount++;
        return null;
    }

    public JournalFinding? FindStrayEvent()
    {
        if (_event is not { } stray)
            return null;
        var name = _database.Prepared("SELECT name FROM streams WHERE id = ?").Add(stray.Stream).First(row => row.Text()) ?? string.Empty;
        return new JournalFinding(JournalDefect.MissingVersion, name, stray.Version, "no commit speaks of this event");
    }

    public JournalFinding? FindInSnapshots()
    {
        var rows = _database.Prepared(
            "SELECT s.name, p.version, p.state, c.snapshot_hash FROM snapshots p JOIN streams s ON s.id = p.stream "
            + "LEFT JOIN commits c ON c.number = p.number AND c.stream = p.stream AND c.version_after = p.version ORDER BY s.name");
        return rows.All(row =>
        {
            var (stream, version) = (row.Text(), row.Long());
            return SHA256.HashData(row.Blob()).AsSpan().SequenceEqual(row.Blob())
                ? null
                : new JournalFinding(JournalDefect.AlteredSnapshot, stream, version, "the snapshot is not the state that was written");
        }).Find(finding => finding is not null);
    }

    public void Dispose() => _events.Dispose();

    private void NextEvent()
    {
        LastEvent = _event?.Position ?? LastEvent;
        _event = _events.Step()
            ? (_events.Long(), _events.Long(), _events.Long(), _events.Blob().ToArray(), _events.Blob().ToArray(), _events.Long())
            : null;
    }

    // What lies before the first commit that is read was read another time. Version −1 is nobody's: the event is not there.
    private (long Version, byte[] Hash) HeadBefore()
    {
        var version = _commit.VersionBefore;
        if (version == 0)
            return (0, _hash.Genesis(_commit.Stream));
        var hash = _database.Prepared("SELECT hash FROM events WHERE stream = ? AND version = ?").Add(_streamId).Add(version).First(row => row.Blob().ToArray())
            ?? _segments.HashOf(_streamId, version);
        return hash is null ? (-1, []) : (version, hash);
    }

    private byte[] CommitHash(byte[][] eventHashes) => _hash.Commit(_commit, eventHashes, _result, _snapshot);

    /// <summary>Gathers the commit's events; finds a version that is not there.</summary>
    private JournalFinding? ReadEvents(long version)
    {
        _eventsOfCommit.Clear();
        while (version < _commit.VersionAfter && _segments.HashOf(_streamId, version + 1) is { } archived)
        {
            _eventsOfCommit.Add((null, archived));
            version++;
        }

        for (; _event is { } next && next.Number == _commit.Number; NextEvent())
        {
            if (next.Stream != _streamId || next.Version != ++version)
                return Finding(JournalDefect.MissingVersion, version, $"event {next.Version} follows event {version - 1}");
            _eventsOfCommit.Add((next.Payload, next.Hash));
        }

        return version == _commit.VersionAfter
            ? null
            : Finding(JournalDefect.MissingVersion, version + 1, $"command {_commit.Command} wrote up to version {_commit.VersionAfter}, event {version + 1} is gone");
    }

    /// <summary>The commit was built on the stored hashes, so these are genuine and the bytes are not.</summary>
    private JournalFinding AlteredPayload(long version) =>
        Finding(JournalDefect.AlteredPayload, version, "its bytes do not have the hash that they had when they were written");

    /// <summary>The commit was built on other hashes than the stored: on this one's right hash, or on others before it.</summary>
    private JournalFinding BrokenChain(int index, byte[] computed)
    {
        var hashes = _eventsOfCommit.Select(stored => stored.Hash).ToArray();
        hashes[index] = computed;
        var version = _commit.VersionBefore + 1 + index;
        if (index == 0 || CommitHash(hashes).AsSpan().SequenceEqual(StoredHash))
            return Finding(JournalDefect.BrokenChain, version, "its stored hash does not follow from its bytes and the events before it");
        return Finding(JournalDefect.BrokenChain, _commit.VersionBefore + 1, $"events from here to {version - 1} were rewritten with their hashes: event {version} was built on others");
    }

    /// <summary>Every event fits its hash, but the commit was built on others: they were rewritten with their hashes, or the record was.</summary>
    private JournalFinding AlteredCommit((long Version, byte[] Hash) head)
    {
        var hasEvents = _eventsOfCommit.Count > 0;
        return hasEvents && Continues(head.Version, head.Hash) is false
            ? Finding(JournalDefect.BrokenChain, _commit.VersionBefore + 1, "it was rewritten with its hash: neither its commit nor what comes after it was built on that hash")
            : Finding(JournalDefect.AlteredCommit, _commit.VersionAfter, $"the record of command {_commit.Command} is not what was written");
    }

    /// <summary>Whether the stream's next event was built on a hash; null where there is none.</summary>
    private bool? Continues(long version, byte[] hash) => _database
        .Prepared("SELECT payload, hash FROM events WHERE stream = ? AND version = ?").Add(_streamId).Add(version + 1)
        .First<bool?>(row => _hash.Event(hash, version + 1, row.Blob()).AsSpan().SequenceEqual(row.Blob()));

    private JournalFinding Finding(JournalDefect defect, long version, string detail) => new(defect, _commit.Stream, version, detail);
}
