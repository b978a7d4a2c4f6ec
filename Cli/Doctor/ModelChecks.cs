using System.Net;
using System.Net.Http.Headers;

namespace OrleansTrader.Cli.Doctor;

/// <summary>Providers of language models, the well-known and those of the operator's own, with their keys. Nothing that is asked costs anything.</summary>
internal static class ModelChecks
{
    /// <param name="KeyVariable">Where its key is looked for, unless <c>Models__Providers__NAME</c> names a key or another variable; null for none.</param>
    /// <param name="Url">What says whether a key is good.</param>
    private sealed record Provider(string Name, string? KeyVariable, Uri Url, string Header = Bearer);

    private const string Bearer = "Authorization", AnthropicHeader = "x-api-key", AzureHeader = "api-key", Azure = "azure";

    private static readonly Provider[] WellKnown =
    [
        new("openai", "OPENAI_API_KEY", new Uri("https://api.openai.com/v1/models")),
        new("anthropic", "ANTHROPIC_API_KEY", new Uri("https://api.anthropic.com/v1/models"), AnthropicHeader),
        new("openrouter", "OPENROUTER_API_KEY", new Uri("https://openrouter.ai/api/v1/key")),
        new("deepseek", "DEEPSEEK_API_KEY", new Uri("https://api.deepseek.com/v1/models")),
        new("perplexity", "PERPLEXITY_API_KEY", new Uri("https://api.perplexity.ai/v1/models")),
    ];

    public static async Task<IReadOnlyList<Check>> Run(Patient patient, HttpClient http, CancellationToken cancellation)
    {
        var own = patient.Settings?.Configuration.GetSection("Models:Providers").GetChildren().Select(static section => section.Key)
            .Except(WellKnown.Select(static provider => provider.Name).Append(Azure), StringComparer.OrdinalIgnoreCase) ?? [];
        var all = await Task.WhenAll([
            .. WellKnown.Select(provider => Guarded(provider.Name, () => Known(patient, http, provider, cancellation))),
            Guarded(Azure, () => OfAzure(patient, http, cancellation)),
            .. own.Select(name => Guarded(name, () => Own(patient, http, name, cancellation))),
        ]);
        IReadOnlyList<Check> checks = [.. all.SelectMany(static checks => checks)];
        return checks.Count > 0 ? checks : [Check.Skip("models", "no provider has a key in the settings; agents by rules need none")];
    }

    private static async Task<IReadOnlyList<Check>> Guarded(string name, Func<Task<IReadOnlyList<Check>>> look)
    {
        try
        {
            return await look();
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException or UriFormatException)
        {
            return [Check.Found(SubjectOf(name), $"its setting cannot be used ({fault.Message})", $"correct its key's _FILE or Models__Providers__{name}__BaseUrl")];
        }
    }

    private static async Task<IReadOnlyList<Check>> Known(Patient patient, HttpClient http, Provider provider, CancellationToken cancellation)
    {
        var (key, source) = KeyOf(patient, provider.Name, provider.KeyVariable);
        if (key is null)
            return [];
        var url = Of(patient, provider.Name, "BaseUrl") is { } address ? Below(address, provider.Header) : provider.Url;
        return [await Keyed(http, provider with { Url = url }, key, source, cancellation), .. Age(patient, provider.Name, source)];
    }

    // Without any word of a key it is taken to need none, as local servers do.
    private static async Task<IReadOnlyList<Check>> Own(Patient patient, HttpClient http, string name, CancellationToken cancellation)
    {
        if (Of(patient, name, "BaseUrl") is not { } address)
            return [Check.Found(SubjectOf(name), "has no address", $"set Models__Providers__{name}__BaseUrl: the service refuses to start without it")];
        var header = Of(patient, name, "Kind")?.ToUpperInvariant() switch { "ANTHROPIC" => AnthropicHeader, "AZUREOPENAI" => AzureHeader, _ => Bearer };
        var (key, source) = KeyOf(patient, name, variable: null);
        return key is null && source is not null
            ? [NoKey(name, source)]
            : [await Keyed(http, new Provider(name, null, Below(address, header), header), key, source ?? $"Models__Providers__{name}__Key", cancellation), .. Age(patient, name, source)];
    }

    private static async Task<IReadOnlyList<Check>> OfAzure(Patient patient, HttpClient http, CancellationToken cancellation)
    {
        const string Variable = "AZURE_OPENAI_API_KEY";
        if ((Of(patient, Azure, "BaseUrl") ?? patient.Setting("AZURE_OPENAI_ENDPOINT")) is not { } endpoint)
            return [];
        if (!Uri.TryCreate(endpoint, UriKind.Absolute, out var url))
            return [Check.Found(SubjectOf(Azure), "AZURE_OPENAI_ENDPOINT is no address", "write e.g. https://NAME.openai.azure.com")];
        var (key, source) = KeyOf(patient, Azure, Variable);
        return key is null
            ? [NoKey(Azure, source ?? Variable)]
            : [await Keyed(http, new Provider(Azure, Variable, new Uri(url, "/openai/v1/models"), AzureHeader), key, source, cancellation), .. Age(patient, Azure, source)];
    }

    /// <returns>The key, null where there is none, and the setting that has it or should; null where none is named.</returns>
    private static (string? Key, string? Source) KeyOf(Patient patient, string name, string? variable)
    {
        if (Of(patient, name, "Key") is { } given)
            return (given, $"Models__Providers__{name}__Key");
        var named = Of(patient, name, "KeyVariable") ?? variable;
        return (named is null ? null : patient.Setting(named), named);
    }

    private static string? Of(Patient patient, string name, string part) => patient.Setting($"Models__Providers__{name}__{part}");

    private static Uri Below(string address, string header) => new(address.TrimEnd('/') + header switch
    {
        AnthropicHeader => "/v1/models",
        AzureHeader => "/openai/v1/models",
        _ => "/models",
    });

    private static async Task<Check> Keyed(HttpClient http, Provider provider, string? key, string? source, CancellationToken cancellation)
    {
        var (subject, host) = (SubjectOf(provider.Name), provider.Url.Host);
        using var request = new HttpRequestMessage(HttpMethod.Get, provider.Url);
        if (key is not null && provider.Header is Bearer)
            request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", key);
        else if (key is not null)
            request.Headers.TryAddWithoutValidation(provider.Header, key);
        if (provider.Header is AnthropicHeader)
            request.Headers.TryAddWithoutValidation("anthropic-version", "2023-06-01");
        try
        {
            using var answer = await http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, cancellation);
            return answer.StatusCode switch
            {
                HttpStatusCode.Unauthorized or HttpStatusCode.Forbidden =>
                    Check.Found(subject, $"{host} refuses the key ({(int)answer.StatusCode})", $"put a valid key into {source}, and start the service again"),
                HttpStatusCode.NotFound or HttpStatusCode.MethodNotAllowed => Check.Ok(subject, $"{host} answers; it has nothing that tells whether the key is good"),
                >= HttpStatusCode.InternalServerError => Check.Found(subject, $"{host} is in trouble ({(int)answer.StatusCode})", "look at the provider's status page; agents hold until it answers"),
                _ => Check.Ok(subject, key is null ? $"{host} answers, without a key" : $"{host} answers, the key is good"),
            };
        }
        catch (Exception fault) when (ServiceChecks.IsSilence(fault, cancellation))
        {
            return Check.Found(subject, $"{host} cannot be reached ({fault.GetBaseException().Message})", "look at the network, a proxy (HTTPS_PROXY), a firewall");
        }
    }

    private static Check NoKey(string name, string source) => Check.Found(SubjectOf(name), "has an address and no key", $"set {source}");

    // A key in a variable does not tell how old it is; one in a file does.
    private static IEnumerable<Check> Age(Patient patient, string name, string? source)
    {
        if (source is null || patient.Environment($"{source}_FILE") is not { Length: > 0 } path)
            yield break;
        var age = patient.Days(new DateTimeOffset(File.GetLastWriteTimeUtc(path)));
        if (age > Patient.KeyDaysMax)
            yield return Check.Found($"{SubjectOf(name)}, key", $"its file is {age} days old, at most {Patient.KeyDaysMax}", "replace the key at the provider and in the file");
    }

    private static string SubjectOf(string name) => $"model provider {name}";
}
