using System.Collections.Frozen;
using System.Text.Json;
using OrleansTrader.LanguageModels.Providers;

namespace OrleansTrader.LanguageModels.Knowledge;

/// <summary>Until when models were trained on texts, as far as somebody publishes it: <c>cutoffs.json</c>, each with where it was read.</summary>
internal sealed class KnowledgeTable
{
    private const string Resource = "OrleansTrader.LanguageModels.Knowledge.cutoffs.json";

    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web);

    private readonly FrozenDictionary<string, PublishedCutoff> _byName;

    private KnowledgeTable(IEnumerable<PublishedCutoff> cutoffs) =>
        _byName = cutoffs.ToFrozenDictionary(cutoff => $"{cutoff.Provider}/{cutoff.Model}", StringComparer.OrdinalIgnoreCase);

    public static KnowledgeTable BuiltIn { get; } = Load();

    public IEnumerable<PublishedCutoff> All => _byName.Values;

    /// <summary>The last day that the model knows of, also where its name ends in a date; null where nobody says.</summary>
    public DateOnly? Find(ModelName name) =>
        _byName.TryGetValue(name.ToString(), out var cutoff) || (name.Undated() is { } undated && _byName.TryGetValue(undated.ToString(), out cutoff))
            ? cutoff.Until
            : null;

    private static KnowledgeTable Load()
    {
        using var stream = typeof(KnowledgeTable).Assembly.GetManifestResourceStream(Resource)!;
        return new KnowledgeTable(JsonSerializer.Deserialize<PublishedCutoff[]>(stream, Json)!);
    }
}

/// <summary>One row of <c>cutoffs.json</c>.</summary>
/// <param name="Until">The last day of the training data: the later one where a provider names two.</param>
/// <param name="Source">Where it was read.</param>
internal sealed record PublishedCutoff(string Provider, string Model, DateOnly Until, string Source);
