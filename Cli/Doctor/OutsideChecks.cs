using System.Net;
using System.Net.Http.Headers;

namespace OrleansTrader.Cli.Doctor;

/// <summary>The world that the service needs: model providers with their keys, and the venue. Nothing that is asked costs anything.</summary>
internal static class OutsideChecks
{
    /// <param name="Keyed">What says whether a key is good; null where the provider has nothing of the kind.</param>
    private sealed record Provider(string Name, string KeyVariable, string Keyed, string Header = "Authorization");

    private static readonly Provider[] Providers =
    [
        new("openai", "OPENAI_API_KEY", "https://api.openai.com/v1/models"),
        new("anthropic", "ANTHROPIC_API_KEY", "https://api.anthropic.com/v1/models", "x-api-key"),
        new("openrouter", "OPENROUTER_API_KEY", "https://openrouter.ai/api/v1/key"),
        new("deepseek", "DEEPSEEK_API_KEY", "https://api.deepseek.com/v1/models"),
        new("perplexity", "PERPLEXITY_API_KEY", "https://api.perplexity.ai/v1/models"),
    ];

    public static async Task<IReadOnlyList<Check>> Run(Patient patient, CancellationToken cancellation)
    {
        using var http = patient.Outside();
        var models = Providers.Select(provider => Model(patient, http, provider, cancellation)).Append(Azure(patient, http, cancellation));
        var all = await Task.WhenAll(models.Append(Venue(patient, http, cancellation)));
        var checks = all.SelectMany(static checks => checks).ToList();
        return checks.Exists(static check => check.Subject.StartsWith("model", StringComparison.Ordinal))
            ? checks
            : [.. checks, Check.Skip("models", "no provider has a key in the settings; agents by rules need none")];
    }

    private static async Task<IReadOnlyList<Check>> Model(Patient patient, HttpClient http, Provider provider, CancellationToken cancellation)
    {
        var subject = $"model provider {provider.Name}";
        try
        {
            if (patient.Setting(provider.KeyVariable) is not { } key)
                return [];
            var own = patient.Setting($"Models__Providers__{provider.Name}__BaseUrl");
            return [await Keyed(http, subject, own is null ? new Uri(provider.Keyed) : new Uri($"{own.TrimEnd('/')}/models"), provider.Header, key, provider.KeyVariable, cancellation), .. Age(patient, subject, provider.KeyVariable)];
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException or UriFormatException)
        {
            return [Check.Found(subject, $"its setting cannot be used ({fault.Message})", $"correct {provider.KeyVariable}_FILE or Models__Providers__{provider.Name}__BaseUrl")];
        }
    }

    private static async Task<IReadOnlyList<Check>> Azure(Patient patient, HttpClient http, CancellationToken cancellation)
    {
        const string Subject = "model provider azure", Variable = "AZURE_OPENAI_API_KEY";
        if (patient.Setting("AZURE_OPENAI_ENDPOINT") is not { } endpoint)
            return [];
        if (!Uri.TryCreate(endpoint, UriKind.Absolute, out var url))
            return [Check.Found(Subject, "AZURE_OPENAI_ENDPOINT is no address", "write e.g. https://NAME.openai.azure.com")];
        return patient.Setting(Variable) is { } key
            ? [await Keyed(http, Subject, new Uri(url, "/openai/v1/models"), "api-key", key, Variable, cancellation), .. Age(patient, Subject, Variable)]
            : [Check.Found(Subject, "has an address and no key", $"set {Variable}")];
    }

    private static async Task<Check> Keyed(HttpClient http, string subject, Uri url, string header, string key, string variable, CancellationToken cancellation)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, url);
        if (header is "Authorization")
            request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", key);
        else
            request.Headers.TryAddWithoutValidation(header, key);
        if (header is "x-api-key")
            request.Headers.TryAddWithoutValidation("anthropic-version", "2023-06-01");
        try
        {
            using var answer = await http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, cancellation);
            return answer.StatusCode switch
            {
                HttpStatusCode.Unauthorized or HttpStatusCode.Forbidden =>
                    Check.Found(subject, $"{url.Host} refuses the key ({(int)answer.StatusCode})", $"put a valid key into {variable}, and start the service again"),
                HttpStatusCode.NotFound or HttpStatusCode.MethodNotAllowed => Check.Ok(subject, $"{url.Host} answers; it has nothing that tells whether the key is good"),
                >= HttpStatusCode.InternalServerError => Check.Found(subject, $"{url.Host} is in trouble ({(int)answer.StatusCode})", "look at the provider's status page; agents hold until it answers"),
                _ => Check.Ok(subject, $"{url.Host} answers, the key is good"),
            };
        }
        catch (Exception fault) when (ServiceChecks.IsSilence(fault, cancellation))
        {
            return Check.Found(subject, $"{url.Host} cannot be reached ({fault.GetBaseException().Message})", "look at the network, a proxy (HTTPS_PROXY), a firewall");
        }
    }

    // A key in a variable does not tell how old it is; one in a file does.
    private static IEnumerable<Check> Age(Patient patient, string subject, string variable)
    {
        if (patient.Environment($"{variable}_FILE") is not { Length: > 0 } path)
            yield break;
        var age = patient.Days(new DateTimeOffset(File.GetLastWriteTimeUtc(path)));
        if (age > Patient.KeyDaysMax)
            yield return Check.Found($"{subject}, key", $"its file is {age} days old, at most {Patient.KeyDaysMax}", "replace the key at the provider and in the file");
    }

    private static async Task<IReadOnlyList<Check>> Venue(Patient patient, HttpClient http, CancellationToken cancellation)
    {
        var subject = $"venue {patient.Feed}";
        var url = patient.Feed switch
        {
            "bybit" => "https://api.bybit.com/v5/market/time",
            "coinbase" => "https://api.exchange.coinbase.com/time",
            _ => null,
        };
        if (url is null)
            return [Check.Skip(subject, "needs nothing from outside")];
        try
        {
            using var answer = await http.GetAsync(new Uri(url), cancellation);
            var check = answer.IsSuccessStatusCode
                ? Check.Ok(subject, $"{new Uri(url).Host} answers")
                : Check.Found(subject, $"{new Uri(url).Host} answers {(int)answer.StatusCode}", "it may refuse this country or address: see the venue's status page");
            return answer.Headers.Date is { } date ? [check, patient.Compare("clock of the venue", date, "it")] : [check];
        }
        catch (Exception fault) when (ServiceChecks.IsSilence(fault, cancellation))
        {
            return [Check.Found(subject, $"{new Uri(url).Host} cannot be reached ({fault.GetBaseException().Message})", "look at the network, a proxy (HTTPS_PROXY), a firewall")];
        }
    }
}
