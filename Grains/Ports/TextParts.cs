using System.Collections.Immutable;
using System.IO.Compression;
using System.Security.Cryptography;
using System.Text;
using OrleansTrader.Grains.Agents;

namespace OrleansTrader.Grains.Ports;

/// <summary>
/// Texts as lists of parts that are kept once. A part is a run of whole lines: a long line is one by itself, so that a market's lines,
/// which all agents of a minute are shown, or a system prompt are kept once for all of them.
/// </summary>
public static class TextParts
{
    /// <summary>A line of so many characters is a part of its own.</summary>
    private const int LongLineCharacters = 256;

    /// <summary>Quick rather than small: a thousand agents write each minute.</summary>
    private const int BrotliQuality = 4;

    private const int BrotliWindow = 22;

    /// <summary>The hashes of a text's parts, in order; new ones are added to <paramref name="parts"/>.</summary>
    public static ImmutableArray<string> Split(string text, IDictionary<string, TextPartRow> parts)
    {
        var hashes = ImmutableArray.CreateBuilder<string>();
        var from = 0;
        for (var at = 0; at < text.Length;)
        {
            var newline = text.IndexOf('\n', at);
            var end = newline < 0 ? text.Length : newline + 1;
            if (end - at >= LongLineCharacters)
            {
                Add(text[from..at]);
                Add(text[at..end]);
                from = end;
            }

            at = end;
        }

        Add(text[from..]);
        return hashes.ToImmutable();

        void Add(string part)
        {
            if (part.Length == 0)
                return;
            var bytes = Encoding.UTF8.GetBytes(part);
            var hash = Convert.ToHexStringLower(SHA256.HashData(bytes));
            hashes.Add(hash);
            if (!parts.ContainsKey(hash))
                parts.Add(hash, new TextPartRow(hash, Compress(bytes)));
        }
    }

    /// <summary>The text that <see cref="Split"/> took apart.</summary>
    /// <exception cref="JournalException">A part is missing or altered.</exception>
    public static string Join(ImmutableArray<string> hashes, IReadOnlyDictionary<string, TextPartRow> parts)
    {
        var text = new StringBuilder();
        foreach (var hash in hashes)
        {
            if (!parts.TryGetValue(hash, out var part))
                throw new JournalException($"the text part {hash} is missing");
            var bytes = Expand(part.Compressed.Span);
            if (!string.Equals(Convert.ToHexStringLower(SHA256.HashData(bytes)), hash, StringComparison.Ordinal))
                throw new JournalException($"the text part {hash} is not what was written");
            text.Append(Encoding.UTF8.GetString(bytes));
        }

        return text.ToString();
    }

    private static byte[] Compress(ReadOnlySpan<byte> bytes)
    {
        var room = new byte[BrotliEncoder.GetMaxCompressedLength(bytes.Length)];
        return BrotliEncoder.TryCompress(bytes, room, out var written, BrotliQuality, BrotliWindow)
            ? room[..written]
            : throw new InvalidOperationException($"{bytes.Length} bytes could not be compressed");
    }

    private static byte[] Expand(ReadOnlySpan<byte> compressed)
    {
        using var expanded = new MemoryStream();
        using (var brotli = new BrotliStream(new MemoryStream(compressed.ToArray()), CompressionMode.Decompress))
            brotli.CopyTo(expanded);
        return expanded.ToArray();
    }
}
