using System.Collections.Concurrent;

namespace OrleansTrader.LanguageModels.Providers;

/// <summary>
/// How each model of a provider is held to a schema. A provider's models differ, and no list of them stays true: one that refuses the form is asked
/// in a weaker one, and so from then on.
/// </summary>
internal sealed class AnswerForms(ModelProviderKind kind, StructuredOutput configured)
{
    private const int ModelsMax = 1_000;

    private readonly ConcurrentDictionary<string, StructuredOutput> _learned = new(StringComparer.Ordinal);

    public StructuredOutput For(string model) => _learned.GetValueOrDefault(model, Fitting(configured));

    /// <summary>The model refused a form; whether there is a weaker one to try.</summary>
    public bool TryWeaken(string model, StructuredOutput refused)
    {
        if (refused == StructuredOutput.Instructions)
            return false;
        if (_learned.Count >= ModelsMax)
            _learned.Clear();
        _learned[model] = Fitting(refused == StructuredOutput.JsonSchema ? StructuredOutput.JsonObject : StructuredOutput.Instructions);
        return true;
    }

    /// <summary>Only chat completions have a mode between a schema and none.</summary>
    private StructuredOutput Fitting(StructuredOutput form) =>
        form == StructuredOutput.JsonObject && kind is not (ModelProviderKind.OpenAI or ModelProviderKind.AzureOpenAI) ? StructuredOutput.Instructions : form;
}
