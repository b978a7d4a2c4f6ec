namespace Orleans.Runtime;

/// <summary>FNV-1a over bytes with a final mix: the same in every process, unlike <see cref="string.GetHashCode()"/>.</summary>
internal static class KeyHash
{
    private const uint Offset = 2166136261;
    private const uint Prime = 16777619;

    public static int Of(ReadOnlySpan<byte> bytes)
    {
        var hash = Offset;
        foreach (var b in bytes) hash = unchecked((hash ^ b) * Prime);
        unchecked
        {
            hash ^= hash >> 16;
            hash *= 0x7feb352d;
            hash ^= hash >> 15;
            return (int)hash;
        }
    }
}
