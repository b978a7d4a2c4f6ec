using System.Buffers;
using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;

namespace OrleansTrader.Storage.Chain;

/// <summary>
/// The journal's hashes. An event's is <c>SHA-256(previous hash ‖ version ‖ payload)</c>, the first one's predecessor
/// <c>SHA-256("stream" ‖ name)</c>; a commit's covers its record, its events' hashes and its snapshot's. Numbers are eight bytes,
/// little-endian; texts and bytes of variable length carry their length in front.
/// </summary>
/// <remarks>Not safe for several threads: each user has its own.</remarks>
internal sealed class JournalHash
{
    public const int Size = 32;

    private readonly ArrayBufferWriter<byte> _buffer = new(4_096);

    public byte[] Genesis(string stream)
    {
        _buffer.ResetWrittenCount();
        _buffer.Write("stream"u8);
        Add(stream);
        return SHA256.HashData(_buffer.WrittenSpan);
    }

    public byte[] Event(ReadOnlySpan<byte> previous, long version, ReadOnlySpan<byte> payload)
    {
        _buffer.ResetWrittenCount();
        _buffer.Write(previous);
        Add(version);
        _buffer.Write(payload);
        return SHA256.HashData(_buffer.WrittenSpan);
    }

    public byte[] Commit(in CommitRecord commit, ReadOnlySpan<byte[]> eventHashes, ReadOnlySpan<byte> result, ReadOnlySpan<byte> snapshot)
    {
        _buffer.ResetWrittenCount();
        Add(commit.Number);
        Add(commit.Stream);
        Add(commit.Command);
        Add(commit.AtTicks);
        Add(commit.VersionBefore);
        Add(commit.VersionAfter);
        foreach (var hash in eventHashes)
            _buffer.Write(hash);
        Add(result);
        Add(snapshot);
        return SHA256.HashData(_buffer.WrittenSpan);
    }

    private void Add(long number)
    {
        BinaryPrimitives.WriteInt64LittleEndian(_buffer.GetSpan(sizeof(long)), number);
        _buffer.Advance(sizeof(long));
    }

    private void Add(string text)
    {
        Add(Encoding.UTF8.GetByteCount(text));
        Encoding.UTF8.GetBytes(text, _buffer);
    }

    private void Add(ReadOnlySpan<byte> bytes)
    {
        Add(bytes.Length);
        _buffer.Write(bytes);
    }
}

/// <summary>A row of <c>commits</c> without its bytes.</summary>
internal readonly record struct CommitRecord(
    long Number, string Stream, string Command, long AtTicks, long VersionBefore, long VersionAfter);
