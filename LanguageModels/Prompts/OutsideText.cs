using System.Globalization;
using System.Text;

namespace OrleansTrader.LanguageModels.Prompts;

/// <summary>Makes words from outside harmless to look at: what is left can be read, and nothing hides in it.</summary>
internal static class OutsideText
{
    /// <summary>Stands where a text was cut.</summary>
    public const string CutMark = " [cut]";

    // So many characters that are dropped are read before a text is given up: a megabyte of invisible ones costs nothing.
    private const int ReadFactorMax = 4;

    private const int FullWidthFirst = 0xFF01;
    private const int FullWidthLast = 0xFF5E;
    private const int FullWidthDistance = 0xFEE0;

    /// <summary>
    /// Drops control and format characters (direction overrides, zero-width and tag characters, variation selectors), private and
    /// unassigned ones; half a surrogate becomes U+FFFD; full-width ASCII becomes plain; every kind of space is a space; every kind of line
    /// end is one line feed, or a space where lines are not kept; of several blank lines one stays.
    /// </summary>
    /// <param name="lengthMax">Longest result in characters, the mark of a cut included.</param>
    public static string Clean(string? text, int lengthMax, bool keepsLines = false)
    {
        if (string.IsNullOrEmpty(text))
            return string.Empty;
        var clean = new StringBuilder(Math.Min(text.Length, lengthMax));
        var read = 0;
        var isCut = false;
        var last = default(Rune);
        foreach (var rune in text.EnumerateRunes())
        {
            read += rune.Utf16SequenceLength;
            isCut = clean.Length >= lengthMax || read > (long)lengthMax * ReadFactorMax;
            if (isCut)
                break;
            if (!(rune.Value == '\n' && last.Value == '\r') && Kept(rune, keepsLines) is { } kept && !(kept.Value == '\n' && EndsInBlankLine(clean)))
                Append(clean, kept);
            last = rune;
        }

        if (clean.Length > lengthMax || isCut)
        {
            clean.Length = Math.Min(clean.Length, Math.Max(0, lengthMax - CutMark.Length));
            if (clean.Length > 0 && char.IsHighSurrogate(clean[^1]))
                clean.Length--;
            clean.Append(CutMark);
        }

        return clean.ToString();
    }

    private static bool EndsInBlankLine(StringBuilder text) => text.Length >= 2 && text[^1] == '\n' && text[^2] == '\n';

    private static void Append(StringBuilder into, Rune rune)
    {
        Span<char> buffer = stackalloc char[2];
        into.Append(buffer[..rune.EncodeToUtf16(buffer)]);
    }

    private static Rune? Kept(Rune rune, bool keepsLines)
    {
        var value = rune.Value;
        if (value is >= ' ' and <= '~')
            return rune;
        if (value is '\n' or '\r' or '\v' or '\f' or 0x85 or 0x2028 or 0x2029)
            return keepsLines ? new Rune('\n') : new Rune(' ');
        if (value == '\t')
            return new Rune(' ');
        if (value is >= FullWidthFirst and <= FullWidthLast)
            return new Rune(value - FullWidthDistance);
        if (value is (>= 0xFE00 and <= 0xFE0F) or (>= 0xE0100 and <= 0xE01EF))
            return null;
        return Rune.GetUnicodeCategory(rune) switch
        {
            UnicodeCategory.SpaceSeparator => new Rune(' '),
            UnicodeCategory.Control or UnicodeCategory.Format or UnicodeCategory.PrivateUse or UnicodeCategory.OtherNotAssigned => null,
            _ => rune,
        };
    }
}
