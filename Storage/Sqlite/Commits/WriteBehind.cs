using System.Collections.Immutable;
using OrleansTrader.Grains.Books;
using OrleansTrader.Grains.Ports;
using OrleansTrader.Storage.Files;
using OrleansTrader.Storage.Sqlite.Database;
using OrleansTrader.Storage.Sqlite.Journal;

namespace OrleansTrader.Storage.Sqlite.Commits;

/// <summary>
/// For virtual time: the outcome of a write is foreseen and answered at once, and a thread writes behind. Whatever asks the database
/// waits until all that was answered is written, so that nobody can tell the difference. The transaction stays open over many writes;
/// it is durable once closed.
/// </summary>
internal sealed class WriteBehind : IBooks
{
    /// <summary>Most writes of one transaction.</summary>
    private const int TransactionWritesMax = 20_000;

    /// <summary>Most writes on their way; a further one waits for room.</summary>
    private const int QueueWritesMax = 4_096;

    /// <summary>Writes that the thread is woken for; fewer wait for more, or for somebody who asks.</summary>
    private const int WakeWritesMin = 64;

    private readonly object _gate = new();
    private readonly BookWriter _writer;
    private readonly HeadFile _headFile;
    private readonly Foresight _foresight = new();
    private List<Waiting> _queue = [];
    private List<Waiting> _taken = [];
    private int _writes;
    private int _askers;
    private bool _isWriting;
    private bool _isClosed;

    public WriteBehind(BookWriter writer, HeadFile headFile)
    {
        _writer = writer;
        _headFile = headFile;

        // Unsafe: the thread outlives whoever opens the books, and belongs to nobody's asynchronous flow.
        new Thread(Loop) { IsBackground = true, Name = "journal writer" }.UnsafeStart();
    }

    public string? Fault { get; private set; }

    int IBooks.Waiting => _queue.Count;

    public GroupHead Head => _writer.Head;

    public ValueTask<CommitOutcome> Append(Commit commit)
    {
        lock (_gate)
        {
            ThrowIfUnfit();
            if (_foresight.Foresee(commit) is { } version)
            {
                Post(new Waiting(commit, default));
                return ValueTask.FromResult<CommitOutcome>(new CommitOutcome.Committed(version));
            }

            var outcome = Now(writer => writer.Append(commit));
            _foresight.Learn(commit.Stream, _writer.Database);
            return ValueTask.FromResult(outcome);
        }
    }

    public ValueTask Write(ImmutableArray<ReadModelRow> rows)
    {
        lock (_gate)
        {
            ThrowIfUnfit();
            Post(new Waiting(null, rows));
            return ValueTask.CompletedTask;
        }
    }

    public ValueTask<T> Write<T>(Func<BookWriter, T> write)
    {
        lock (_gate)
        {
            ThrowIfUnfit();
            return ValueTask.FromResult(Now(write));
        }
    }

    public void Settle()
    {
        lock (_gate)
        {
            if (_isClosed)
                return;
            AwaitAll();
            if (Fault is null)
                EndTransaction();
        }
    }

    public ValueTask<T> Read<T>(Func<SqliteDatabase, T> read, CancellationToken cancellation)
    {
        cancellation.ThrowIfCancellationRequested();
        lock (_gate)
        {
            ObjectDisposedException.ThrowIf(_isClosed, this);
            AwaitAll();
            ThrowIfUnfit();
            try
            {
                return ValueTask.FromResult(read(_writer.Database));
            }
            catch (SqliteFault error)
            {
                throw ReaderPool.Unreadable(_writer.Database.Path, error);
            }
        }
    }

    public ValueTask DisposeAsync()
    {
        lock (_gate)
        {
            if (_isClosed)
                return ValueTask.CompletedTask;
            AwaitAll();
            _isClosed = true;
            Monitor.PulseAll(_gate);
            if (Fault is null)
                EndTransaction();
            Closing.Close(_writer, _headFile, isSound: Fault is null);
            return ValueTask.CompletedTask;
        }
    }

    private void Post(in Waiting write)
    {
        while (_queue.Count >= QueueWritesMax)
            Monitor.Wait(_gate);
        ThrowIfUnfit();
        _queue.Add(write);
        if (_queue.Count == WakeWritesMin)
            Monitor.PulseAll(_gate);
    }

    // What must be asked of the database, once all before it is written; on the caller's thread.
    private T Now<T>(Func<BookWriter, T> write)
    {
        AwaitAll();
        ThrowIfUnfit();
        try
        {
            Begin();
            _writer.IsGuarded = true;
            var result = write(_writer);
            _writes++;
            EndLongTransaction();
            return result;
        }
        catch (SqliteFault error)
        {
            throw Fail(error);
        }
    }

    private void AwaitAll()
    {
        if (_queue.Count == 0 && !_isWriting)
            return;
        _askers++;
        Monitor.PulseAll(_gate);
        while (_queue.Count > 0 || _isWriting)
            Monitor.Wait(_gate);
        _askers--;
    }

    private void Loop()
    {
        while (Take())
        {
            Exception? fault = null;
            try
            {
                WriteAll();
            }
            catch (Exception error)
            {
                fault = error;
            }

            lock (_gate)
            {
                if (fault is not null)
                    Fail(fault);
                _taken.Clear();
                _isWriting = false;
                Monitor.PulseAll(_gate);
            }
        }
    }

    // False when there will be no more.
    private bool Take()
    {
        lock (_gate)
        {
            while (_queue.Count < WakeWritesMin && (_askers == 0 || _queue.Count == 0))
            {
                if (_isClosed)
                    return false;
                Monitor.Wait(_gate);
            }

            (_queue, _taken) = (_taken, _queue);
            _isWriting = true;
            Monitor.PulseAll(_gate);
            return true;
        }
    }

    private void WriteAll()
    {
        Begin();
        _writer.IsGuarded = false;
        foreach (var write in _taken)
        {
            if (write.Commit is { } commit)
            {
                if (_writer.Append(commit) is not CommitOutcome.Committed)
                    throw new InvalidOperationException($"command '{commit.Command}' of stream '{commit.Stream}' did not end as foreseen");
            }
            else
            {
                _writer.Write(write.Rows);
            }

            _writes++;
        }

        EndLongTransaction();
    }

    private void Begin()
    {
        if (_writer.Database.IsIdle)
            _writer.Begin();
    }

    private void EndLongTransaction()
    {
        if (_writes >= TransactionWritesMax)
            EndTransaction();
    }

    private void EndTransaction()
    {
        if (!_writer.Database.IsIdle)
            _writer.Commit();
        _writes = 0;
    }

    private JournalException Fail(Exception error)
    {
        Fault ??= $"the journal cannot be written: {error.Message}; mend the disk and start again";
        _queue.Clear();
        _foresight.Forget();
        return new JournalException(Fault, error);
    }

    private void ThrowIfUnfit()
    {
        if (_isClosed)
            throw new JournalException("the journal is closed: the service is stopping");
        if (Fault is not null)
            throw new JournalException(Fault);
    }

    /// <summary>A write on its way: a commit, or rows.</summary>
    private readonly record struct Waiting(Commit? Commit, ImmutableArray<ReadModelRow> Rows);
}
