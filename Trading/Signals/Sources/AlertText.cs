using System.Globalization;
using System.Text;

namespace OrleansTrader.Trading.Signals.Sources;

/// <summary>A field as the alert says it.</summary>
/// <param name="Name">The name under which it was said.</param>
internal readonly record struct AlertValue(string Name, string Text, bool IsNumber);

/// <summary>Which characters a text may have, and how a foreign one is told back.</summary>
internal static class AlertText
{
    private const int ShownLengthMax = 60;

    /// <summary>Whether a text is whole and shows all that it says: no control or format characters, none that are nobody's, no halves of pairs.</summary>
    public static bool IsPlain(string text)
    {
        foreach (var rune in text.EnumerateRunes())
        {
            // A half of a pair is read as the replacement character, which nobody means.
            if (rune == Rune.ReplacementChar || !IsShown(Rune.GetUnicodeCategory(rune)))
                return false;
        }

        return true;
    }

    /// <summary>The beginning of a text, with a mark for each character that would not be seen.</summary>
    public static string Shown(string text)
    {
        var shown = new StringBuilder();
        foreach (var rune in text.EnumerateRunes())
        {
            if (shown.Length >= ShownLengthMax)
                return shown.Append('…').ToString();
            shown.Append(IsShown(Rune.GetUnicodeCategory(rune)) ? rune.ToString() : "\uFFFD");
        }

        return shown.ToString();
    }

    private static bool IsShown(UnicodeCategory category) => category is not (
        UnicodeCategory.Control or UnicodeCategory.Format or UnicodeCategory.Surrogate or UnicodeCategory.PrivateUse or UnicodeCategory.OtherNotAssigned
        or UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator);
}
