using System.Collections.Concurrent;
using System.Collections.Immutable;
using System.Diagnostics;
using OrleansTrader.Grains.Books;
using OrleansTrader.Grains.Ports;
using OrleansTrader.Trading.Orders;

namespace OrleansTrader.Benchmarks.Fairness;

/// <summary>A journal that notes how long the quiet tenant's commits took.</summary>
internal sealed class TimedJournal(IJournal inner) : IJournal
{
    private const string Quiet = "account/quiet/";

    private ConcurrentBag<double> _took = [];

    public JournalHealth Health => inner.Health;

    /// <summary>The milliseconds since the last asking.</summary>
    public IReadOnlyCollection<double> Take() => Interlocked.Exchange(ref _took, []);

    public async ValueTask<CommitOutcome> Append(Commit commit)
    {
        var at = Stopwatch.GetTimestamp();
        var outcome = await inner.Append(commit);
        if (commit.Stream.StartsWith(Quiet, StringComparison.Ordinal))
            _took.Add(Stopwatch.GetElapsedTime(at).TotalMilliseconds);
        return outcome;
    }

    public ValueTask Write(ImmutableArray<ReadModelRow> rows) => inner.Write(rows);

    public ValueTask<ImmutableArray<StoredEvent>> Read(string stream, long afterVersion, int limit, CancellationToken cancellation) =>
        inner.Read(stream, afterVersion, limit, cancellation);

    public ValueTask<StoredSnapshot?> LatestSnapshot(string stream, CancellationToken cancellation) => inner.LatestSnapshot(stream, cancellation);

    public ValueTask<StoredCommand?> Find(string stream, CommandId command, CancellationToken cancellation) => inner.Find(stream, command, cancellation);

    public ValueTask<JournalVerification> Verify(CancellationToken cancellation) => inner.Verify(cancellation);

    public ValueTask<JournalDigest> Digest(CancellationToken cancellation) => inner.Digest(cancellation);
}
