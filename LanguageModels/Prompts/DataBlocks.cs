using System.Security.Cryptography;
using System.Text;

namespace OrleansTrader.LanguageModels.Prompts;

/// <summary>
/// Fences text as data. A block opens with <c>&lt;&lt;&lt;DATA token name</c> and closes with <c>token DATA&gt;&gt;&gt;</c>; every line
/// between begins with a bar. The token is a hash over all texts of the prompt, so that none of them can contain it; the signs of a fence
/// are taken apart in the text besides.
/// </summary>
internal sealed class DataBlocks
{
    public const string Opening = "<<<DATA";

    public const string Closing = "DATA>>>";

    public const string LineMark = "| ";

    private const int NameLengthMax = 40;
    private const int TokenBytes = 8;

    private readonly string _token;

    /// <param name="texts">All that is to stand in the blocks of one prompt.</param>
    public DataBlocks(IEnumerable<string> texts)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        foreach (var text in texts)
        {
            hash.AppendData(Encoding.UTF8.GetBytes(text));
            hash.AppendData([0xFF]);
        }

        _token = Convert.ToHexStringLower(hash.GetHashAndReset().AsSpan(0, TokenBytes));
    }

    /// <summary>Appends one block; <paramref name="lines"/> are clean texts, of which each may have several lines.</summary>
    public void Append(StringBuilder into, string name, params ReadOnlySpan<string> lines)
    {
        into.Append(Opening).Append(' ').Append(_token).Append(' ').Append(NameOf(name)).Append('\n');
        foreach (var text in lines)
        {
            foreach (var line in TakenApart(text).Split('\n'))
                into.Append(LineMark).Append(line).Append('\n');
        }

        into.Append(_token).Append(' ').Append(Closing).Append('\n');
    }

    // Two passes, because pairs overlap: <<< becomes < << and then < < <.
    private static string TakenApart(string text) => text
        .Replace("<<", "< <", StringComparison.Ordinal).Replace("<<", "< <", StringComparison.Ordinal)
        .Replace(">>", "> >", StringComparison.Ordinal).Replace(">>", "> >", StringComparison.Ordinal);

    private static string NameOf(string name)
    {
        var kept = new StringBuilder(NameLengthMax);
        foreach (var c in name)
        {
            if (kept.Length < NameLengthMax && (char.IsAsciiLetterOrDigit(c) || c is '-' or '_'))
                kept.Append(char.ToLowerInvariant(c));
        }

        return kept.Length == 0 ? "text" : kept.ToString();
    }
}
