using System.Net;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;

namespace OrleansTrader.Service.Tests.Signals;

/// <summary>Sets up sources of the demo tenant by API, and sends alerts as the world outside does.</summary>
internal sealed class AlertSender(Uri address, string controlKey) : IDisposable
{
    private readonly HttpClient _operator = new() { BaseAddress = address, DefaultRequestHeaders = { Authorization = new AuthenticationHeaderValue("Bearer", controlKey) } };

    // The world outside shows no key, keeps no cookie, and follows nothing.
    private readonly HttpClient _world = new(new SocketsHttpHandler { AllowAutoRedirect = false, UseCookies = false }) { BaseAddress = address };

    public static async Task<AlertSender> To(SiloProcess silo, string directory) => new(
        await silo.Address(), (await File.ReadAllTextAsync(Path.Combine(directory, "data", "simulated", "control.key"))).Trim());

    /// <summary>Makes or changes a source.</summary>
    /// <returns>Its secret; null where it keeps the one that it has.</returns>
    public async Task<string?> Set(string source, string config)
    {
        using var answer = await _operator.PutAsync($"/api/v1/sources/{source}", Json(config));
        var text = await answer.Content.ReadAsStringAsync();
        Assert.True(answer.IsSuccessStatusCode, text);
        return JsonDocument.Parse(text).RootElement.TryGetProperty("secret", out var secret) ? secret.GetString() : null;
    }

    /// <summary>Opens a paper account of 100,000.</summary>
    public async Task OpenAccount(string name)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, "/api/v1/accounts") { Content = Json($$"""{"name":"{{name}}","cash":"100000"}""") };
        request.Headers.Add("Idempotency-Key", $"open-{name}");
        using var answer = await _operator.SendAsync(request);
        Assert.True(answer.IsSuccessStatusCode, await answer.Content.ReadAsStringAsync());
    }

    public async Task<JsonElement> Get(string path) => JsonDocument.Parse(await _operator.GetStringAsync(path)).RootElement;

    public Task<Answered> Send(string path, string body, params (string Name, string Value)[] headers) => Send(path, new ByteArrayContent(Encoding.UTF8.GetBytes(body)), headers);

    public async Task<Answered> Send(string path, HttpContent content, params (string Name, string Value)[] headers)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, path) { Content = content };
        foreach (var (name, value) in headers)
            request.Headers.TryAddWithoutValidation(name, value);
        using var answer = await _world.SendAsync(request);
        return new Answered(answer.StatusCode, await answer.Content.ReadAsStringAsync(), answer.Headers.RetryAfter?.Delta);
    }

    public void Dispose()
    {
        _operator.Dispose();
        _world.Dispose();
    }

    private static StringContent Json(string text) => new(text, Encoding.UTF8, "application/json");
}

/// <summary>What an alert was answered.</summary>
internal sealed record Answered(HttpStatusCode Status, string Text, TimeSpan? RetryAfter)
{
    public int Code => (int)Status;

    public string? Id => JsonDocument.Parse(Text).RootElement.GetProperty("id").GetString();

    public string[] Fields => [.. JsonDocument.Parse(Text).RootElement.GetProperty("errors").EnumerateArray().Select(static error => error.GetProperty("field").GetString()!)];

    /// <summary>What is said, but for the id of the request.</summary>
    public string Said => Text[..Text.LastIndexOf("\"traceId\"", StringComparison.Ordinal)];
}
