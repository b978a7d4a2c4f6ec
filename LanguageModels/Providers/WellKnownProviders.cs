using System.Collections.Immutable;

namespace OrleansTrader.LanguageModels.Providers;

/// <summary>Providers that need nothing but a key. Limits are those of a new account, for which the provider's own page has the last word.</summary>
internal static class WellKnownProviders
{
    public const string AzureEndpointVariable = "AZURE_OPENAI_ENDPOINT";

    public static readonly ImmutableArray<WellKnownProvider> All =
    [
        new(
            "anthropic", "ANTHROPIC_API_KEY",
            new ProviderSettings
            {
                Name = "anthropic",
                Kind = ModelProviderKind.Anthropic,
                Endpoint = new Uri("https://api.anthropic.com"),
                RequestsPerMinute = 50,
            }),
        new(
            "azure", "AZURE_OPENAI_API_KEY",
            new ProviderSettings { Name = "azure", Kind = ModelProviderKind.AzureOpenAI }),
        new(
            "deepseek", "DEEPSEEK_API_KEY",
            new ProviderSettings
            {
                Name = "deepseek",
                Kind = ModelProviderKind.OpenAI,
                Endpoint = new Uri("https://api.deepseek.com/v1"),
                Structured = StructuredOutput.JsonObject,
                OutputTokensField = "max_tokens",
            }),
        new(
            "openai", "OPENAI_API_KEY",
            new ProviderSettings
            {
                Name = "openai",
                Kind = ModelProviderKind.OpenAI,
                Endpoint = new Uri("https://api.openai.com/v1"),
                RequestsPerMinute = 500,
            }),
        new(
            "openrouter", "OPENROUTER_API_KEY",
            new ProviderSettings
            {
                Name = "openrouter",
                Kind = ModelProviderKind.OpenAI,
                Endpoint = new Uri("https://openrouter.ai/api/v1"),
                OutputTokensField = "max_tokens",
            }),
        new(
            "perplexity", "PERPLEXITY_API_KEY",
            new ProviderSettings
            {
                Name = "perplexity",
                Kind = ModelProviderKind.Perplexity,
                Endpoint = new Uri("https://api.perplexity.ai/v1"),
                RequestsPerMinute = 50,
            }),
    ];
}

/// <param name="KeyVariable">The environment variable of its key.</param>
internal sealed record WellKnownProvider(string Name, string KeyVariable, ProviderSettings Defaults);
