using System.Collections.Immutable;
using OrleansTrader.Grains.Books;
using OrleansTrader.Grains.Ports;
using OrleansTrader.Storage.Files;
using OrleansTrader.Storage.Retention;
using OrleansTrader.Storage.Sqlite.Commits;
using OrleansTrader.Trading.Orders;

namespace OrleansTrader.Storage.Sqlite.Journal;

internal sealed class SqliteJournal(IBooks books, HeadFile headFile, SigningKey key, CheckedFile checkedFile, string archiveDirectory) : IJournal
{
    public JournalHealth Health
    {
        get
        {
            var head = books.Head;
            return new JournalHealth(
                books.Fault, books.Waiting, head.Number, head.Number == 0 ? string.Empty : Convert.ToHexStringLower(head.Signature));
        }
    }

    public ValueTask<CommitOutcome> Append(Commit commit)
    {
        WriteBounds.Check(commit);
        return books.Append(commit);
    }

    public async ValueTask Write(ImmutableArray<ReadModelRow> rows)
    {
        if (rows.IsDefaultOrEmpty)
            return;
        WriteBounds.Check(rows);
        await books.Write(rows);
    }

    public async ValueTask<ImmutableArray<StoredEvent>> Read(string stream, long afterVersion, int limit, CancellationToken cancellation)
    {
        var take = Math.Clamp(limit, 1, IJournal.ReadMax);
        if (await books.Read(database => new Segments(database).FileOf(stream, Math.Max(afterVersion, 0) + 1), cancellation) is { } file)
            return [.. (await EventArchive.Read(archiveDirectory, file, cancellation)).Where(stored => stored.Version > afterVersion).Take(take)];
        return await books.Read(database => new EventReader(database).Read(stream, afterVersion, take), cancellation);
    }

    public ValueTask<StoredSnapshot?> LatestSnapshot(string stream, CancellationToken cancellation) =>
        books.Read(database => new EventReader(database).LatestSnapshot(stream), cancellation);

    public ValueTask<StoredCommand?> Find(string stream, CommandId command, CancellationToken cancellation) =>
        books.Read(database => new EventReader(database).Find(stream, command), cancellation);

    public async ValueTask<JournalVerification> Verify(CancellationToken cancellation) => (await VerifyFrom(from: null, cancellation)).Verification;

    /// <inheritdoc cref="IStore.Check"/>
    public async ValueTask<JournalCheck> Check(bool all, CancellationToken cancellation)
    {
        var (verification, reached, isWhole) = await VerifyFrom(all ? null : checkedFile.Read().FirstOrDefault(), cancellation);
        checkedFile.Note(verification, [reached], isWhole);
        return new JournalCheck(verification, isWhole);
    }

    public ValueTask<JournalDigest> Digest(CancellationToken cancellation) =>
        books.Read(database => JournalDigester.Digest(database, cancellation), cancellation);

    private ValueTask<(JournalVerification Verification, CheckedChain Reached, bool IsWhole)> VerifyFrom(CheckedChain? from, CancellationToken cancellation)
    {
        books.Settle();

        // Read before the database is: the journal may grow meanwhile, and never ends before this.
        var noted = headFile.Read();
        return books.Read(database => JournalVerifier.Verify(database, key, noted, from, cancellation), cancellation);
    }
}
