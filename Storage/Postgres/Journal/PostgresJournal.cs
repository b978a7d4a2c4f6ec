using System.Collections.Immutable;
using OrleansTrader.Grains.Books;
using OrleansTrader.Grains.Ports;
using OrleansTrader.Storage.Files;
using OrleansTrader.Storage.Postgres.Commits;
using OrleansTrader.Storage.Postgres.Database;
using OrleansTrader.Storage.Retention;
using OrleansTrader.Trading.Orders;

namespace OrleansTrader.Storage.Postgres.Journal;

internal sealed class PostgresJournal(PostgresDatabase database, GroupCommits groups, HeadFiles heads, SigningKey key, CheckedFile checkedFile, string archiveDirectory) : IJournal
{
    public JournalHealth Health
    {
        get
        {
            var head = groups.Head.Group;
            return new JournalHealth(
                groups.Fault, groups.Waiting, head.Number, head.Number == 0 ? string.Empty : Convert.ToHexStringLower(head.Signature));
        }
    }

    public ValueTask<CommitOutcome> Append(Commit commit)
    {
        WriteBounds.Check(commit);
        return groups.Append(commit);
    }

    public async ValueTask Write(ImmutableArray<ReadModelRow> rows)
    {
        if (rows.IsDefaultOrEmpty)
            return;
        WriteBounds.Check(rows);
        await groups.Write(rows);
    }

    public async ValueTask<ImmutableArray<StoredEvent>> Read(string stream, long afterVersion, int limit, CancellationToken cancellation)
    {
        var take = Math.Clamp(limit, 1, IJournal.ReadMax);
        var events = await EventReader.Read(database, stream, afterVersion, take, cancellation);
        if (!events.IsEmpty && events[0].Version == Math.Max(afterVersion, 0) + 1)
            return events;
        return await Segments.FileOf(database, stream, Math.Max(afterVersion, 0) + 1, cancellation) is { } file
            ? [.. (await EventArchive.Read(archiveDirectory, file, cancellation)).Where(stored => stored.Version > afterVersion).Take(take)]
            : events;
    }

    public ValueTask<StoredSnapshot?> LatestSnapshot(string stream, CancellationToken cancellation) =>
        EventReader.LatestSnapshot(database, stream, cancellation);

    public ValueTask<StoredCommand?> Find(string stream, CommandId command, CancellationToken cancellation) =>
        EventReader.Find(database, stream, command, cancellation);

    public async ValueTask<JournalVerification> Verify(CancellationToken cancellation) => (await VerifyFrom([], cancellation)).Verification;

    /// <inheritdoc cref="IStore.Check"/>
    public async ValueTask<JournalCheck> Check(bool all, CancellationToken cancellation)
    {
        var (verification, reached, isWhole) = await VerifyFrom(all ? [] : checkedFile.Read(), cancellation);
        checkedFile.Note(verification, reached, isWhole);
        return new JournalCheck(verification, isWhole);
    }

    public ValueTask<JournalDigest> Digest(CancellationToken cancellation) =>
        database.AtOneMoment(connection => JournalDigester.Digest(connection, cancellation), cancellation);

    private ValueTask<(JournalVerification Verification, IReadOnlyList<CheckedChain> Reached, bool IsWhole)> VerifyFrom(
        IReadOnlyList<CheckedChain> from, CancellationToken cancellation)
    {
        // Read before the database is: the journal may grow meanwhile, and never ends before this.
        var noted = heads.Read();
        return database.AtOneMoment(connection => new JournalVerifier(connection, key, from, cancellation).Verify(noted), cancellation);
    }
}
