using System.Text.Json;
using OrleansTrader.Trading.Accounts;

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
    TimeSpan Timeout)
{
    /// <summary>The tenant's own server, which is asked instead of a provider; null for a provider of the service.</summary>
    public TenantEndpoint? Endpoint { get; init; }
}

/// <summary>A server that a tenant named: it speaks OpenAI's chat completions and gets none of the platform's keys.</summary>
public sealed record TenantEndpoint(TenantId Tenant, Uri Address);
