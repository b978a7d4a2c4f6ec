using OrleansTrader.Grains.Ports;
using OrleansTrader.Storage.Chain;

namespace OrleansTrader.Storage.Postgres.Journal;

/// <summary>Recomputes one commit with its events.</summary>
internal sealed class CommitVerifier
{
    private readonly JournalHash _hash = new();

    /// <param name="continues">
    /// Whether the event after a version was built on its stored hash; null where there is none. Asked only where something is wrong.
    /// </param>
    public async Task<JournalFinding?> Find(StoredCommit commit, Func<StoredCommit, JournalHash, Task<bool?>> continues)
    {
        var record = commit.Record;
        var previous = record.VersionBefore == 0 ? _hash.Genesis(record.Stream) : null;
        var own = new List<StoredPayload>();
        foreach (var stored in commit.Events)
        {
            if (stored.Version == record.VersionBefore)
                previous = stored.Hash;
            else
                own.Add(stored);
        }

        if (FindMissing(commit, own, previous) is { } missing)
            return missing;
        var isGenuine = CommitHash(commit, own.Select(static stored => stored.Hash)).AsSpan().SequenceEqual(commit.Hash);
        for (var i = 0; i < own.Count; i++)
        {
            if (own[i].Payload is { } payload)
            {
                var computed = _hash.Event(previous!, own[i].Version, payload);
                if (!computed.AsSpan().SequenceEqual(own[i].Hash))
                    return isGenuine ? Altered(commit, own[i].Version) : Broken(commit, own, i, computed);
            }

            previous = own[i].Hash;
        }

        if (isGenuine)
            return null;
        return own.Count > 0 && await continues(commit, _hash) is false
            ? Finding(commit, JournalDefect.BrokenChain, record.VersionBefore + 1, "it was rewritten with its hash: neither its commit nor what comes after it was built on that hash")
            : Finding(commit, JournalDefect.AlteredCommit, record.VersionAfter, $"the record of command {record.Command} is not what was written");
    }

    private static JournalFinding? FindMissing(StoredCommit commit, List<StoredPayload> own, byte[]? previous)
    {
        var record = commit.Record;
        if (previous is null && record.VersionAfter > record.VersionBefore)
            return Finding(commit, JournalDefect.MissingVersion, record.VersionBefore, "the event before it is gone");
        for (var version = record.VersionBefore + 1; version <= record.VersionAfter; version++)
        {
            var i = (int)(version - record.VersionBefore - 1);
            if (i >= own.Count || own[i].Version != version)
                return Finding(commit, JournalDefect.MissingVersion, version, $"command {record.Command} wrote up to version {record.VersionAfter}, event {version} is gone");
            if (own[i].Writer != commit.Writer || own[i].Number != record.Number)
                return Finding(commit, JournalDefect.AlteredCommit, version, "the event is said to be of another commit");
        }

        return null;
    }

    private byte[] CommitHash(StoredCommit commit, IEnumerable<byte[]> hashes) =>
        _hash.Commit(commit.Record, hashes.ToArray(), commit.Result, commit.SnapshotHash);

    /// <summary>The commit was built on the stored hashes, so these are genuine and the bytes are not.</summary>
    private static JournalFinding Altered(StoredCommit commit, long version) =>
        Finding(commit, JournalDefect.AlteredPayload, version, "its bytes do not have the hash that they had when they were written");

    /// <summary>The commit was built on other hashes than the stored: on this one's right hash, or on others before it.</summary>
    private JournalFinding Broken(StoredCommit commit, List<StoredPayload> own, int index, byte[] computed)
    {
        var hashes = own.ConvertAll(static stored => stored.Hash);
        hashes[index] = computed;
        var version = own[index].Version;
        return index == 0 || CommitHash(commit, hashes).AsSpan().SequenceEqual(commit.Hash)
            ? Finding(commit, JournalDefect.BrokenChain, version, "its stored hash does not follow from its bytes and the events before it")
            : Finding(commit, JournalDefect.BrokenChain, own[0].Version, $"events from here to {version - 1} were rewritten with their hashes: event {version} was built on others");
    }

    private static JournalFinding Finding(StoredCommit commit, JournalDefect defect, long version, string detail) =>
        new(defect, commit.Record.Stream, version, detail);
}
