using System.Buffers.Binary;
using System.Security.Cryptography;
using Microsoft.Win32.SafeHandles;
using OrleansTrader.Grains.Ports;
using OrleansTrader.Storage.Chain;

namespace OrleansTrader.Storage.Files;

/// <summary>The number and signature of a group commit that was durable when it was noted.</summary>
internal sealed record GroupHead(long Number, byte[] Signature)
{
    public static GroupHead Genesis { get; } = new(0, GroupSigner.Genesis);
}

/// <summary>
/// Remembers the last group commit outside the database, so that a database that lost its tail is known for it. Two slots are
/// written in turns, so that one is whole whenever the process stops. It is written after the commit and never runs ahead of it.
/// </summary>
internal sealed class HeadFile : IDisposable
{
    private const int SlotBytes = 512;
    private const int RecordBytes = sizeof(long) + JournalHash.Size;

    private readonly SafeFileHandle _file;
    private readonly string _path;
    private readonly byte[] _key;

    private HeadFile(SafeFileHandle file, string path, byte[] key)
    {
        _file = file;
        _path = path;
        _key = key;
    }

    /// <exception cref="JournalException">The file cannot be opened.</exception>
    public static HeadFile Open(string path, SigningKey key)
    {
        try
        {
            var file = File.OpenHandle(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.Read);
            return new HeadFile(file, path, key.Bytes);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw new JournalException($"'{path}' cannot be written: {error.Message}", error);
        }
    }

    /// <summary>The last head noted; null where none was.</summary>
    /// <exception cref="JournalException">A file that holds something else.</exception>
    public GroupHead? Read()
    {
        if (RandomAccess.GetLength(_file) == 0)
            return null;
        var (first, second) = (ReadSlot(0), ReadSlot(1));
        return (first, second) switch
        {
            ({ } one, { } other) => one.Number > other.Number ? one : other,
            ({ } one, null) => one,
            (null, { } other) => other,
            _ => throw new JournalException(
                $"'{_path}' is damaged or signed with another key: restore it from a backup, or delete it to give up knowing whether the tail was cut"),
        };
    }

    public void Write(GroupHead head)
    {
        Span<byte> slot = stackalloc byte[RecordBytes + JournalHash.Size];
        BinaryPrimitives.WriteInt64LittleEndian(slot, head.Number);
        head.Signature.CopyTo(slot[sizeof(long)..]);
        HMACSHA256.HashData(_key, slot[..RecordBytes], slot[RecordBytes..]);
        RandomAccess.Write(_file, slot, head.Number % 2 * SlotBytes);
    }

    public void Flush() => RandomAccess.FlushToDisk(_file);

    public void Dispose() => _file.Dispose();

    private GroupHead? ReadSlot(int index)
    {
        Span<byte> slot = stackalloc byte[RecordBytes + JournalHash.Size];
        if (RandomAccess.Read(_file, slot, index * SlotBytes) < slot.Length)
            return null;
        Span<byte> expected = stackalloc byte[JournalHash.Size];
        HMACSHA256.HashData(_key, slot[..RecordBytes], expected);
        return CryptographicOperations.FixedTimeEquals(expected, slot[RecordBytes..])
            ? new GroupHead(BinaryPrimitives.ReadInt64LittleEndian(slot), slot[sizeof(long)..RecordBytes].ToArray())
            : null;
    }
}
