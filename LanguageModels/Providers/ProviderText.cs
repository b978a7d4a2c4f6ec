using System.Text;
using System.Text.RegularExpressions;

namespace OrleansTrader.LanguageModels.Providers;

/// <summary>Texts of providers, made fit to be shown and recorded: one short line without control characters or anything like a key.</summary>
internal static partial class ProviderText
{
    private const int CharactersMax = 300;

    private const string Mask = "***";

    public static string Short(string? text, Secret? key = null)
    {
        var line = new StringBuilder();
        foreach (var character in text ?? "")
            line.Append(char.IsControl(character) ? ' ' : character);
        var clean = line.ToString();
        clean = LooksLikeKey().Replace(key?.Redact(clean) ?? clean, Mask).Trim();
        return clean.Length <= CharactersMax ? clean : string.Concat(clean.AsSpan(0, CharactersMax), "…");
    }

    /// <summary>Providers repeat keys in part, with stars.</summary>
    [GeneratedRegex(@"\b(sk|pplx|key)-[A-Za-z0-9_\-\*\.]{4,}|[A-Za-z0-9_\-]*\*{4,}[A-Za-z0-9_\-]*|[Bb]earer\s+\S+", RegexOptions.ExplicitCapture | RegexOptions.NonBacktracking)]
    private static partial Regex LooksLikeKey();
}
