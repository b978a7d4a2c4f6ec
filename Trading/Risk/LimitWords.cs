namespace OrleansTrader.Trading.Risk;

/// <summary>Reads the lists that limits are written as.</summary>
internal static class LimitWords
{
    /// <summary>Longest text of a limit, in characters.</summary>
    public const int LengthMax = 8_000;

    private static readonly char[] Gaps = [' ', ',', '\t', '\r', '\n'];

    /// <summary>Words between blanks and commas; none where the text is too long.</summary>
    public static string[] Split(string? text) => text is null || text.Length > LengthMax
        ? []
        : text.Split(Gaps, StringSplitOptions.RemoveEmptyEntries);
}
