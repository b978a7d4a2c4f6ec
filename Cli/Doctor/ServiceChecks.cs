using System.Globalization;
using System.Net;
using System.Net.Http.Headers;
using System.Text.Json;
using OrleansTrader.Cli.Output;

namespace OrleansTrader.Cli.Doctor;

/// <summary>The service as its API shows it: answers, parts, clock, keys.</summary>
internal static class ServiceChecks
{
    private const string Subject = "service";

    public static async Task<IReadOnlyList<Check>> Run(Patient patient, CancellationToken cancellation)
    {
        using var http = patient.Http();
        var checks = new List<Check>();
        try
        {
            using var live = await http.GetAsync(new Uri(patient.Address, "health/live"), cancellation);
            checks.Add(live.IsSuccessStatusCode
                ? Check.Ok(Subject, $"{patient.Address} answers")
                : Check.Found(Subject, $"{patient.Address} answers {(int)live.StatusCode}", "look whether OrleansTrader is there: --address names another place"));
            if (live.Headers.Date is { } date)
                checks.Add(patient.Compare("clock of the service", date, "it"));
            if (!live.IsSuccessStatusCode)
                return checks;
            checks.AddRange(await Parts(patient, http, cancellation));
            checks.AddRange(await Keys(patient, http, cancellation));
        }
        catch (Exception fault) when (IsSilence(fault, cancellation))
        {
            checks.Add(Check.Found(Subject, $"{patient.Address} does not answer ({fault.GetBaseException().Message})", "start it, or name it with --address; what needs no service was looked at all the same"));
        }

        return checks;
    }

    /// <summary>Whether somebody did not answer, or not in time.</summary>
    public static bool IsSilence(Exception fault, CancellationToken cancellation) =>
        fault is HttpRequestException || (fault is OperationCanceledException && !cancellation.IsCancellationRequested);

    private static async Task<IReadOnlyList<Check>> Parts(Patient patient, HttpClient http, CancellationToken cancellation)
    {
        using var ready = await http.GetAsync(new Uri(patient.Address, "health/ready"), cancellation);
        if (await Json(ready, cancellation) is not { } report || !report.TryGetProperty("components", out var parts))
            return [Check.Found(Subject, $"/health/ready answers {(int)ready.StatusCode} without a report", "look whether OrleansTrader is there")];
        return [.. parts.EnumerateArray().Select(static part =>
        {
            var (name, state, detail) = ($"service: {Column.At(part, "name")}", Column.At(part, "state") ?? "?", Column.At(part, "detail"));
            return part.TryGetProperty("isReady", out var isReady) && isReady.ValueKind == JsonValueKind.True
                ? Check.Ok(name, detail is null ? state : $"{state}: {detail}")
                : Check.Found(name, detail is null ? state : $"{state}: {detail}", "see docs/runbooks, and the service's log");
        })];
    }

    private static async Task<IReadOnlyList<Check>> Keys(Patient patient, HttpClient http, CancellationToken cancellation)
    {
        const string Own = "key of this client";
        if (patient.Secret is null)
            return [Check.Skip(Own, "there is none: set TRADER_KEY, or name the data directory")];
        if (!patient.Address.IsLoopback && !string.Equals(patient.Address.Scheme, Uri.UriSchemeHttps, StringComparison.Ordinal))
            return [Check.Found(Own, "it is not sent in the clear", "name the service by https")];

        using var me = await Ask(patient, http, "api/v1/me", cancellation);
        if (me.StatusCode is HttpStatusCode.Unauthorized or HttpStatusCode.Forbidden)
            return [Check.Found(Own, "the service does not know it", "it was revoked, has expired, or belongs to another service: make another (trader keys create, or page Access), or read the control key anew")];
        if (await Json(me, cancellation) is not { } asker)
            return [Check.Skip(Own, $"/api/v1/me answers {(int)me.StatusCode}")];
        var checks = new List<Check> { Check.Ok(Own, $"is {Column.At(asker, "role")} of tenant {Column.At(asker, "tenant")}") };

        using var keys = await Ask(patient, http, "api/v1/keys", cancellation);
        if (!keys.IsSuccessStatusCode || await Json(keys, cancellation) is not { ValueKind: JsonValueKind.Array } list)
            return [.. checks, Check.Skip("API keys", "only an operator's key may look at them")];
        checks.AddRange(list.EnumerateArray().Select(key => OfKey(patient, key)).OfType<Check>());
        return checks;
    }

    private static Check? OfKey(Patient patient, JsonElement key)
    {
        if (Column.At(key, "revokedAt") is not null)
            return null;
        var subject = $"API key {Column.At(key, "id")} ({Column.At(key, "name")})";
        if (Instant(key, "expiresAt") is { } end)
        {
            var left = -patient.Days(end);
            if (end <= patient.Clock.GetUtcNow())
                return null;
            if (left < Patient.CertificateDaysMin)
                return Check.Found(subject, $"ends in {left} days", "rotate it: trader keys rotate, or page Access");
        }

        var age = Instant(key, "createdAt") is { } made ? patient.Days(made) : 0;
        return age > Patient.KeyDaysMax
            ? Check.Found(subject, $"is {age} days old, at most {Patient.KeyDaysMax}", "rotate it: trader keys rotate, or page Access")
            : Check.Ok(subject, $"is {age} days old");
    }

    private static DateTimeOffset? Instant(JsonElement row, string path) =>
        Column.At(row, path) is { } text && DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, out var at) ? at : null;

    private static async Task<HttpResponseMessage> Ask(Patient patient, HttpClient http, string path, CancellationToken cancellation)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, new Uri(patient.Address, path));
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", patient.Secret);
        return await http.SendAsync(request, cancellation);
    }

    private static async Task<JsonElement?> Json(HttpResponseMessage answer, CancellationToken cancellation)
    {
        try
        {
            using var document = JsonDocument.Parse(await answer.Content.ReadAsStringAsync(cancellation));
            return document.RootElement.Clone();
        }
        catch (JsonException)
        {
            return null;
        }
    }
}
