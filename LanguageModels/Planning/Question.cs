using System.Collections.Immutable;
using System.Security.Cryptography;
using System.Text;
using OrleansTrader.Grains.Json;
using OrleansTrader.Grains.Ports;
using OrleansTrader.Grains.Strategies;
using OrleansTrader.LanguageModels.Decisions;
using OrleansTrader.LanguageModels.Prompts;
using OrleansTrader.Trading.Strategies;
using OrleansTrader.Trading.Strategies.Lessons;

namespace OrleansTrader.LanguageModels.Planning;

/// <summary>A cycle's question as the models are shown it, in disguise where one is wished.</summary>
internal sealed class Question
{
    private readonly Anonymiser? _disguise;

    private Question(ModelQuery query, Anonymiser? disguise)
    {
        _disguise = disguise;
        Observation = disguise?.Disguise(query.Observation) ?? query.Observation;
        Json = ObservationText.Json(Observation);
        ObservationHash = ObservationText.Hash(Json);
        ConfigHash = HashOf(query.Config);
        Bounds = DecisionBounds.Of(query.Config.Leverage, query.Observation.Account.Limits);
        Strategy = query.Config.Model?.Prompt is { } words ? disguise?.Disguise(words) ?? words : null;
    }

    public Observation Observation { get; }

    /// <summary>The observation as text.</summary>
    public string Json { get; }

    public string ObservationHash { get; }

    public string ConfigHash { get; }

    public DecisionBounds Bounds { get; }

    /// <summary>The version's own words on how to trade; null for the default.</summary>
    public string? Strategy { get; }

    /// <param name="disguiseSeed">Null for none.</param>
    public static Question Of(ModelQuery query, string? disguiseSeed) =>
        new(query, disguiseSeed is null ? null : new Anonymiser(query.Config.Symbols, disguiseSeed));

    /// <summary>A decision about what was shown as one about the real markets.</summary>
    public Decision Reveal(Decision decision) => _disguise?.Reveal(decision) ?? decision;

    /// <summary>Closed trades as they are shown.</summary>
    public ImmutableArray<Lesson> Show(ImmutableArray<Lesson> reviews) => _disguise is { } disguise ? disguise.Disguise(reviews) : reviews;

    // Notes are for people, and whether orders are sent is decided after the answer.
    private static string HashOf(VersionConfig config)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        hash.AppendData(ContractJson.Encode(config with { Notes = null, DryRun = false }));
        hash.AppendData(Encoding.UTF8.GetBytes(PromptBuilder.Constants));
        return Convert.ToHexStringLower(hash.GetHashAndReset());
    }
}
