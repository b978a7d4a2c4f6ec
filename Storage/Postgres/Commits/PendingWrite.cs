using System.Collections.Immutable;
using OrleansTrader.Grains.Books;
using OrleansTrader.Grains.Ports;

namespace OrleansTrader.Storage.Postgres.Commits;

/// <summary>A write that waits for its group commit, and its caller for the outcome: a commit, or rows alone.</summary>
internal sealed class PendingWrite
{
    // The caller goes on elsewhere: the writer must not run its code.
    private readonly TaskCompletionSource<CommitOutcome?> _outcome = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private JournalException? _error;

    public PendingWrite(Commit commit)
    {
        Commit = commit;
        Rows = commit.Rows;
    }

    public PendingWrite(ImmutableArray<ReadModelRow> rows) => Rows = rows;

    public Commit? Commit { get; }

    public ImmutableArray<ReadModelRow> Rows { get; }

    public Task<CommitOutcome?> Outcome => _outcome.Task;

    /// <summary>What the group's transaction made of it; told once that is durable.</summary>
    public CommitOutcome? Result { get; private set; }

    public void Done(CommitOutcome? result) => (Result, _error) = (result, null);

    /// <summary>It alone cannot be written.</summary>
    public void Refuse(JournalException error) => _error = error;

    public void Complete()
    {
        if (_error is null)
            _outcome.TrySetResult(Result);
        else
            _outcome.TrySetException(_error);
    }

    public void Fail(JournalException error) => _outcome.TrySetException(error);
}
