using System.Collections.Immutable;
using System.Diagnostics;
using System.Threading.Channels;
using OrleansTrader.Grains.Books;
using OrleansTrader.Grains.Ports;
using OrleansTrader.Grains.Ports.Telemetry;
using OrleansTrader.Storage.Files;
using OrleansTrader.Storage.Sqlite.Database;
using OrleansTrader.Storage.Sqlite.Journal;

namespace OrleansTrader.Storage.Sqlite.Commits;

/// <summary>
/// One thread writes. While a group is being made durable the next one gathers, so that groups grow with the load. After a fault
/// nothing is written until the journal is opened again, for what the disk holds is then unknown.
/// </summary>
internal sealed class GroupCommits : IBooks
{
    /// <summary>Its name in metrics.</summary>
    public const string Store = "sqlite";

    private readonly BookWriter _writer;
    private readonly HeadFile _headFile;
    private readonly ReaderPool _readers;
    private readonly Checkpoints _checkpoints;
    private readonly int _groupWritesMax;
    private readonly Channel<PendingWrite> _queue;
    private readonly AutoResetEvent _wake = new(initialState: false);
    private readonly TaskCompletionSource _ended = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private bool _isWaiting;
    private volatile string? _fault;
    private GroupHead _head;

    public GroupCommits(BookWriter writer, HeadFile headFile, SqliteStoreOptions options)
    {
        _writer = writer;
        _headFile = headFile;
        _head = writer.Head;
        _groupWritesMax = options.GroupWritesMax;
        _readers = new ReaderPool(writer.Database.Path, options.ReadersMax);
        _checkpoints = new Checkpoints(writer.Database.Path);
        writer.Database.Execute("PRAGMA wal_autocheckpoint = 0");
        _queue = Channel.CreateBounded<PendingWrite>(
            new BoundedChannelOptions(options.QueueWritesMax) { SingleReader = true, AllowSynchronousContinuations = false });
        new Thread(Loop) { IsBackground = true, Name = "journal writer" }.Start();
    }

    public string? Fault => _fault;

    public int Waiting => _queue.Reader.Count;

    public GroupHead Head => Volatile.Read(ref _head);

    public ValueTask<CommitOutcome> Append(Commit commit) => Write(writer => writer.Append(commit));

    public async ValueTask Write(ImmutableArray<ReadModelRow> rows) => await Write(writer => writer.WriteGuarded(rows));

    public ValueTask<T> Write<T>(Func<BookWriter, T> write)
    {
        var pending = new PendingWrite<T>(write);
        return _queue.Writer.TryWrite(pending) ? Queued(pending) : WriteWhenRoom(pending);
    }

    public void Settle()
    {
        // Groups end by themselves.
    }

    public ValueTask<T> Read<T>(Func<SqliteDatabase, T> read, CancellationToken cancellation) => _readers.Read(read, cancellation);

    public async ValueTask DisposeAsync()
    {
        _queue.Writer.TryComplete();
        _wake.Set();
        try
        {
            await _ended.Task;
        }
        finally
        {
            await _checkpoints.DisposeAsync();
        }

        _readers.Dispose();
        _wake.Dispose();
    }

    private async ValueTask<T> WriteWhenRoom<T>(PendingWrite<T> pending)
    {
        try
        {
            await _queue.Writer.WriteAsync(pending);
        }
        catch (ChannelClosedException error)
        {
            throw new JournalException("the journal is closed: the service is stopping", error);
        }

        return await Queued(pending);
    }

    private ValueTask<T> Queued<T>(PendingWrite<T> pending)
    {
        // Either the writer sees the new item before it waits, or we see that it waits.
        Interlocked.MemoryBarrier();
        if (Volatile.Read(ref _isWaiting))
            _wake.Set();
        return new ValueTask<T>(pending.Outcome);
    }

    private void Loop()
    {
        var group = new List<PendingWrite>(_groupWritesMax);
        while (Gather(group))
        {
            if (_fault is null)
                WriteGroup(group);
            else
                FailAll(group, new JournalException(_fault));
            group.Clear();
        }

        try
        {
            Closing.Close(_writer, _headFile, isSound: _fault is null);
            _ended.SetResult();
        }
        catch (Exception error)
        {
            _ended.SetException(error);
        }
    }

    /// <summary>Waits for writes; false when there will be no more.</summary>
    private bool Gather(List<PendingWrite> group)
    {
        var reader = _queue.Reader;
        while (true)
        {
            while (group.Count < _groupWritesMax && reader.TryRead(out var write))
                group.Add(write);
            if (group.Count > 0)
                return true;
            if (reader.Completion.IsCompleted)
                return false;

            Volatile.Write(ref _isWaiting, true);
            Interlocked.MemoryBarrier();
            if (!reader.TryPeek(out _) && !reader.Completion.IsCompleted)
                _wake.WaitOne();
            Volatile.Write(ref _isWaiting, false);
        }
    }

    private void WriteGroup(List<PendingWrite> group)
    {
        if (!CommitGroup(group))
            return;
        try
        {
            _checkpoints.AfterGroup(_writer, group.Count);
        }
        catch (Exception error)
        {
            // What was committed stands; nothing more is taken on.
            _fault = FaultOf(error);
        }
    }

    private bool CommitGroup(List<PendingWrite> group)
    {
        var began = Stopwatch.GetTimestamp();
        try
        {
            if (!TryWriteAll(group, isGuarded: false))
            {
                _writer.TakeBack();
                TryWriteAll(group, isGuarded: true);
            }

            _writer.Commit();
            if (_writer.Head.Number != _head.Number)
                _headFile.Write(_writer.Head);
        }
        catch (Exception error)
        {
            _fault = FaultOf(error);
            JournalMetrics.CountFault(Store);
            TargetMetrics.CountError(TargetMetrics.Database, Store, "write");
            FailAll(group, new JournalException(_fault, error));
            return false;
        }

        JournalMetrics.RecordGroup(Store, group.Count, Stopwatch.GetElapsedTime(began));

        Volatile.Write(ref _head, _writer.Head);
        foreach (var write in group)
            write.Complete();
        return true;
    }

    // Nearly always every write can be done. Where one cannot, all are done again with a savepoint each.
    private bool TryWriteAll(List<PendingWrite> group, bool isGuarded)
    {
        _writer.IsGuarded = isGuarded;
        _writer.Begin();
        try
        {
            foreach (var write in group)
                write.Run(_writer);
            return true;
        }
        catch (UnguardedFailure)
        {
            return false;
        }
    }

    private static string FaultOf(Exception error) =>
        $"the journal cannot be written: {error.Message}; mend the disk and start again: commands without an answer may be repeated with their ids";

    private static void FailAll(List<PendingWrite> group, JournalException fault)
    {
        foreach (var write in group)
            write.Fail(fault);
    }
}
