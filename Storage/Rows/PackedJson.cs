using System.Buffers.Binary;
using System.IO.Compression;
using OrleansTrader.Grains.Ports;

namespace OrleansTrader.Storage.Rows;

/// <summary>JSON as Brotli, behind a mark and its length. What is JSON as it stands, from before, begins with a brace and is read as well.</summary>
internal static class PackedJson
{
    private const byte Mark = 1;
    private const int HeadBytes = 1 + sizeof(int);

    /// <summary>A record is a few kilobytes; a length far beyond is damage.</summary>
    private const int JsonBytesMax = 64 * 1024 * 1024;

    /// <summary>Quick rather than small.</summary>
    private const int Quality = 2;

    private const int Window = 18;

    public static byte[] Pack(ReadOnlySpan<byte> json)
    {
        var room = new byte[HeadBytes + BrotliEncoder.GetMaxCompressedLength(json.Length)];
        room[0] = Mark;
        BinaryPrimitives.WriteInt32LittleEndian(room.AsSpan(1), json.Length);
        return BrotliEncoder.TryCompress(json, room.AsSpan(HeadBytes), out var written, Quality, Window)
            ? room[..(HeadBytes + written)]
            : throw new InvalidOperationException($"{json.Length} bytes could not be compressed");
    }

    /// <exception cref="JournalException">It is damaged.</exception>
    public static ReadOnlySpan<byte> Unpack(ReadOnlySpan<byte> packed)
    {
        if (packed.IsEmpty || packed[0] != Mark)
            return packed;
        var length = packed.Length < HeadBytes ? -1 : BinaryPrimitives.ReadInt32LittleEndian(packed[1..]);
        if (length is < 0 or > JsonBytesMax)
            throw Damaged();
        var json = new byte[length];
        return BrotliDecoder.TryDecompress(packed[HeadBytes..], json, out var written) && written == length ? json : throw Damaged();
    }

    private static JournalException Damaged() => new("a decision record is damaged: restore the database from a backup");
}
