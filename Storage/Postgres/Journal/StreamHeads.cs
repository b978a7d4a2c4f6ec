using OrleansTrader.Grains.Ports;

namespace OrleansTrader.Storage.Postgres.Journal;

/// <summary>Where a stream ends, while its row is locked.</summary>
internal sealed class StreamHead(long id, string name, long version, byte[] hash)
{
    public long Id => id;

    public string Name => name;

    public long Version { get; private set; } = version;

    public byte[] Hash { get; private set; } = hash;

    public bool IsMoved { get; private set; }

    public void MoveTo(long newVersion, byte[] newHash) => (Version, Hash, IsMoved) = (newVersion, newHash, true);
}

/// <summary>The streams of a group commit, locked, and those of its commands that were carried out before or earlier in the group.</summary>
internal sealed record StreamHeads(
    Dictionary<string, StreamHead> Heads, Dictionary<(string Stream, string Command), CommitOutcome.Repeated> Repeats)
{
    /// <summary>What becomes of a commit without being written; null where it is to be written.</summary>
    public CommitOutcome? Foresee(Commit commit)
    {
        Heads.TryGetValue(commit.Stream, out var head);
        if (Repeats.TryGetValue((commit.Stream, commit.Command.Value), out var first))
            return first;
        var version = head?.Version ?? 0;
        return version == commit.ExpectedVersion ? null : new CommitOutcome.Conflict(version);
    }

    public void Remember(Commit commit, long version) =>
        Repeats[(commit.Stream, commit.Command.Value)] = new CommitOutcome.Repeated(commit.Result, version);
}
