using System.Collections.Immutable;
using System.Globalization;
using Microsoft.Extensions.Configuration;
using OrleansTrader.Grains.Strategies;
using OrleansTrader.LanguageModels.Costs;

namespace OrleansTrader.LanguageModels.Providers;

/// <summary>
/// Reads <c>Models:Providers:NAME</c> with <c>Kind</c>, <c>BaseUrl</c>, <c>Key</c> or <c>KeyVariable</c>, <c>StructuredOutput</c>,
/// <c>Stream</c>, <c>OutputTokensField</c>, <c>RequestsPerMinute</c>, <c>ConcurrentMax</c> and <c>Prices:MODEL</c> (a colon inside a model's
/// name cannot be written there: use an underscore). What is absent is the well-known provider's own; a key is looked up in the configuration,
/// which holds the environment's variables.
/// </summary>
internal static class ModelConfiguration
{
    private const int RequestsPerMinuteMax = 100_000;
    private const int ConcurrentMaxMax = 10_000;

    /// <exception cref="ModelConfigurationException">A setting cannot be used.</exception>
    public static ImmutableSortedDictionary<string, ProviderSettings> Read(IConfiguration configuration)
    {
        var providers = ImmutableSortedDictionary.CreateBuilder<string, ProviderSettings>(StringComparer.OrdinalIgnoreCase);
        var section = configuration.GetSection("Models:Providers");
        foreach (var known in WellKnownProviders.All)
            providers[known.Name] = Complete(configuration, section.GetSection(known.Name), known.Defaults, known.KeyVariable);

        foreach (var custom in section.GetChildren().Where(child => !providers.ContainsKey(child.Key)))
        {
            if (custom.Key.Contains('/', StringComparison.Ordinal))
                throw new ModelConfigurationException($"{custom.Path}: a provider's name cannot contain a slash; choose another");
            if (string.Equals(custom.Key, ModelConfig.TenantProvider, StringComparison.OrdinalIgnoreCase))
                throw new ModelConfigurationException($"{custom.Path}: '{ModelConfig.TenantProvider}' stands for the tenants' own servers; choose another name");
            var kind = Choice(custom, "Kind", ModelProviderKind.OpenAI);
            var defaults = new ProviderSettings
            {
                Name = custom.Key,
                Kind = kind,
                Structured = kind == ModelProviderKind.OpenAI ? StructuredOutput.JsonObject : StructuredOutput.JsonSchema,
                OutputTokensField = kind == ModelProviderKind.OpenAI ? "max_tokens" : "max_completion_tokens",
            };
            if (custom["BaseUrl"] is null)
                throw new ModelConfigurationException($"{custom.Path}:BaseUrl is missing: write the provider's address, e.g. https://models.example.com/v1");
            providers[custom.Key] = Complete(configuration, custom, defaults, keyVariable: null);
        }

        return providers.ToImmutable();
    }

    private static ProviderSettings Complete(IConfiguration configuration, IConfigurationSection section, ProviderSettings defaults, string? keyVariable)
    {
        keyVariable = section["KeyVariable"] ?? keyVariable;
        var key = section["Key"] ?? (keyVariable is null ? null : configuration[keyVariable]);
        var settings = defaults with
        {
            Kind = Choice(section, "Kind", defaults.Kind),
            Endpoint = Endpoint(configuration, section, defaults),
            Key = string.IsNullOrWhiteSpace(key) ? null : new Secret(key.Trim()),
            Structured = Choice(section, "StructuredOutput", defaults.Structured),
            Stream = Choice(section, "Stream", defaults.Stream ? Switch.True : Switch.False) == Switch.True,
            OutputTokensField = section["OutputTokensField"] ?? defaults.OutputTokensField,
            RequestsPerMinute = Number(section, "RequestsPerMinute", defaults.RequestsPerMinute, RequestsPerMinuteMax),
            ConcurrentMax = Number(section, "ConcurrentMax", defaults.ConcurrentMax, ConcurrentMaxMax),
            Prices = PricesOf(section),
        };
        return settings with { Remedy = RemedyOf(settings, keyVariable) };
    }

    private static string? RemedyOf(ProviderSettings settings, string? keyVariable)
    {
        var missing = new List<string>();
        if (settings.Endpoint is null)
            missing.Add(WellKnownProviders.AzureEndpointVariable);
        // A provider of the operator's own without any word of a key is taken to need none, as local servers do.
        if (settings.Key is null && keyVariable is not null)
            missing.Add(keyVariable);
        return missing.Count == 0 ? null : $"set the environment variable {string.Join(" and ", missing)} and start again";
    }

    private static Uri? Endpoint(IConfiguration configuration, IConfigurationSection section, ProviderSettings defaults)
    {
        var isAzure = defaults.Kind == ModelProviderKind.AzureOpenAI;
        var setting = section["BaseUrl"] is null && isAzure ? WellKnownProviders.AzureEndpointVariable : $"{section.Path}:BaseUrl";
        var text = section["BaseUrl"] ?? (isAzure ? configuration[WellKnownProviders.AzureEndpointVariable] : null);
        if (string.IsNullOrWhiteSpace(text))
            return defaults.Endpoint;
        if (!Uri.TryCreate(text.Trim(), UriKind.Absolute, out var url))
            throw new ModelConfigurationException($"{setting}: '{text}' is no address: write one like https://models.example.com/v1");
        if (ModelEndpointRule.ForOperator.Refuses(url) is { } reason)
            throw new ModelConfigurationException($"{setting}: {reason}");
        return isAzure && !url.AbsolutePath.Contains("/openai/v1", StringComparison.OrdinalIgnoreCase) ? new Uri(url, "/openai/v1/") : url;
    }

    private static ImmutableDictionary<string, ModelPrice> PricesOf(IConfigurationSection section)
    {
        var prices = ImmutableDictionary.CreateBuilder<string, ModelPrice>(StringComparer.OrdinalIgnoreCase);
        foreach (var price in section.GetSection("Prices").GetChildren())
        {
            var input = Dollars(price, "InputUsd") ?? throw new ModelConfigurationException($"{price.Path}:InputUsd is missing: US dollars per million tokens");
            var output = Dollars(price, "OutputUsd") ?? throw new ModelConfigurationException($"{price.Path}:OutputUsd is missing: US dollars per million tokens");
            prices[price.Key] = new ModelPrice(input, Dollars(price, "CachedInputUsd") ?? input, output, InputTokensMax: null);
        }

        return prices.ToImmutable();
    }

    private static decimal? Dollars(IConfigurationSection section, string name) =>
        section[name] is not { } text ? null
        : decimal.TryParse(text, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var value) ? value
        : throw new ModelConfigurationException($"{section.Path}:{name}: '{text}' is no price: write US dollars per million tokens, e.g. 1.25");

    private static int Number(IConfigurationSection section, string name, int absent, int max) =>
        section[name] is not { } text ? absent
        : int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var value) && value >= 1 && value <= max ? value
        : throw new ModelConfigurationException($"{section.Path}:{name}: '{text}' must be a whole number from 1 to {max.ToString(CultureInfo.InvariantCulture)}");

    private static T Choice<T>(IConfigurationSection section, string name, T absent) where T : struct, Enum =>
        section[name] is not { } text ? absent
        : Enum.TryParse<T>(text, ignoreCase: true, out var value) && Enum.IsDefined(value) ? value
        : throw new ModelConfigurationException($"{section.Path}:{name}: '{text}' is none of {string.Join(", ", Enum.GetNames<T>())}");

    private enum Switch
    {
        False,
        True,
    }
}
