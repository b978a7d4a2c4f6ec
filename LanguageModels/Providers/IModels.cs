using System.Collections.Immutable;

namespace OrleansTrader.LanguageModels.Providers;

/// <summary>Every language model that the operator configured.</summary>
public interface IModels
{
    /// <summary>The well-known providers, whether or not they have a key, and those of the configuration; by name.</summary>
    ImmutableArray<ModelProviderInfo> Providers { get; }

    /// <summary>Asks and waits. Whatever goes wrong is a fault inside the answer.</summary>
    /// <exception cref="OperationCanceledException">The caller cancelled; nothing else is thrown.</exception>
    ValueTask<ModelAnswer> Ask(ModelQuestion question, CancellationToken cancellation);

    /// <summary>What tokens of a model cost in US dollars, by the operator's prices, else by the published ones; null where none is known.</summary>
    decimal? PriceOf(ModelName model, TokenUse tokens);
}

/// <summary>A provider as it stands now. Never holds its key.</summary>
/// <param name="Name">What stands first in a model's name.</param>
/// <param name="Kind">The protocol.</param>
/// <param name="Endpoint">Null where it is not configured yet (Azure).</param>
/// <param name="Ready">Whether it can be asked: has an endpoint, and a key if it needs one.</param>
/// <param name="Remedy">What to do where it is not ready, e.g. <c>set OPENAI_API_KEY</c>; else null.</param>
/// <param name="Structured">How it is held to a schema.</param>
/// <param name="RequestsPerMinute">Our own limit.</param>
/// <param name="BreakerOpen">Whether it is left alone just now, after too many failures.</param>
public sealed record ModelProviderInfo(
    string Name,
    ModelProviderKind Kind,
    Uri? Endpoint,
    bool Ready,
    string? Remedy,
    StructuredOutput Structured,
    int RequestsPerMinute,
    bool BreakerOpen);

public enum ModelProviderKind
{
    /// <summary>Chat completions as OpenAI speaks them, at any address: OpenAI, OpenRouter, DeepSeek, vLLM, Ollama.</summary>
    OpenAI,

    /// <summary>Azure OpenAI's v1 endpoint; the model is the name of the deployment.</summary>
    AzureOpenAI,

    /// <summary>Anthropic messages.</summary>
    Anthropic,

    /// <summary>Chat completions with sources.</summary>
    Perplexity,
}

public enum StructuredOutput
{
    /// <summary>The provider is sent the schema and holds the model to it.</summary>
    JsonSchema,

    /// <summary>The provider promises JSON; the schema stands in the instructions.</summary>
    JsonObject,

    /// <summary>The provider promises nothing; the schema stands in the instructions.</summary>
    Instructions,
}
