using System.Collections.Immutable;
using OrleansTrader.Grains.Books;
using OrleansTrader.Grains.Ports;
using OrleansTrader.Storage.Files;
using OrleansTrader.Storage.Sqlite.Database;
using OrleansTrader.Storage.Sqlite.Journal;

namespace OrleansTrader.Storage.Sqlite.Commits;

/// <summary>How writes reach the writer and reads a connection: with group commits, or behind the caller's back.</summary>
internal interface IBooks : IAsyncDisposable
{
    /// <summary>Why nothing can be written any more; null while all is well.</summary>
    string? Fault { get; }

    /// <summary>Writes that wait for a group commit.</summary>
    int Waiting { get; }

    /// <summary>The last group commit.</summary>
    GroupHead Head { get; }

    ValueTask<CommitOutcome> Append(Commit commit);

    /// <summary>Writes all rows or none.</summary>
    ValueTask Write(ImmutableArray<ReadModelRow> rows);

    /// <summary>Runs a write within a group commit; it guards itself against failing half-way.</summary>
    ValueTask<T> Write<T>(Func<BookWriter, T> write);

    /// <summary>Ends a group commit that is held open, so that readers find whole groups only.</summary>
    void Settle();

    ValueTask<T> Read<T>(Func<SqliteDatabase, T> read, CancellationToken cancellation);
}
