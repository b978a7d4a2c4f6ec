using System.Collections.Immutable;
using OrleansTrader.Grains.Books;
using OrleansTrader.Grains.Ports;
using OrleansTrader.Storage.Chain;
using OrleansTrader.Storage.Files;
using OrleansTrader.Storage.Sqlite.Database;
using OrleansTrader.Storage.Sqlite.Rows;
using OrleansTrader.Trading.Orders;

namespace OrleansTrader.Storage.Sqlite.Journal;

/// <summary>
/// The one writer of a database. Between <see cref="Begin"/> and <see cref="Commit"/> lies a group commit. Used by one thread at a time.
/// </summary>
internal sealed class BookWriter : IDisposable
{
    private readonly JournalHash _hash = new();
    private readonly StreamHeads _heads;
    private readonly RowWriter _rows;
    private readonly GroupSigner _signer;
    private readonly string _writer;
    private readonly SqliteStatement _insertCommit;
    private readonly SqliteStatement _insertEvent;
    private readonly SqliteStatement _savepoint;
    private readonly SqliteStatement _release;
    private long _lastCommit;
    private long _firstOfGroup;
    private long _atTicks;

    public BookWriter(SqliteDatabase database, SigningKey key, GroupHead head)
    {
        Database = database;
        Head = head;
        _writer = key.Fingerprint;
        _signer = new GroupSigner(key.Bytes);
        _heads = new StreamHeads(database, _hash);
        _rows = new RowWriter(database);
        _lastCommit = database.Number("SELECT coalesce(max(number), 0) FROM commits");
        _firstOfGroup = _lastCommit + 1;
        _insertCommit = database.Prepare(
            "INSERT INTO commits(number, stream, command, at, version_before, version_after, result, snapshot_hash, hash) "
            + "VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT(stream, command) DO NOTHING");
        _insertEvent = database.Prepare("INSERT INTO events(stream, version, number, payload, hash) VALUES (?, ?, ?, ?, ?)");
        _savepoint = database.Prepare("SAVEPOINT one");
        _release = database.Prepare("RELEASE one");
    }

    public SqliteDatabase Database { get; }

    /// <summary>The last group commit.</summary>
    public GroupHead Head { get; private set; }

    /// <summary>
    /// Whether each write stands under a savepoint of its own, so that it can fail alone. Savepoints cost as much as the writes: without
    /// them a write that cannot be done ends in <see cref="UnguardedFailure"/>, and the group must be taken back.
    /// </summary>
    public bool IsGuarded { get; set; } = true;

    public void Begin() => Database.Prepared("BEGIN IMMEDIATE").Run();

    /// <summary>Signs the group, where it has commits, and makes it durable.</summary>
    public void Commit()
    {
        var head = Head;
        if (_lastCommit >= _firstOfGroup)
        {
            var group = new GroupRecord(head.Number + 1, _atTicks, _firstOfGroup, _lastCommit);
            head = new GroupHead(group.Number, _signer.Sign(head.Signature, group));
            Database.Prepared("INSERT INTO groups(number, at, first, last, writer, signature) VALUES (?, ?, ?, ?, ?, ?)")
                .Add(group.Number).Add(group.AtTicks).Add(group.First).Add(group.Last).Add(_writer).Add(head.Signature).Run();
        }

        Database.Prepared("COMMIT").Run();
        _firstOfGroup = _lastCommit + 1;
        Head = head;
    }

    /// <summary>Gives a failed group up. What the writer remembers is then void: it must not write again.</summary>
    public void Abandon()
    {
        if (!Database.IsIdle)
            Database.Prepared("ROLLBACK").Run();
    }

    /// <summary>Takes back all since <see cref="Begin"/>, to be written again.</summary>
    public void TakeBack()
    {
        Abandon();
        _heads.Clear();
        _signer.Clear();
        _lastCommit = _firstOfGroup - 1;
    }

    /// <summary>Runs a write that is done whole, or not at all and the group goes on.</summary>
    /// <exception cref="UnguardedFailure">It could not be done, and <see cref="IsGuarded"/> is off.</exception>
    public T Guarded<T>(Func<BookWriter, T> write)
    {
        if (!IsGuarded)
            return Unguarded(write);
        _savepoint.Start().Run();
        try
        {
            var result = write(this);
            _release.Start().Run();
            return result;
        }
        catch (Exception error) when (error is not SqliteFault { IsConstraint: false })
        {
            Database.Prepared("ROLLBACK TO one").Run();
            _release.Start().Run();
            throw error is SqliteFault ? new JournalException($"a row cannot be stored: {error.Message}", error) : error;
        }
    }

    /// <summary>Writes all rows or none.</summary>
    /// <returns>How many they are.</returns>
    public int WriteGuarded(ImmutableArray<ReadModelRow> rows) => Guarded(writer =>
    {
        writer.Write(rows);
        return rows.Length;
    });

    public void Write(ImmutableArray<ReadModelRow> rows)
    {
        foreach (var row in rows)
            _rows.Write(row);
    }

    public CommitOutcome Append(Commit commit)
    {
        var head = _heads.Find(commit.Stream);
        var version = head?.Version ?? 0;
        if (version != commit.ExpectedVersion)
        {
            var first = head is null ? null : FindFirst(head, commit.Command);
            return first is null ? new CommitOutcome.Conflict(version) : first;
        }

        var (lastCommit, isNew) = (_lastCommit, head is null);
        var (versionBefore, hashBefore) = (version, head?.Hash);
        try
        {
            return Guarded(writer => writer.Insert(head ?? _heads.Create(commit.Stream), commit));
        }
        catch
        {
            _lastCommit = lastCommit;
            if (isNew)
                _heads.Forget(commit.Stream);
            else
                head!.MoveTo(versionBefore, hashBefore!);
            throw;
        }
    }

    public void Dispose()
    {
        _insertCommit.Dispose();
        _insertEvent.Dispose();
        _savepoint.Dispose();
        _release.Dispose();
        _signer.Dispose();
        Database.Dispose();
    }

    private T Unguarded<T>(Func<BookWriter, T> write)
    {
        try
        {
            return write(this);
        }
        catch (Exception error) when (error is not SqliteFault { IsConstraint: false })
        {
            throw new UnguardedFailure(error);
        }
    }

    private CommitOutcome Insert(StreamHead head, Commit commit)
    {
        var record = new CommitRecord(
            _lastCommit + 1, head.Name, commit.Command.Value, commit.At.UtcTicks, head.Version, head.Version + commit.Events.Length);
        var hashes = HashEvents(head, commit);
        var snapshot = commit.Snapshot is { IsEmpty: false } state ? System.Security.Cryptography.SHA256.HashData(state.Span) : [];
        var hash = _hash.Commit(record, hashes, commit.Result.Span, snapshot);

        var insert = _insertCommit.Start().Add(record.Number).Add(head.Id).Add(record.Command).Add(record.AtTicks)
            .Add(record.VersionBefore).Add(record.VersionAfter).Add(commit.Result.Span);
        (snapshot.Length == 0 ? insert.AddNull() : insert.Add(snapshot)).Add(hash).Run();
        if (Database.Changes == 0)
            return FindFirst(head, commit.Command)!;

        for (var i = 0; i < hashes.Length; i++)
        {
            _insertEvent.Start().Add(head.Id).Add(head.Version + 1 + i).Add(record.Number).Add(commit.Events[i].Span)
                .Add(hashes[i]).Run();
        }

        if (commit.Snapshot is { IsEmpty: false } newState)
        {
            Database.Prepared("INSERT OR REPLACE INTO snapshots(stream, version, number, state) VALUES (?, ?, ?, ?)")
                .Add(head.Id).Add(record.VersionAfter).Add(record.Number).Add(newState.Span).Run();
        }

        Write(commit.Rows);
        _lastCommit = record.Number;
        _atTicks = record.AtTicks;
        head.MoveTo(record.VersionAfter, hashes.Length == 0 ? head.Hash : hashes[^1]);
        _signer.Add(hash);
        return new CommitOutcome.Committed(record.VersionAfter);
    }

    private byte[][] HashEvents(StreamHead head, Commit commit)
    {
        var hashes = new byte[commit.Events.Length][];
        var previous = head.Hash;
        for (var i = 0; i < hashes.Length; i++)
        {
            previous = _hash.Event(previous, head.Version + 1 + i, commit.Events[i].Span);
            hashes[i] = previous;
        }

        return hashes;
    }

    private CommitOutcome.Repeated? FindFirst(StreamHead head, CommandId command) => Database
        .Prepared("SELECT result, version_after FROM commits WHERE stream = ? AND command = ?")
        .Add(head.Id).Add(command.Value)
        .First(row => new CommitOutcome.Repeated(row.Blob().ToArray(), row.Long()));
}

/// <summary>A write of a group without savepoints could not be done, perhaps after a part of it.</summary>
internal sealed class UnguardedFailure(Exception cause) : Exception(cause.Message, cause);
