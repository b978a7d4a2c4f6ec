using System.Collections.Immutable;
using OrleansTrader.Grains.Books;
using OrleansTrader.Grains.Symbols;

namespace OrleansTrader.Grains.Ports;

/// <summary>
/// Rows of the read model worked out again from the journal alone. It is told every commit of its streams once, those of one stream from the
/// first on in the order of their versions. Of one thread.
/// </summary>
public interface IRowHistory
{
    /// <summary>How the names of its streams begin.</summary>
    string StreamsBegin { get; }

    /// <summary>
    /// The rows that a commit's events meant, but for trigger sets. What depends on the market of that moment (equity and liquidation prices of
    /// accounts that held something) is told at the marks that the journal knew.
    /// </summary>
    /// <exception cref="JournalException">Events of something else, or a symbol that nobody knows any more.</exception>
    ValueTask<ImmutableArray<ReadModelRow>> Next(string stream, DateTimeOffset at, ImmutableArray<StoredEvent> events, CancellationToken cancellation);

    /// <summary>What accounts wait for after all they were told; empty sets are left out.</summary>
    ImmutableArray<TriggerSetRow> TriggerSets();
}
