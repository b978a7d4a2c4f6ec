using System.Diagnostics.CodeAnalysis;

namespace OrleansTrader.LanguageModels.Providers;

/// <summary>A model as people name it: the configured provider, then the provider's own name of the model, e.g. <c>openrouter/deepseek/deepseek-chat</c>.</summary>
/// <param name="Provider">What stands before the first slash.</param>
/// <param name="Model">All that stands behind it.</param>
public readonly record struct ModelName(string Provider, string Model)
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

    public override string ToString() => $"{Provider}/{Model}";
}
