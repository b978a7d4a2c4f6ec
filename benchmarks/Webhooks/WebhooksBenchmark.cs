using System.Globalization;
using System.Net;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using OrleansTrader.Benchmarks.Service;

namespace OrleansTrader.Benchmarks.Webhooks;

/// <summary>
/// Alerts over HTTP to the service as a user runs it, with SQLite, each a new signal and durable before its answer. They are sent at their times
/// whether earlier ones were answered or not, and each one's time counts from when it was due: a service that stalls cannot hide it.
/// </summary>
internal static class WebhooksBenchmark
{
    private const int PerSecond = 500;

    private const double P99MillisecondsMax = 20;

    private static readonly TimeSpan _warmUp = TimeSpan.FromSeconds(10), _measured = TimeSpan.FromSeconds(30);

    public static int Run(string[] args) => Measure().GetAwaiter().GetResult();

    private static async Task<int> Measure()
    {
        Figure.Machine();
        using var limit = new CancellationTokenSource(TimeSpan.FromMinutes(3));
        using var silo = SiloProcess.Start(
            new Dictionary<string, string>(StringComparer.Ordinal)
            {
                ["Tenancy__WebhooksPerMinute"] = "1000000", ["Tenancy__WebhooksPerMinutePerAddress"] = "1000000",
            },
            "--port", "0", "--agent", "trend");
        var address = await Address(silo, limit.Token);
        using var client = new HttpClient(new SocketsHttpHandler { UseCookies = false, MaxConnectionsPerServer = 256, UseProxy = false }) { BaseAddress = address };
        var door = await Door(client, Path.Combine(silo.Directory, "data", "simulated", "control.key"), limit.Token);
        await Send(client, door, "warm", _warmUp, limit.Token);
        var processor = silo.ProcessorTime;
        var took = await Send(client, door, "measured", _measured, limit.Token);
        var cores = (silo.ProcessorTime - processor) / _measured;
        Array.Sort(took);
        var (p50, p95, p99) = (took[took.Length / 2], took[took.Length * 95 / 100], took[took.Length * 99 / 100]);
        Figure.Note($"{took.Length:N0} alerts in {_measured.TotalSeconds:N0} s, each accepted and durable; p50 {p50:F1} ms, p95 {p95:F1} ms, most {took[^1]:F1} ms; the service took {cores:F2} cores");
        return Figure.Judge($"webhooks: p99 {p99:F1} ms at {PerSecond} a second", $"< {P99MillisecondsMax} ms", p99 < P99MillisecondsMax);
    }

    /// <returns>Milliseconds from when each alert was due to its answer.</returns>
    private static async Task<double[]> Send(HttpClient client, string door, string name, TimeSpan length, CancellationToken cancellation)
    {
        var sent = new Task<double>[(int)(length.TotalSeconds * PerSecond)];
        var began = TimeProvider.System.GetTimestamp();
        for (var next = 0; next < sent.Length;)
        {
            var due = (int)(TimeProvider.System.GetElapsedTime(began).TotalSeconds * PerSecond) + 1;
            for (; next < Math.Min(due, sent.Length); next++)
                sent[next] = One(client, door, $"{name}-{next}", began, TimeSpan.FromSeconds((double)next / PerSecond), cancellation);
            await Task.Delay(1, cancellation);
        }

        return await Task.WhenAll(sent);
    }

    private static async Task<double> One(HttpClient client, string door, string id, long began, TimeSpan due, CancellationToken cancellation)
    {
        using var content = new StringContent($$"""{"symbol":"BINANCE:BTCUSDT.P","direction":"long","id":"{{id}}"}""", Encoding.UTF8, "application/json");
        using var answer = await client.PostAsync(door, content, cancellation);
        return answer.StatusCode == HttpStatusCode.Accepted
            ? (TimeProvider.System.GetElapsedTime(began) - due).TotalMilliseconds
            : throw new InvalidOperationException($"an alert was answered with {(int)answer.StatusCode}: {await answer.Content.ReadAsStringAsync(cancellation)}");
    }

    private static async Task<string> Door(HttpClient client, string keyFile, CancellationToken cancellation)
    {
        using var request = new HttpRequestMessage(HttpMethod.Put, "/api/v1/sources/benchmark")
        {
            Content = new StringContent("""{"kind":"native"}""", Encoding.UTF8, "application/json"),
            Headers = { Authorization = new AuthenticationHeaderValue("Bearer", (await File.ReadAllTextAsync(keyFile, cancellation)).Trim()) },
        };
        using var answer = await client.SendAsync(request, cancellation);
        var made = JsonDocument.Parse(await answer.Content.ReadAsStringAsync(cancellation)).RootElement;
        return string.Create(CultureInfo.InvariantCulture, $"/webhook/demo/benchmark/{made.GetProperty("secret")}");
    }

    private static async Task<Uri> Address(SiloProcess silo, CancellationToken cancellation)
    {
        while (await silo.Output.ReadLineAsync(cancellation) is { } line)
        {
            if (line.Split(' ') is ["Open", var url, ..])
            {
                _ = silo.Output.ReadToEndAsync(cancellation);
                return new Uri(url);
            }
        }

        throw new InvalidOperationException("the service ended before it answered");
    }
}
