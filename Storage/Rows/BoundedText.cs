namespace OrleansTrader.Storage.Rows;

internal static class BoundedText
{
    /// <summary>The text, cut to a length with a mark that it was; never inside a surrogate pair.</summary>
    public static string Cut(string text, int lengthMax)
    {
        if (text.Length <= lengthMax)
            return text;
        var end = lengthMax - 1;
        return (char.IsHighSurrogate(text[end - 1]) ? text[..(end - 1)] : text[..end]) + "…";
    }
}
