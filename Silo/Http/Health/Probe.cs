using System.Net;
using System.Text.Json;
using OrleansTrader.Silo.Options;

namespace OrleansTrader.Silo.Http.Health;

/// <summary>Asks the service that runs here how it is: for supervisors of containers whose image has no other client in it.</summary>
internal static class Probe
{
    private static readonly TimeSpan AnswerMax = TimeSpan.FromSeconds(5);

    /// <param name="path">Below <c>/health</c>: <c>live</c> or <c>ready</c>.</param>
    /// <returns>0 where it answers that it is well, 1 where it does not.</returns>
    public static async Task<int> Run(SiloOptions options, string path, TextWriter error, CancellationToken cancellation)
    {
        var address = Address(options, path);
        using var handler = new SocketsHttpHandler { UseProxy = false, AllowAutoRedirect = false };

        // It asks itself, under a name that the certificate need not have.
        handler.SslOptions.RemoteCertificateValidationCallback = static (_, _, _, _) => true;
        using var client = new HttpClient(handler) { Timeout = AnswerMax };
        try
        {
            using var answer = await client.GetAsync(address, cancellation);
            if (answer.IsSuccessStatusCode)
                return 0;
            await error.WriteLineAsync(What(await answer.Content.ReadAsStringAsync(cancellation)) ?? $"{address} answered {(int)answer.StatusCode}");
        }
        catch (Exception fault) when (fault is HttpRequestException || (fault is OperationCanceledException && !cancellation.IsCancellationRequested))
        {
            await error.WriteLineAsync($"{address} does not answer: {fault.GetBaseException().Message}");
        }

        return 1;
    }

    private static Uri Address(SiloOptions options, string path)
    {
        var listen = options.Settings.GetSection("Listen");
        var first = (listen["Addresses"] ?? listen["Addresses:0"])?.Split(',', ' ')[0];
        var host = IPAddress.TryParse(first, out var given) && !given.Equals(IPAddress.Any) && !given.Equals(IPAddress.IPv6Any) ? given : IPAddress.Loopback;
        var scheme = listen["Certificate:Path"] is { Length: > 0 } ? Uri.UriSchemeHttps : Uri.UriSchemeHttp;
        return new UriBuilder(scheme, host.ToString(), options.Port, $"health/{path}").Uri;
    }

    /// <summary>The parts that are not well, in one line.</summary>
    private static string? What(string body)
    {
        try
        {
            using var document = JsonDocument.Parse(body);
            var parts = document.RootElement.GetProperty("components").EnumerateArray()
                .Where(static part => !part.GetProperty("isReady").GetBoolean())
                .Select(static part => $"{part.GetProperty("name").GetString()}: {(part.TryGetProperty("detail", out var detail) ? detail.GetString() : null) ?? part.GetProperty("state").GetString()}");
            return $"not ready: {string.Join("; ", parts)}";
        }
        catch (Exception fault) when (fault is JsonException or KeyNotFoundException or InvalidOperationException)
        {
            return null;
        }
    }
}
