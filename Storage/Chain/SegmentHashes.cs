namespace OrleansTrader.Storage.Chain;

/// <summary>Archived events of a stream: their hashes, one behind the other.</summary>
internal sealed record SegmentHashes(long Stream, long First, long Last, byte[] Hashes)
{
    public byte[]? Of(long version) => version >= First && version <= Last
        ? Hashes.AsSpan((int)(version - First) * JournalHash.Size, JournalHash.Size).ToArray()
        : null;
}
