using System.Text.Json;
using Orleans.Storage;
using OrleansTrader.Grains.Ports;
using OrleansTrader.Storage.Rebuilding;
using OrleansTrader.Storage.Retention;

namespace OrleansTrader.Storage;

/// <summary>The books in one place: journal and read model, and what grains and processes keep beside them.</summary>
public interface IStore : IAsyncDisposable
{
    IJournal Journal { get; }

    IReadModel ReadModel { get; }

    /// <summary>Keeps reminders beside the journal.</summary>
    IReminderTable ReminderTable { get; }

    ILeases Leases { get; }

    /// <summary>What is to be told outside.</summary>
    IOutbox Outbox { get; }

    /// <summary>The directory of this process's own files (key, head, logs), absolute.</summary>
    string DataDirectory { get; }

    /// <summary>Where the books lie, for messages: a directory, or host and database without user and password.</summary>
    string Place { get; }

    /// <summary>Keeps grain state beside the journal.</summary>
    /// <param name="json">How states are written: the contract's options.</param>
    IGrainStorage GrainStorage(JsonSerializerOptions json);

    /// <summary>Archives and deletes what a policy lets go. Safe beside all else; what was not reached is taken up the next time.</summary>
    /// <exception cref="JournalException">The store or the archive cannot be used; nothing that is not archived was deleted.</exception>
    ValueTask<RetentionReport> Retain(RetentionPolicy policy, DateTimeOffset now, CancellationToken cancellation);

    /// <summary>Empties the tables of the read model that follow from the journal and fills them from it; all of it is done, or nothing.</summary>
    /// <param name="history">What the journal's events mean.</param>
    /// <param name="progress">Told after each commit.</param>
    /// <exception cref="JournalException">A journal that is not sound, or others who write to these books. Nothing was changed.</exception>
    ValueTask<RebuildReport> Rebuild(IRowHistory history, IProgress<RebuildProgress>? progress, CancellationToken cancellation);

    /// <summary>Verifies the journal and remembers beside it, signed with its key, how far it is sound.</summary>
    /// <param name="all">Everything; else what was written since this directory's last check, where all streams end, and all snapshots.</param>
    /// <exception cref="JournalException">The store cannot be read, or the directory not be written.</exception>
    ValueTask<JournalCheck> Check(bool all, CancellationToken cancellation);
}

/// <param name="Verification">What was read, and the first thing that is wrong with it.</param>
/// <param name="IsWhole">Whether everything was read; else what an earlier check had found sound was not read again.</param>
public sealed record JournalCheck(JournalVerification Verification, bool IsWhole);
