using OrleansTrader.Grains.Agents;
using OrleansTrader.Grains.Ports;
using OrleansTrader.Trading.Accounts;

namespace OrleansTrader.Storage.Retention;

internal sealed record NumberedRecord(long Row, DecisionRecordRow Record);

/// <summary>Events of a stream that lie below its snapshot and are old enough.</summary>
internal sealed record SealedEvents(long StreamId, string Stream, long First, long Last)
{
    /// <summary>No more than is read at once; the others are left for the next round.</summary>
    public SealedEvents Bounded => this with { Last = Math.Min(Last, First + IJournal.ReadMax - 1) };
}

/// <summary>What retention asks of a store.</summary>
internal interface IRetentionTables
{
    /// <summary>Most rows that one call returns or changes.</summary>
    const int RowsMax = 1_000;

    ValueTask<IReadOnlyList<TenantId>> RecordTenants(CancellationToken cancellation);

    /// <summary>A tenant's oldest records from before an instant or beyond the newest so many, oldest first; none from after <paramref name="young"/>.</summary>
    /// <param name="keep">Records that stay; 0 for any number.</param>
    ValueTask<IReadOnlyList<NumberedRecord>> OldRecords(
        TenantId tenant, DateTimeOffset before, int keep, DateTimeOffset young, CancellationToken cancellation);

    ValueTask DeleteRecords(IReadOnlyList<long> rows, CancellationToken cancellation);

    /// <summary>Records of all tenants after a row, ascending.</summary>
    ValueTask<IReadOnlyList<NumberedRecord>> RecordsAfter(long row, CancellationToken cancellation);

    /// <summary>Deletes pieces of text, while nobody adds any; those that records after a row name stay.</summary>
    ValueTask<int> DeleteParts(IReadOnlySet<string> hashes, long afterRow, CancellationToken cancellation);

    /// <summary>Sealed events of streams after one, by stream; each at most <see cref="IJournal.ReadMax"/>.</summary>
    ValueTask<IReadOnlyList<SealedEvents>> Sealed(long afterStream, DateTimeOffset before, int eventsMin, CancellationToken cancellation);

    /// <summary>Puts the hashes of archived events in their place.</summary>
    ValueTask Replace(SealedEvents events, ArchiveFile file, DateTimeOffset at, CancellationToken cancellation);

    /// <summary>Deletes equity rows and decisions from before an instant; returns how many.</summary>
    ValueTask<long> DropHistory(DateTimeOffset before, CancellationToken cancellation);
}
