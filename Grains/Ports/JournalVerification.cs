namespace OrleansTrader.Grains.Ports;

/// <summary>What a verification found wrong.</summary>
public enum JournalDefect
{
    /// <summary>An event's bytes are not those that were hashed when it was written.</summary>
    AlteredPayload,

    /// <summary>An event's stored hash does not continue the stream's chain.</summary>
    BrokenChain,

    /// <summary>A stream lacks an event that a commit speaks of, or has one that none does.</summary>
    MissingVersion,

    /// <summary>A command's record (id, instant, versions, result) is not what was written, or is gone.</summary>
    AlteredCommit,

    /// <summary>A group commit's record is gone or does not follow its predecessor.</summary>
    BrokenGroup,

    /// <summary>A group commit was signed with another key than this journal's: somebody else wrote it.</summary>
    ForeignSignature,

    /// <summary>The journal ends before the last group commit that was recorded beside it.</summary>
    CutTail,

    /// <summary>A snapshot is not the state that was written.</summary>
    AlteredSnapshot,

    /// <summary>The database file itself is damaged.</summary>
    DamagedFile,
}

/// <param name="Stream">The stream of the first bad event or commit; empty where the defect is not of one stream.</param>
/// <param name="Version">The first bad event's version; 0 where the defect is not of one event.</param>
/// <param name="Detail">What differs and where, in one line.</param>
public sealed record JournalFinding(JournalDefect Defect, string Stream, long Version, string Detail)
{
    public override string ToString() => Stream.Length == 0
        ? $"{Defect}: {Detail}"
        : $"{Defect} in stream {Stream} at version {Version}: {Detail}";
}

/// <param name="First">The first thing that is wrong; null for a sound journal.</param>
public sealed record JournalVerification(long Events, long Commits, long Groups, JournalFinding? First)
{
    public bool IsSound => First is null;
}
