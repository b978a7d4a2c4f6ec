using System.Collections.Immutable;
using OrleansTrader.LanguageModels.Costs;

namespace OrleansTrader.LanguageModels.Providers;

/// <summary>One provider as the configuration has it, defaults filled in.</summary>
internal sealed record ProviderSettings
{
    public required string Name { get; init; }

    public required ModelProviderKind Kind { get; init; }

    /// <summary>Null where it is yet to be configured.</summary>
    public Uri? Endpoint { get; init; }

    /// <summary>Whether a tenant gave the address: then only its host is told, and nothing is paid for it.</summary>
    public bool IsTenants { get; init; }

    /// <summary>The address as people are told it.</summary>
    public string? Address => IsTenants ? Endpoint?.Authority : Endpoint?.ToString();

    /// <summary>Where its address is written.</summary>
    public string AddressField => IsTenants ? "the version's endpoint" : "BaseUrl";

    /// <summary>Null where there is none.</summary>
    public Secret? Key { get; init; }

    /// <summary>What to do before it can be asked; null where it can.</summary>
    public string? Remedy { get; init; }

    public StructuredOutput Structured { get; init; } = StructuredOutput.JsonSchema;

    /// <summary>Whether answers come in pieces; for gateways that cut silent connections.</summary>
    public bool Stream { get; init; }

    /// <summary>What the protocol's limit of output tokens is called; only for chat completions.</summary>
    public string OutputTokensField { get; init; } = "max_completion_tokens";

    public int RequestsPerMinute { get; init; } = RequestsPerMinuteDefault;

    /// <summary>Questions in flight at once.</summary>
    public int ConcurrentMax { get; init; } = ConcurrentMaxDefault;

    /// <summary>Prices of the operator, by the provider's name of the model; before the built-in table.</summary>
    public ImmutableDictionary<string, ModelPrice> Prices { get; init; } = ImmutableDictionary<string, ModelPrice>.Empty;

    public const int RequestsPerMinuteDefault = 300;

    public const int ConcurrentMaxDefault = 64;
}
