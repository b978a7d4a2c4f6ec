using System.Security.Cryptography;
using OrleansTrader.Grains.Ports;
using OrleansTrader.Storage.Chain;
using OrleansTrader.Storage.Files;
using OrleansTrader.Storage.Sqlite.Database;

namespace OrleansTrader.Storage.Sqlite.Journal;

/// <summary>
/// Reads the journal in the order of writing and recomputes every hash and signature. The first thing that is wrong ends it: what
/// follows an alteration differs as well.
/// </summary>
internal sealed class JournalVerifier : IDisposable
{
    private readonly SqliteDatabase _database;
    private readonly SigningKey _key;
    private readonly GroupSigner _signer;
    private readonly SqliteStatement _commitRows;
    private readonly CommitVerifier _commits;
    private readonly CheckedChain _from;
    private readonly CancellationToken _cancellation;
    private bool _hasCommit;
    private long _groupCount;
    private CheckedChain _reached;

    private JournalVerifier(SqliteDatabase database, SigningKey key, CheckedChain from, CancellationToken cancellation)
    {
        _database = database;
        _key = key;
        _from = from;
        _reached = from;
        _groupCount = from.Group;
        _cancellation = cancellation;
        _signer = new GroupSigner(key.Bytes);
        _commits = new CommitVerifier(database, from);
        _commitRows = database.Prepare(CommitVerifier.CommitQuery);
        _commitRows.Start().Add(from.LastCommit);
    }

    /// <param name="from">What is taken to be sound; null or unknown to the database: nothing.</param>
    public static (JournalVerification Verification, CheckedChain Reached, bool IsWhole) Verify(
        SqliteDatabase database, SigningKey key, GroupHead? noted, CheckedChain? from, CancellationToken cancellation)
    {
        from = from is not null && Knows(database, from) ? from : CheckedChain.None(writer: 0);
        var isWhole = from.Group == 0;
        try
        {
            // One savepoint, so that all queries see the same moment.
            database.Prepared("SAVEPOINT verification").Run();
            try
            {
                using var verifier = new JournalVerifier(database, key, from, cancellation);
                var finding = (isWhole ? verifier.FindDamage() : null) ?? verifier.FindInGroups(noted) ?? verifier._commits.FindInSnapshots();
                var read = new JournalVerification(verifier._commits.EventCount, verifier._commits.CommitCount, verifier._groupCount - from.Group, finding);
                return (read, verifier._reached, isWhole);
            }
            finally
            {
                database.Prepared("RELEASE verification").Run();
            }
        }
        catch (SqliteFault fault) when (fault.IsDamage)
        {
            return (new JournalVerification(0, 0, 0, Damage(fault.Message)), from, isWhole);
        }
    }

    public void Dispose()
    {
        _commitRows.Dispose();
        _commits.Dispose();
        _signer.Dispose();
    }

    private static bool Knows(SqliteDatabase database, CheckedChain from) => database
        .Prepared("SELECT signature FROM groups WHERE number = ?").Add(from.Group).First(row => row.Blob().ToArray()) is { } signature
        && signature.AsSpan().SequenceEqual(from.Signature);

    private static JournalFinding Damage(string detail) => new(JournalDefect.DamagedFile, string.Empty, 0, detail);

    private JournalFinding? FindDamage()
    {
        var check = _database.Prepared("PRAGMA quick_check(1)").First(row => row.Text());
        return check is "ok" ? null : Damage(check ?? "the file cannot be checked");
    }

    private JournalFinding? FindInGroups(GroupHead? noted)
    {
        using var groups = _database.Prepare("SELECT number, at, first, last, writer, signature FROM groups WHERE number > ? ORDER BY number");
        groups.Start().Add(_from.Group);
        var (signature, last) = (_from.Signature, _from.LastCommit);
        _hasCommit = _commitRows.Step();
        while (groups.Step())
        {
            _cancellation.ThrowIfCancellationRequested();
            var group = new GroupRecord(groups.Long(), groups.Long(), groups.Long(), groups.Long());
            if (group.Number != _groupCount + 1 || group.First != last + 1 || group.Last < group.First)
                return BrokenGroup($"group commit {_groupCount + 1} is missing or does not begin at commit {last + 1}");
            var writer = groups.Text();
            if (FindInGroup(group) is { } finding)
                return finding;

            var stored = groups.Blob().ToArray();
            if (Unsigned(group, writer, _signer.Sign(signature, group), stored) is { } unsigned)
                return unsigned;
            if (noted?.Number == group.Number && !noted.Signature.AsSpan().SequenceEqual(stored))
                return new JournalFinding(JournalDefect.ForeignSignature, string.Empty, 0, $"group commit {group.Number} is not the one noted in journal.head");
            (signature, last) = (stored, group.Last);
            _groupCount = group.Number;
            _reached = new CheckedChain(_from.Writer, group.Number, stored, group.Last, _commits.LastEvent);
        }

        return FindAtEnd(noted, last);
    }

    private JournalFinding? FindInGroup(GroupRecord group)
    {
        for (var number = group.First; number <= group.Last; number++)
        {
            if (!_hasCommit || _commits.Load(_commitRows) != number)
                return new JournalFinding(JournalDefect.AlteredCommit, string.Empty, 0, $"commit {number} of group commit {group.Number} is gone");
            if (_commits.FindInCommit() is { } finding)
                return finding;
            _signer.Add(_commits.StoredHash);
            _hasCommit = _commitRows.Step();
        }

        return null;
    }

    private JournalFinding? Unsigned(GroupRecord group, string writer, byte[] computed, byte[] stored)
    {
        if (CryptographicOperations.FixedTimeEquals(computed, stored) && string.Equals(writer, _key.Fingerprint, StringComparison.Ordinal))
            return null;
        var commits = $"group commit {group.Number} (commits {group.First} to {group.Last}, the last of stream {_commits.Stream} at version {_commits.Version})";
        return new JournalFinding(
            JournalDefect.ForeignSignature, string.Empty, 0, $"{commits} by writer {writer} is not signed with this journal's key {_key.Fingerprint}");
    }

    private JournalFinding? FindAtEnd(GroupHead? noted, long last)
    {
        if (noted is not null && noted.Number > _groupCount)
        {
            return new JournalFinding(
                JournalDefect.CutTail, string.Empty, 0, $"the journal ends at group commit {_groupCount}, but {noted.Number} was written");
        }

        if (_hasCommit)
            return BrokenGroup($"commit {_commits.Load(_commitRows)} follows commit {last}, but no group commit has it");
        return _commits.FindStrayEvent();
    }

    private static JournalFinding BrokenGroup(string detail) => new(JournalDefect.BrokenGroup, string.Empty, 0, detail);
}
