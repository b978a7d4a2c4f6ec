using System.Collections.Immutable;
using System.Diagnostics;
using OrleansTrader.Grains.Books;
using OrleansTrader.Grains.Ports;
using OrleansTrader.Grains.Ports.Telemetry;
using OrleansTrader.Storage.Fairness;
using OrleansTrader.Storage.Files;
using OrleansTrader.Storage.Sqlite.Database;
using OrleansTrader.Storage.Sqlite.Journal;

namespace OrleansTrader.Storage.Sqlite.Commits;

/// <summary>
/// One thread writes. While a group is being made durable the next one gathers, so that groups grow with the load; tenants take turns in it
/// (<see cref="FairQueue{T}"/>, <see cref="GroupPace"/>), so that none waits for all that another has sent. After a fault nothing is written
/// until the journal is opened again, for what the disk holds is then unknown.
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
    private readonly FairQueue<PendingWrite> _queue;
    private readonly GroupPace _pace;
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
        _queue = new FairQueue<PendingWrite>(options.QueueWritesMax);
        _pace = new GroupPace(options.GroupWritesMax, Stopwatch.Frequency / 1_000);
        new Thread(Loop) { IsBackground = true, Name = "journal writer" }.Start();
    }

    public string? Fault => _fault;

    public int Waiting => _queue.Count;

    public GroupHead Head => Volatile.Read(ref _head);

    public ValueTask<CommitOutcome> Append(Commit commit) => Add(Lanes.Of(commit.Stream), new PendingWrite<CommitOutcome>(writer => writer.Append(commit)));

    public async ValueTask Write(ImmutableArray<ReadModelRow> rows) =>
        await Add(Lanes.Of(rows), new PendingWrite<int>(writer => writer.WriteGuarded(rows)));

    public ValueTask<T> Write<T>(Func<BookWriter, T> write) => Add(Lanes.OfService, new PendingWrite<T>(write));

    public void Settle()
    {
        // Groups end by themselves.
    }

    public ValueTask<T> Read<T>(Func<SqliteDatabase, T> read, CancellationToken cancellation) => _readers.Read(read, cancellation);

    public async ValueTask DisposeAsync()
    {
        _queue.Close();
        _wake.Set();
        try
        {
            await _ended.Task;
        }
        finally
        {
            _readers.Dispose();
            await _checkpoints.DisposeAsync();
        }

        _wake.Dispose();
    }

    private ValueTask<T> Add<T>(ReadOnlySpan<char> lane, PendingWrite<T> pending)
    {
        var added = _queue.Add(lane, pending);
        return added.IsCompletedSuccessfully && added.Result ? Queued(pending) : WhenAdded(added, pending);
    }

    private async ValueTask<T> WhenAdded<T>(ValueTask<bool> added, PendingWrite<T> pending) =>
        await added ? await Queued(pending) : throw new JournalException("the journal is closed: the service is stopping");

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
        while (WaitForWrites())
        {
            if (_fault is null)
                WriteGroup(group);
            else
                FailWaiting(_fault);
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
    private bool WaitForWrites()
    {
        while (_queue.Count == 0)
        {
            if (_queue.IsClosed && _queue.Count == 0)
                return false;
            Volatile.Write(ref _isWaiting, true);
            Interlocked.MemoryBarrier();
            if (_queue.Count == 0 && !_queue.IsClosed)
                _wake.WaitOne();
            Volatile.Write(ref _isWaiting, false);
        }

        return true;
    }

    private void WriteGroup(List<PendingWrite> group)
    {
        if (!CommitGroup(group))
            return;
        try
        {
            _checkpoints.AfterGroup(_writer.Database, group.Count);
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
            if (!TryGather(group))
            {
                _writer.TakeBack();
                WriteGuarded(group);
            }

            var written = Stopwatch.GetTimestamp();
            _writer.Commit();
            _pace.Synced(group.Count, Stopwatch.GetTimestamp() - written);
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

    // Writes are carried out as they are taken, so that what comes meanwhile, of a tenant whose turn it is, still gets into the group. Nearly
    // always every write can be done. Where one cannot, false: those that were taken are done again with a savepoint each.
    private bool TryGather(List<PendingWrite> group)
    {
        _writer.IsGuarded = false;
        _pace.Begin(_queue.Count, Stopwatch.GetTimestamp());
        _writer.Begin();
        try
        {
            while (_queue.TryTake(out var write, out var emptiesLane, out var lanesWaiting))
            {
                group.Add(write);
                write.Run(_writer);
                if (_pace.EndsAfter(emptiesLane, lanesWaiting, Stopwatch.GetTimestamp()))
                    break;
            }

            return true;
        }
        catch (UnguardedFailure)
        {
            return false;
        }
    }

    private void WriteGuarded(List<PendingWrite> group)
    {
        _writer.IsGuarded = true;
        _writer.Begin();
        foreach (var write in group)
            write.Run(_writer);
    }

    private void FailWaiting(string fault)
    {
        while (_queue.TryTake(out var write, out _, out _))
            write.Fail(new JournalException(fault));
    }

    private static string FaultOf(Exception error) =>
        $"the journal cannot be written: {error.Message}; mend the disk and start again: commands without an answer may be repeated with their ids";

    private static void FailAll(List<PendingWrite> group, JournalException fault)
    {
        foreach (var write in group)
            write.Fail(fault);
    }
}
