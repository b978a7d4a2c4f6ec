using System.Globalization;
using OrleansTrader.Grains.Strategies;
using OrleansTrader.LanguageModels.Providers;

namespace OrleansTrader.LanguageModels.Knowledge;

/// <summary>Whether models may remember what came after the data that they are shown.</summary>
internal static class Leakage
{
    /// <summary>A warning in plain words; null where the data begins after all that the version's models were trained on.</summary>
    /// <param name="from">Where the data begins.</param>
    /// <param name="today">A model whose training nobody dates may know everything up to here.</param>
    public static string? Of(ModelConfig config, DateTimeOffset from, DateOnly today, bool isAnonymous)
    {
        var begins = DateOnly.FromDateTime(from.UtcDateTime);
        foreach (var model in new[] { config.Model, config.Assistant }.OfType<string>())
        {
            var known = KnowledgeTable.BuiltIn.Find(ModelName.Parse(model));
            if (begins > (known ?? today))
                continue;
            var trained = known is { } until ? $"{model} was trained on texts up to {Day(until)}" : $"nobody says up to when {model} was trained";
            var disguise = isAnonymous ? "; names, dates and prices were disguised" : string.Empty;
            return $"{trained}, and this data begins on {Day(begins)}: it may remember what came next{disguise}";
        }

        return null;
    }

    private static string Day(DateOnly day) => day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
}
