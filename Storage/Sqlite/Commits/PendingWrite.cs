using OrleansTrader.Storage.Sqlite.Database;
using OrleansTrader.Storage.Sqlite.Journal;

namespace OrleansTrader.Storage.Sqlite.Commits;

/// <summary>A write that waits for its group commit, and its caller for the outcome.</summary>
internal abstract class PendingWrite
{
    /// <summary>Runs within the group's transaction; again where that was taken back.</summary>
    /// <exception cref="SqliteFault">The database failed, and with it the whole group.</exception>
    /// <exception cref="UnguardedFailure">The group must be taken back.</exception>
    public abstract void Run(BookWriter writer);

    /// <summary>Tells the caller what came of it, once the group is durable.</summary>
    public abstract void Complete();

    public abstract void Fail(Exception error);
}

internal sealed class PendingWrite<T>(Func<BookWriter, T> write) : PendingWrite
{
    // The caller goes on elsewhere: the writer's thread must not run its code.
    private readonly TaskCompletionSource<T> _outcome = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private T? _result;
    private Exception? _error;

    public Task<T> Outcome => _outcome.Task;

    public override void Run(BookWriter writer)
    {
        try
        {
            (_result, _error) = (write(writer), null);
        }
        catch (Exception error) when (error is not (SqliteFault or UnguardedFailure))
        {
            _error = error;
        }
    }

    public override void Complete()
    {
        if (_error is null)
            _outcome.SetResult(_result!);
        else
            _outcome.SetException(_error);
    }

    public override void Fail(Exception error) => _outcome.TrySetException(error);
}
