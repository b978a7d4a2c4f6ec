using Npgsql;
using OrleansTrader.Grains.Ports;
using OrleansTrader.Storage.Chain;
using OrleansTrader.Storage.Files;
using OrleansTrader.Storage.Postgres.Database;
using OrleansTrader.Storage.Postgres.Journal;
using OrleansTrader.Storage.Postgres.Rows;

namespace OrleansTrader.Storage.Postgres.Commits;

/// <summary>
/// One connection that writes under a number of its own, held by a lock of the session, so that each number's chain of group commits has one
/// writer at a time. What it knows of the chain it has read when it began: after a fault it is thrown away, and another one begins.
/// </summary>
internal sealed class WriterSession : IAsyncDisposable
{
    private readonly PostgresDatabase _database;
    private readonly NpgsqlConnection _connection;
    private readonly GroupSigner _signer;
    private readonly string _key;
    private readonly JournalHash _hash = new();
    private long _lastCommit;

    private WriterSession(PostgresDatabase database, NpgsqlConnection connection, SigningKey key, long writer, GroupHead head, long lastCommit)
    {
        _database = database;
        _connection = connection;
        _signer = new GroupSigner(key.Bytes);
        _key = key.Fingerprint;
        Writer = writer;
        Head = head;
        _lastCommit = lastCommit;
    }

    /// <summary>The number that it writes under.</summary>
    public long Writer { get; }

    /// <summary>The last group commit of that number.</summary>
    public GroupHead Head { get; private set; }

    /// <param name="last">The number that this process had last, tried first.</param>
    /// <exception cref="JournalException">The database cannot be written, or what is in it was not signed with our key.</exception>
    public static async Task<WriterSession> Open(PostgresDatabase database, SigningKey key, long last, CancellationToken cancellation)
    {
        var connection = await database.Connect(cancellation);
        try
        {
            var writer = await WriterSlots.Take(connection, database, last, cancellation);
            var (head, lastCommit) = await WriterSlots.CheckHead(connection, database.Place, key, writer, cancellation);
            return new WriterSession(database, connection, key, writer, head, lastCommit);
        }
        catch (Exception error)
        {
            await connection.DisposeAsync();
            if (PostgresFaults.IsOfDatabase(error))
                throw PostgresFaults.Tell(error, database.Place);
            throw;
        }
    }

    /// <summary>Writes all in one transaction; returns once it is durable and each write knows its outcome.</summary>
    /// <param name="isGuarded">Each write stands under a savepoint, so that one that cannot be done is refused alone; slow.</param>
    public async Task Write(List<PendingWrite> group, bool isGuarded)
    {
        var first = _lastCommit + 1;
        var hashes = new List<byte[]>();
        var (lastCommit, atTicks) = (_lastCommit, 0L);
        await using (var begin = Batch("BEGIN"))
        {
            if (!isGuarded)
            {
                var commits = await Plan(begin, group, lastCommit);
                await using var write = Batch();
                commits.Commits.Write(write);
                commits.Rows.Write(write);
                hashes.AddRange(commits.Commits.Hashes);
                (lastCommit, atTicks) = (commits.Commits.LastNumber, commits.Commits.AtTicks);
                await End(write, first, lastCommit, atTicks, hashes);
                return;
            }

            await begin.ExecuteNonQueryAsync();
        }

        foreach (var pending in group)
        {
            if (await TryWriteOne(pending, lastCommit) is not { } written)
                continue;
            hashes.AddRange(written.Hashes);
            (lastCommit, atTicks) = (written.LastNumber, written.Hashes.Count > 0 ? written.AtTicks : atTicks);
        }

        await using var end = Batch();
        await End(end, first, lastCommit, atTicks, hashes);
    }

    public async Task TakeBack()
    {
        _signer.Clear();
        await using var back = Batch("ROLLBACK");
        await back.ExecuteNonQueryAsync();
    }

    public async ValueTask DisposeAsync()
    {
        _signer.Dispose();
        // A connection that may still hold the lock of its number must not go back to the pool.
        NpgsqlConnection.ClearPool(_connection);
        await _connection.DisposeAsync();
    }

    private async Task End(NpgsqlBatch batch, long first, long lastCommit, long atTicks, List<byte[]> hashes)
    {
        var head = Head;
        if (hashes.Count > 0)
        {
            foreach (var hash in hashes)
                _signer.Add(hash);
            var group = new GroupRecord(head.Number + 1, atTicks, first, lastCommit);
            head = new GroupHead(group.Number, _signer.Sign(head.Signature, group));
            batch.BatchCommands.Add(new Query("INSERT INTO groups(writer, number, at, first, last, key, signature) VALUES ($1, $2, $3, $4, $5, $6, $7)")
                .Add(Writer).Add(group.Number).Add(group.AtTicks).Add(group.First).Add(group.Last).Add(_key).Add(head.Signature).InBatch());
        }

        batch.BatchCommands.Add(new NpgsqlBatchCommand("COMMIT"));
        await batch.ExecuteNonQueryAsync();
        _lastCommit = lastCommit;
        Head = head;
    }

    private async Task<CommitBatch?> TryWriteOne(PendingWrite pending, long lastCommit)
    {
        await using (var savepoint = Batch("SAVEPOINT one"))
            await savepoint.ExecuteNonQueryAsync();
        try
        {
            await using var read = Batch();
            var (commits, rows) = await Plan(read, [pending], lastCommit);
            await using var write = Batch();
            commits.Write(write);
            rows.Write(write);
            write.BatchCommands.Add(new NpgsqlBatchCommand("RELEASE one"));
            await write.ExecuteNonQueryAsync();
            return commits;
        }
        catch (Exception error) when (PostgresFaults.IsOfOneWrite(error) || !PostgresFaults.IsOfDatabase(error))
        {
            pending.Refuse(new JournalException($"a row cannot be stored: {error.Message}", error));
            await using var back = Batch("ROLLBACK TO one");
            back.BatchCommands.Add(new NpgsqlBatchCommand("RELEASE one"));
            await back.ExecuteNonQueryAsync();
            return null;
        }
    }

    /// <summary>Locks the streams, learns which commands are known, and decides what becomes of each write.</summary>
    private async Task<(CommitBatch Commits, RowBatch Rows)> Plan(NpgsqlBatch batch, List<PendingWrite> group, long lastCommit)
    {
        var heads = await GroupReader.Read(batch, group, _hash);
        var (commits, rows) = (new CommitBatch(Writer, lastCommit, _hash), new RowBatch());
        foreach (var pending in group)
        {
            if (pending.Commit is { } commit)
            {
                if (heads.Foresee(commit) is { } known)
                {
                    pending.Done(known);
                    continue;
                }

                pending.Done(commits.Add(heads.Heads[commit.Stream], commit));
                heads.Remember(commit, heads.Heads[commit.Stream].Version);
            }
            else
            {
                pending.Done(result: null);
            }

            foreach (var row in pending.Rows)
                rows.Add(row);
        }

        return (commits, rows);
    }

    private NpgsqlBatch Batch(string? first = null)
    {
        var batch = new NpgsqlBatch(_connection) { Timeout = _database.CommandSecondsMax };
        if (first is not null)
            batch.BatchCommands.Add(new NpgsqlBatchCommand(first));
        return batch;
    }
}
