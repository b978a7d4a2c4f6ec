using System.Collections.Immutable;
using OrleansTrader.Grains.Books;
using OrleansTrader.Trading.Orders;

namespace OrleansTrader.Grains.Ports;

/// <summary>
/// The books' paper: append-only streams of encoded events, each command at most once, with the read model in the same transaction.
/// Commits of many streams share a group commit; a conflict fails only its caller. In virtual time every call completes before it returns.
/// </summary>
/// <remarks>
/// A fault of the disk throws <see cref="JournalException"/> to every caller of the group and to all who write later: the outcome of
/// the failed group is unknown until the journal is opened again and the command is repeated with its id.
/// </remarks>
public interface IJournal
{
    /// <summary>Most events that one <see cref="Read"/> returns.</summary>
    const int ReadMax = 5_000;

    /// <summary>Writes one commit. Returns when it is durable. Cannot be cancelled: once asked for, it is carried out.</summary>
    /// <exception cref="JournalException">A commit out of its bounds, a row that cannot be stored, or a faulted journal.</exception>
    ValueTask<CommitOutcome> Append(Commit commit);

    /// <summary>Writes rows that follow from no event (equity each minute, last durable quote, decisions) with the next group commit.</summary>
    /// <exception cref="JournalException">A row that cannot be stored, or a faulted journal.</exception>
    ValueTask Write(ImmutableArray<ReadModelRow> rows);

    /// <summary>
    /// At most <paramref name="limit"/> (up to <see cref="ReadMax"/>) events with a version above <paramref name="afterVersion"/>,
    /// ascending; empty at the stream's end. Each is checked against its hash.
    /// </summary>
    /// <exception cref="JournalException">An event that differs from what was written.</exception>
    ValueTask<ImmutableArray<StoredEvent>> Read(string stream, long afterVersion, int limit, CancellationToken cancellation);

    /// <summary>The latest snapshot of a stream; null where there is none.</summary>
    /// <exception cref="JournalException">A snapshot that differs from what was written.</exception>
    ValueTask<StoredSnapshot?> LatestSnapshot(string stream, CancellationToken cancellation);

    /// <summary>What became of a command; null where it was never carried out.</summary>
    ValueTask<StoredCommand?> Find(string stream, CommandId command, CancellationToken cancellation);

    /// <summary>
    /// Reads the whole journal and recomputes every hash; stops at the first thing that is wrong.
    /// </summary>
    ValueTask<JournalVerification> Verify(CancellationToken cancellation);

    /// <summary>
    /// SHA-256 over all streams in ordinal order of their names: the name, the number of events, each event's hash. The same for the
    /// same content, whatever the machine, the order in which streams were written, and the bounds of group commits.
    /// </summary>
    ValueTask<JournalDigest> Digest(CancellationToken cancellation);

    /// <summary>How the journal is; never waits.</summary>
    JournalHealth Health { get; }
}

/// <param name="Sha256">Lower-case hexadecimal, 64 characters.</param>
public sealed record JournalDigest(string Sha256, long Streams, long Events);

/// <param name="Fault">Why nothing can be written any more, in one line; null while all is well.</param>
/// <param name="Waiting">Writes that wait for a group commit.</param>
/// <param name="Groups">Group commits since the journal began.</param>
/// <param name="Head">The last group commit's signature, lower-case hexadecimal; empty for a new journal.</param>
public sealed record JournalHealth(string? Fault, int Waiting, long Groups, string Head)
{
    public bool IsFaulted => Fault is not null;
}

/// <summary>A fault of the journal that a person has to read: one line with what, where and the remedy.</summary>
public sealed class JournalException : Exception
{
    public JournalException(string message) : base(message)
    {
    }

    public JournalException(string message, Exception inner) : base(message, inner)
    {
    }
}
