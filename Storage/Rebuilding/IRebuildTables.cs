using OrleansTrader.Grains.Accounts;
using OrleansTrader.Grains.Alerts;
using OrleansTrader.Grains.Books;
using OrleansTrader.Grains.Symbols;

namespace OrleansTrader.Storage.Rebuilding;

/// <summary>A commit of the journal that has events; these are read apart.</summary>
internal sealed record JournaledCommit(string Stream, DateTimeOffset At, long VersionBefore, long VersionAfter);

/// <summary>What a rebuild asks of a store: everything from <see cref="Begin"/> to <see cref="Commit"/> is one transaction.</summary>
internal interface IRebuildTables : IAsyncDisposable
{
    /// <summary>Begins, and keeps everybody else from writing.</summary>
    /// <exception cref="Grains.Ports.JournalException">Somebody else writes to these books.</exception>
    ValueTask Begin(string streamsBegin, CancellationToken cancellation);

    /// <summary>Rows of a table.</summary>
    ValueTask<long> Count(string table, CancellationToken cancellation);

    /// <summary>Streams that have commits with events, and these commits.</summary>
    ValueTask<(long Streams, long Commits)> CountJournal(string streamsBegin, CancellationToken cancellation);

    /// <summary>In the order of writing, as far as it is known; those of one stream may come in another order than that of their versions.</summary>
    IAsyncEnumerable<JournaledCommit> Commits(string streamsBegin, CancellationToken cancellation);

    ValueTask<List<PositionRow>> Positions(CancellationToken cancellation);

    ValueTask<List<TriggerSetRow>> TriggerSets(CancellationToken cancellation);

    IAsyncEnumerable<AlertRow> Alerts(CancellationToken cancellation);

    /// <summary>Empties the tables that follow from the journal alone, trigger sets apart.</summary>
    ValueTask Empty(CancellationToken cancellation);

    /// <summary>Writes rows as the journal's transactions do.</summary>
    ValueTask Write(IReadOnlyCollection<ReadModelRow> rows, CancellationToken cancellation);

    /// <summary>Of these instants of accounts, those for which there is no equity row.</summary>
    ValueTask<long> CountMissing(IReadOnlyCollection<EquityRow> points, CancellationToken cancellation);

    ValueTask Delete(IReadOnlyCollection<TriggerSetRow> sets, CancellationToken cancellation);

    /// <summary>Numbers alerts anew by their instants: lists run from the newest to the oldest.</summary>
    ValueTask SortAlerts(CancellationToken cancellation);

    ValueTask Commit(CancellationToken cancellation);
}
