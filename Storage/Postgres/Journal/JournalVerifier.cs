using System.Security.Cryptography;
using Npgsql;
using OrleansTrader.Grains.Ports;
using OrleansTrader.Storage.Chain;
using OrleansTrader.Storage.Files;
using OrleansTrader.Storage.Postgres.Commits;
using OrleansTrader.Storage.Postgres.Database;

namespace OrleansTrader.Storage.Postgres.Journal;

/// <summary>
/// Reads every writer's chain in the order of writing and recomputes every hash and signature, at one moment of the database. The first
/// thing that is wrong ends it.
/// </summary>
/// <param name="from">What is taken to be sound; nothing where one of the chains is not the database's.</param>
internal sealed class JournalVerifier(NpgsqlConnection connection, SigningKey key, IReadOnlyList<CheckedChain> from, CancellationToken cancellation)
{
    /// <summary>Most group commits that are loaded at once.</summary>
    private const int GroupsMax = 64;

    /// <summary>A question over all rows takes as long as it takes.</summary>
    private const int NoLimit = 0;

    private readonly CommitVerifier _verifier = new();
    private readonly List<CheckedChain> _reached = [];
    private bool _isWhole;
    private long _events;
    private long _commits;
    private long _groups;

    public async ValueTask<(JournalVerification Verification, IReadOnlyList<CheckedChain> Reached, bool IsWhole)> Verify(IReadOnlyList<WriterHead> noted)
    {
        _isWhole = from.Count == 0 || !await KnowsAll();
        var finding = await FindInWriters(noted) ?? (_isWhole ? await FindStray() : null) ?? await FindWrongEnd() ?? await FindInSnapshots();
        return (new JournalVerification(_events, _commits, _groups, finding), _reached, _isWhole);
    }

    private async Task<bool> KnowsAll()
    {
        foreach (var chain in from)
        {
            var stored = await PostgresDatabase.All(
                connection, new Query("SELECT signature FROM groups WHERE writer = $1 AND number = $2").Add(chain.Writer).Add(chain.Group), static row => row.Bytes(), cancellation);
            if (stored.Count == 0 || !stored[0].AsSpan().SequenceEqual(chain.Signature))
                return false;
        }

        return true;
    }

    private async Task<JournalFinding?> FindInWriters(IReadOnlyList<WriterHead> noted)
    {
        var writers = await PostgresDatabase.All(
            connection, new Query("SELECT DISTINCT writer FROM groups UNION SELECT DISTINCT writer FROM commits ORDER BY 1"), static row => row.Long(), cancellation);
        foreach (var writer in writers.Union(noted.Select(static head => head.Writer)).Order())
        {
            if (await FindInWriter(writer, noted.FirstOrDefault(head => head.Writer == writer)?.Group) is { } finding)
                return finding;
        }

        return null;
    }

    private async Task<JournalFinding?> FindInWriter(long writer, GroupHead? noted)
    {
        using var signer = new GroupSigner(key.Bytes);
        var start = (_isWhole ? null : from.FirstOrDefault(chain => chain.Writer == writer)) ?? CheckedChain.None(writer);
        var (signature, lastCommit, lastGroup) = (start.Signature, start.LastCommit, start.Group);
        while (await LoadGroups(writer, lastGroup) is { Count: > 0 } groups)
        {
            var commits = (await StoredCommit.Load(connection, writer, groups[0].Record.First, groups[^1].Record.Last, cancellation))
                .ToDictionary(static commit => commit.Record.Number);
            foreach (var (group, groupKey, stored) in groups)
            {
                if (group.Number != lastGroup + 1 || group.First != lastCommit + 1 || group.Last < group.First)
                    return Broken($"group commit {lastGroup + 1} of writer {writer} is missing or does not begin at commit {lastCommit + 1}");
                if (await FindInGroup(writer, group, commits, signer) is { } finding)
                    return finding;
                if (Unsigned(writer, group, groupKey, signer.Sign(signature, group), stored) is { } unsigned)
                    return unsigned;
                if (noted?.Number == group.Number && !noted.Signature.AsSpan().SequenceEqual(stored))
                    return Foreign($"group commit {group.Number} of writer {writer} is not the one noted in its head file");
                (signature, lastCommit, lastGroup) = (stored, group.Last, group.Number);
                _groups++;
            }
        }

        if (noted is not null && noted.Number > lastGroup)
        {
            return new JournalFinding(
                JournalDefect.CutTail, string.Empty, 0, $"writer {writer} ends at group commit {lastGroup}, but {noted.Number} was written");
        }

        if (lastGroup > 0)
            _reached.Add(new CheckedChain(writer, lastGroup, signature, lastCommit, 0));
        var beyond = await Number(new Query("SELECT count(*) FROM commits WHERE writer = $1 AND number > $2").Add(writer).Add(lastCommit));
        return beyond == 0 ? null : Broken($"{beyond} commits of writer {writer} follow commit {lastCommit}, but no group commit has them");
    }

    private async Task<JournalFinding?> FindInGroup(long writer, GroupRecord group, Dictionary<long, StoredCommit> commits, GroupSigner signer)
    {
        for (var number = group.First; number <= group.Last; number++)
        {
            if (!commits.TryGetValue(number, out var commit))
                return new JournalFinding(JournalDefect.AlteredCommit, string.Empty, 0, $"commit {number} of group commit {group.Number} of writer {writer} is gone");
            if (await _verifier.Find(commit, Continues) is { } finding)
                return finding;
            signer.Add(commit.Hash);
            _commits++;
            _events += commit.Record.VersionAfter - commit.Record.VersionBefore;
        }

        return null;
    }

    private ValueTask<List<(GroupRecord Record, string Key, byte[] Signature)>> LoadGroups(long writer, long after) => PostgresDatabase.All(
        connection, new Query("SELECT number, at, first, last, key, signature FROM groups WHERE writer = $1 AND number > $2 ORDER BY number LIMIT $3")
            .Add(writer).Add(after).Add(GroupsMax),
        static row => (new GroupRecord(row.Long(), row.Long(), row.Long(), row.Long()), row.Text(), row.Bytes()), cancellation);

    private JournalFinding? Unsigned(long writer, GroupRecord group, string groupKey, byte[] computed, byte[] stored) =>
        CryptographicOperations.FixedTimeEquals(computed, stored) && string.Equals(groupKey, key.Fingerprint, StringComparison.Ordinal)
            ? null
            : Foreign($"group commit {group.Number} of writer {writer} (commits {group.First} to {group.Last}) by key {groupKey} is not signed with this journal's key {key.Fingerprint}");

    /// <summary>An event that no commit speaks of.</summary>
    private async Task<JournalFinding?> FindStray()
    {
        var strays = await PostgresDatabase.All(
            connection,
            new Query(
                "SELECT coalesce(s.name, ''), e.version FROM events e LEFT JOIN streams s ON s.id = e.stream LEFT JOIN commits c ON c.writer = e.writer "
                + "AND c.number = e.number AND c.stream = e.stream AND e.version > c.version_before AND e.version <= c.version_after "
                + "WHERE c.number IS NULL ORDER BY 1, 2 LIMIT 1"),
            static row => new JournalFinding(JournalDefect.MissingVersion, row.Text(), row.Long(), "no commit speaks of this event"), cancellation, NoLimit);
        return strays.Count > 0 ? strays[0] : null;
    }

    /// <summary>A stream whose end is not where its events end.</summary>
    private async Task<JournalFinding?> FindWrongEnd()
    {
        var ends = await PostgresDatabase.All(
            connection,
            new Query(
                "SELECT s.name, s.version FROM streams s LEFT JOIN LATERAL (SELECT version, hash FROM events WHERE stream = s.id ORDER BY version DESC LIMIT 1) e ON true "
                + "WHERE s.version <> coalesce(e.version, 0) OR s.hash IS DISTINCT FROM e.hash ORDER BY s.name LIMIT 1"),
            static row => new JournalFinding(JournalDefect.BrokenChain, row.Text(), row.Long(), "the stream's end is not where its events end"), cancellation, NoLimit);
        return ends.Count > 0 ? ends[0] : null;
    }

    private async Task<JournalFinding?> FindInSnapshots()
    {
        var altered = await PostgresDatabase.All(
            connection,
            new Query(
                "SELECT coalesce(s.name, ''), p.version FROM snapshots p LEFT JOIN streams s ON s.id = p.stream LEFT JOIN commits c ON c.writer = p.writer "
                + "AND c.number = p.number AND c.stream = p.stream AND c.version_after = p.version "
                + "WHERE sha256(p.state) IS DISTINCT FROM c.snapshot_hash ORDER BY 1 LIMIT 1"),
            static row => new JournalFinding(JournalDefect.AlteredSnapshot, row.Text(), row.Long(), "the snapshot is not the state that was written"), cancellation, NoLimit);
        return altered.Count > 0 ? altered[0] : null;
    }

    private async Task<bool?> Continues(StoredCommit commit, JournalHash hash)
    {
        var version = commit.Record.VersionAfter + 1;
        var next = await PostgresDatabase.All(
            connection, new Query("SELECT payload, hash FROM events WHERE stream = $1 AND version = $2").Add(commit.Stream).Add(version),
            row => hash.Event(commit.Events[^1].Hash, version, row.Bytes()).AsSpan().SequenceEqual(row.Bytes()), cancellation);
        return next.Count == 0 ? null : next[0];
    }

    private async Task<long> Number(Query query) => (await PostgresDatabase.All(connection, query, static row => row.Long(), cancellation))[0];

    private static JournalFinding Broken(string detail) => new(JournalDefect.BrokenGroup, string.Empty, 0, detail);

    private static JournalFinding Foreign(string detail) => new(JournalDefect.ForeignSignature, string.Empty, 0, detail);
}
