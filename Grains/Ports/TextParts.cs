using System.Collections.Immutable;
using System.IO.Compression;
using System.Numerics;
using System.Security.Cryptography;
using System.Text;
using OrleansTrader.Grains.Agents;

namespace OrleansTrader.Grains.Ports;

/// <summary>
/// Texts as lists of parts that are kept once. Where a part ends is decided by the bytes before the cut alone (content-defined chunking by
/// a gear hash, as in FastCDC, Xia et al. 2016): a market that all agents of a minute are shown, or a system prompt, falls into the same
/// parts whatever stands around it.
/// </summary>
public static class TextParts
{
    public const int PartBytesMin = 512;

    public const int PartBytesMax = 16 * 1024;

    /// <summary>So many bits of the hash must be zero for a cut: on average a part is 2 KiB longer than the least.</summary>
    private const int CutBits = 11;

    /// <summary>Quick rather than small: a thousand agents write each minute. Quality 4 takes three times as long and saves 4 %.</summary>
    private const int BrotliQuality = 2;

    private const int BrotliWindow = 22;

    private static readonly ulong[] Gear = MakeGear();

    /// <summary>The hashes of a text's parts, in order; new ones are added to <paramref name="parts"/>.</summary>
    /// <param name="isKept">Tells the hashes of parts that need not be written again; null: there are none.</param>
    public static ImmutableArray<string> Split(string text, IDictionary<string, TextPartRow> parts, Func<string, bool>? isKept = null)
    {
        var hashes = ImmutableArray.CreateBuilder<string>();
        ReadOnlySpan<byte> rest = Encoding.UTF8.GetBytes(text);
        while (!rest.IsEmpty)
        {
            var part = rest[..LengthOfPart(rest)];
            var hash = Convert.ToHexStringLower(SHA256.HashData(part));
            hashes.Add(hash);
            if (!parts.ContainsKey(hash) && isKept?.Invoke(hash) != true)
                parts.Add(hash, new TextPartRow(hash, Compress(part)));
            rest = rest[part.Length..];
        }

        return hashes.ToImmutable();
    }

    /// <summary>The text that <see cref="Split"/> took apart.</summary>
    /// <exception cref="JournalException">A part is missing or altered.</exception>
    public static string Join(ImmutableArray<string> hashes, IReadOnlyDictionary<string, TextPartRow> parts)
    {
        using var text = new MemoryStream();
        foreach (var hash in hashes)
        {
            if (!parts.TryGetValue(hash, out var part))
                throw new JournalException($"the text part {hash} is missing");
            var bytes = Expand(part.Compressed);
            if (!string.Equals(Convert.ToHexStringLower(SHA256.HashData(bytes)), hash, StringComparison.Ordinal))
                throw new JournalException($"the text part {hash} is not what was written");
            text.Write(bytes);
        }

        return Encoding.UTF8.GetString(text.GetBuffer(), 0, (int)text.Length);
    }

    private static int LengthOfPart(ReadOnlySpan<byte> bytes)
    {
        var end = Math.Min(bytes.Length, PartBytesMax);
        var hash = 0UL;
        for (var i = PartBytesMin; i < end; i++)
        {
            hash = (hash << 1) + Gear[bytes[i]];
            if (BitOperations.LeadingZeroCount(hash) >= CutBits)
                return i + 1;
        }

        return end;
    }

    // Any fixed table of well-mixed numbers serves (here SplitMix64); another one would only cut elsewhere.
    private static ulong[] MakeGear()
    {
        var table = new ulong[256];
        for (var i = 0; i < table.Length; i++)
        {
            var z = 0x9E3779B97F4A7C15UL * ((ulong)i + 1);
            z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9UL;
            z = (z ^ (z >> 27)) * 0x94D049BB133111EBUL;
            table[i] = z ^ (z >> 31);
        }

        return table;
    }

    private static byte[] Compress(ReadOnlySpan<byte> bytes)
    {
        var room = new byte[BrotliEncoder.GetMaxCompressedLength(bytes.Length)];
        return BrotliEncoder.TryCompress(bytes, room, out var written, BrotliQuality, BrotliWindow)
            ? room[..written]
            : throw new InvalidOperationException($"{bytes.Length} bytes could not be compressed");
    }

    private static byte[] Expand(ReadOnlyMemory<byte> compressed)
    {
        var room = new byte[PartBytesMax];
        return BrotliDecoder.TryDecompress(compressed.Span, room, out var written)
            ? room[..written]
            : throw new JournalException("a text part cannot be expanded");
    }
}
