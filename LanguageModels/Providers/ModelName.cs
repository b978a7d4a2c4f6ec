using System.Diagnostics.CodeAnalysis;
using System.Text.RegularExpressions;

namespace OrleansTrader.LanguageModels.Providers;

/// <summary>A model as people name it: the configured provider, then the provider's own name of the model, e.g. <c>openrouter/deepseek/deepseek-chat</c>.</summary>
/// <param name="Provider">What stands before the first slash.</param>
/// <param name="Model">All that stands behind it.</param>
public readonly partial record struct ModelName(string Provider, string Model)
{
    /// <exception cref="FormatException">There is no slash with something on both sides.</exception>
    public static ModelName Parse(string text) =>
        TryParse(text, out var name)
            ? name
            : throw new FormatException($"'{text}' does not name a model: write provider/model, e.g. openai/gpt-5");

    /// <summary>False where there is no slash with something on both sides.</summary>
    public static bool TryParse([NotNullWhen(true)] string? text, out ModelName name)
    {
        var slash = text?.IndexOf('/', StringComparison.Ordinal) ?? -1;
        var named = slash > 0 && slash < text!.Length - 1;
        name = named ? new ModelName(text![..slash], text[(slash + 1)..]) : default;
        return named;
    }

    /// <summary>The name without the date that it ends in (<c>-2026-03-05</c> or <c>-20260305</c>); null where it ends in none.</summary>
    internal ModelName? Undated() => Date().Match(Model) is { Success: true } date ? this with { Model = Model[..date.Index] } : null;

    public override string ToString() => $"{Provider}/{Model}";

    [GeneratedRegex("-([0-9]{8}|[0-9]{4}-[0-9]{2}-[0-9]{2})$", RegexOptions.ExplicitCapture | RegexOptions.NonBacktracking)]
    private static partial Regex Date();
}
