using System.Buffers.Binary;
using System.Security.Cryptography;

namespace OrleansTrader.Storage.Chain;

/// <summary>
/// Signs group commits: <c>HMAC-SHA-256(key, previous signature ‖ number ‖ instant ‖ first ‖ last ‖ SHA-256 of the commits' hashes)</c>. Feed it
/// the commits' hashes, then <see cref="Sign"/>. The first group's predecessor is 32 zero bytes.
/// </summary>
internal sealed class GroupSigner : IDisposable
{
    private readonly IncrementalHash _commits = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
    private readonly byte[] _key;

    public GroupSigner(byte[] key) => _key = key;

    public static byte[] Genesis { get; } = new byte[JournalHash.Size];

    public void Add(ReadOnlySpan<byte> commitHash) => _commits.AppendData(commitHash);

    /// <summary>Forgets the commits' hashes since the last group.</summary>
    public void Clear() => _commits.GetHashAndReset(stackalloc byte[JournalHash.Size]);

    public byte[] Sign(ReadOnlySpan<byte> previous, GroupRecord group)
    {
        Span<byte> message = stackalloc byte[(2 * JournalHash.Size) + (4 * sizeof(long))];
        previous.CopyTo(message);
        var numbers = message[JournalHash.Size..];
        BinaryPrimitives.WriteInt64LittleEndian(numbers, group.Number);
        BinaryPrimitives.WriteInt64LittleEndian(numbers[8..], group.AtTicks);
        BinaryPrimitives.WriteInt64LittleEndian(numbers[16..], group.First);
        BinaryPrimitives.WriteInt64LittleEndian(numbers[24..], group.Last);
        _commits.GetHashAndReset(numbers[32..]);
        return HMACSHA256.HashData(_key, message);
    }

    public void Dispose() => _commits.Dispose();
}

/// <summary>A row of <c>groups</c> without its signature: the commits from <paramref name="First"/> to <paramref name="Last"/>.</summary>
internal readonly record struct GroupRecord(long Number, long AtTicks, long First, long Last);
