using OrleansTrader.Grains.Ports;
using OrleansTrader.Storage.Sqlite.Database;
using OrleansTrader.Storage.Sqlite.Files;
using OrleansTrader.Storage.Sqlite.Journal;

namespace OrleansTrader.Storage.Sqlite.Commits;

/// <summary>
/// For virtual time: every call is complete when it returns, on the caller's thread. The transaction stays open over many writes, and
/// reads on the same connection see them; it is durable once closed.
/// </summary>
internal sealed class InlineCommits(BookWriter writer, HeadFile headFile) : IBooks
{
    /// <summary>Most writes of one transaction.</summary>
    private const int TransactionWritesMax = 20_000;

    private readonly Lock _gate = new();
    private int _writes;
    private bool _isClosed;

    public string? Fault { get; private set; }

    public int Waiting => 0;

    public GroupHead Head => writer.Head;

    public ValueTask<T> Write<T>(Func<BookWriter, T> write)
    {
        lock (_gate)
        {
            ThrowIfUnfit();
            try
            {
                if (_writes == 0)
                    writer.Begin();
                var result = write(writer);
                if (++_writes >= TransactionWritesMax)
                    EndTransaction();
                return ValueTask.FromResult(result);
            }
            catch (SqliteFault error)
            {
                Fault = $"the journal cannot be written: {error.Message}; mend the disk and start again";
                throw new JournalException(Fault, error);
            }
        }
    }

    public void Settle()
    {
        lock (_gate)
        {
            if (!_isClosed && Fault is null)
                EndTransaction();
        }
    }

    public ValueTask<T> Read<T>(Func<SqliteDatabase, T> read, CancellationToken cancellation)
    {
        cancellation.ThrowIfCancellationRequested();
        lock (_gate)
        {
            ObjectDisposedException.ThrowIf(_isClosed, this);
            try
            {
                return ValueTask.FromResult(read(writer.Database));
            }
            catch (SqliteFault error)
            {
                throw ReaderPool.Unreadable(writer.Database.Path, error);
            }
        }
    }

    public ValueTask DisposeAsync()
    {
        lock (_gate)
        {
            if (_isClosed)
                return ValueTask.CompletedTask;
            _isClosed = true;
            if (Fault is null)
                EndTransaction();
            Closing.Close(writer, headFile, isSound: Fault is null);
            return ValueTask.CompletedTask;
        }
    }

    private void EndTransaction()
    {
        if (!writer.Database.IsIdle)
            writer.Commit();
        _writes = 0;
    }

    private void ThrowIfUnfit()
    {
        if (_isClosed)
            throw new JournalException("the journal is closed: the service is stopping");
        if (Fault is not null)
            throw new JournalException(Fault);
    }
}
