namespace OrleansTrader.Storage.Sqlite;

/// <summary>When a write is done.</summary>
public enum CommitMode
{
    /// <summary>Once its group commit is on the disk: for real time.</summary>
    Group,

    /// <summary>
    /// When the call returns its outcome is certain, and every later read sees it; it is written soon after, and on the disk when the
    /// store is closed: for virtual time.
    /// </summary>
    Behind,
}

public sealed record SqliteStoreOptions
{
    /// <summary>Where database, key and head lie; created where absent. Null for a temporary one that is deleted at the end.</summary>
    public string? DataDirectory { get; init; }

    /// <summary>Where archive files lie; null for <c>archive</c> in the data directory.</summary>
    public string? ArchiveDirectory { get; init; }

    public CommitMode Mode { get; init; } = CommitMode.Group;

    /// <summary>Most writes that wait; a further one waits for room.</summary>
    public int QueueWritesMax { get; init; } = 8_192;

    /// <summary>Most writes of one group commit.</summary>
    public int GroupWritesMax { get; init; } = 2_048;

    /// <summary>Most queries at a time.</summary>
    public int ReadersMax { get; init; } = 4;

    /// <summary>Most pages of 4 KiB that the database may grow to; 0 for as many as the disk holds.</summary>
    public long DatabasePagesMax { get; init; }
}
