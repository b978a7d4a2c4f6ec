using System.Text.Json;

namespace OrleansTrader.LanguageModels.Providers;

/// <summary>What a model is asked.</summary>
/// <param name="Model">Provider and model.</param>
/// <param name="System">The instructions; may be empty.</param>
/// <param name="User">The material and the question.</param>
/// <param name="Schema">JSON schema of an object that lists its properties and requires them; null asks for plain text. How firmly the provider holds to it is the provider's matter: the reader checks.</param>
/// <param name="SchemaName">A name of the schema, of letters, digits, hyphens and underscores; only used with a schema.</param>
/// <param name="OutputTokensMax">The most tokens that the answer (reasoning included) may take; above zero.</param>
/// <param name="Temperature">Null leaves the provider's own, which some models insist on.</param>
/// <param name="Timeout">For the whole: waiting for a turn, every attempt, and the pauses between them.</param>
public sealed record ModelQuestion(
    ModelName Model,
    string System,
    string User,
    JsonElement? Schema,
    string SchemaName,
    int OutputTokensMax,
    double? Temperature,
    TimeSpan Timeout);
