using System.Collections.Immutable;
using OrleansTrader.Grains.Books;
using OrleansTrader.Grains.Ports;
using OrleansTrader.Trading.Orders;

namespace OrleansTrader.GrainsTests.Fixture;

/// <summary>A journal that can be told to fail, before or after it has written.</summary>
internal sealed class FaultyJournal(IJournal inner) : IJournal
{
    public int AppendsToFail { get; set; }

    /// <summary>Whether a failing append has written all the same.</summary>
    public bool WritesBeforeFailing { get; set; }

    public int Appends { get; private set; }

    /// <summary>Appends that still succeed before all fail; null for all.</summary>
    public int? AppendsLeft { get; set; }

    public List<Commit> Commits { get; } = [];

    /// <summary>While set, appends wait for it.</summary>
    public TaskCompletionSource? Hold { get; set; }

    public void Release()
    {
        Hold?.SetResult();
        Hold = null;
    }

    public async ValueTask<CommitOutcome> Append(Commit commit)
    {
        Appends++;
        if (Hold is { } hold)
            await hold.Task;
        if (AppendsLeft is { } left)
        {
            if (left == 0 && WritesBeforeFailing)
            {
                // The one that was under way when the process died.
                WritesBeforeFailing = false;
                await inner.Append(commit);
            }

            if (left == 0)
                throw new JournalException("the disk failed for good, as the test wished");
            AppendsLeft = left - 1;
        }

        if (AppendsToFail > 0)
        {
            AppendsToFail--;
            if (WritesBeforeFailing)
                await inner.Append(commit);
            throw new JournalException("the disk failed, as the test wished");
        }

        Commits.Add(commit);
        return await inner.Append(commit);
    }

    /// <summary>Writes of rows alone that fail from now on.</summary>
    public int WritesToFail { get; set; }

    public ValueTask Write(ImmutableArray<ReadModelRow> rows) => WritesToFail-- > 0
        ? throw new JournalException("the rows failed, as the test wished")
        : inner.Write(rows);

    public ValueTask<ImmutableArray<StoredEvent>> Read(string stream, long afterVersion, int limit, CancellationToken cancellation) =>
        inner.Read(stream, afterVersion, limit, cancellation);

    public ValueTask<StoredSnapshot?> LatestSnapshot(string stream, CancellationToken cancellation) => inner.LatestSnapshot(stream, cancellation);

    public ValueTask<StoredCommand?> Find(string stream, CommandId command, CancellationToken cancellation) => inner.Find(stream, command, cancellation);

    public ValueTask<JournalVerification> Verify(CancellationToken cancellation) => inner.Verify(cancellation);

    public ValueTask<JournalDigest> Digest(CancellationToken cancellation) => inner.Digest(cancellation);

    public JournalHealth Health => inner.Health;

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;
}
