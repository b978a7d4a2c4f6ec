using System.Net;
using System.Net.Http.Headers;
using System.Text;

namespace OrleansTrader.Service.Tests.Control;

/// <summary>Credentials and publications through the real service: nothing of a secret is found anywhere afterwards.</summary>
public sealed class TenancyStoryTests : IDisposable
{
    private const string Secret = "sk-story-4f9b7c21-do-not-find-me";

    private readonly TemporaryDirectory _directory = new();

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public void Dispose() => _directory.Dispose();

    [Fact]
    public async Task Credential_isKeptSealed_andFoundNowhere_andAPublishedAgentIsSeenByAnybody()
    {
        var silo = SiloProcess.Start(
            _directory.Path, new Dictionary<string, string>(StringComparer.Ordinal) { ["Logging__LogLevel__Default"] = "Trace" },
            "--port", "0", "--data-dir", "data", "--agent", "trend");
        await using (silo)
        {
            using var client = new HttpClient { BaseAddress = await silo.Address() };
            var key = (await File.ReadAllTextAsync(Path.Combine(_directory.Path, "data", "simulated", "control.key"), Cancellation)).Trim();
            Assert.Equal(HttpStatusCode.Unauthorized, (await client.PutAsync("/api/v1/credentials/mine", Body(), Cancellation)).StatusCode);
            client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", key);

            var answers = new StringBuilder();
            answers.Append(await Text(await client.PutAsync("/api/v1/credentials/mine", Body(), Cancellation)));
            Assert.Contains("d-me\"", answers.ToString(), StringComparison.Ordinal);
            answers.Append(await client.GetStringAsync("/api/v1/credentials", Cancellation));
            answers.Append(await client.GetStringAsync("/api/v1/audit", Cancellation));
            answers.Append(await client.GetStringAsync("/tenancy", Cancellation));
            Assert.Contains("credential.set", answers.ToString(), StringComparison.Ordinal);
            Assert.DoesNotContain("4f9b7c21", answers.ToString(), StringComparison.Ordinal);

            await Publish(client);
            silo.SendTerminate();
            var ending = await silo.End();
            Assert.DoesNotContain("4f9b7c21", ending.ToString(), StringComparison.Ordinal);
        }

        foreach (var file in Directory.EnumerateFiles(_directory.Path, "*", SearchOption.AllDirectories))
            Assert.False((await File.ReadAllBytesAsync(file, Cancellation)).AsSpan().IndexOf("4f9b7c21"u8) >= 0, file);
    }

    private static async Task Publish(HttpClient client)
    {
        using var anybody = new HttpClient { BaseAddress = client.BaseAddress };
        Assert.Equal(HttpStatusCode.NotFound, (await anybody.GetAsync("/api/v1/public/demo/trend", Cancellation)).StatusCode);
        Assert.Equal(HttpStatusCode.NotFound, (await anybody.GetAsync("/public/demo/nobody", Cancellation)).StatusCode);

        await Text(await client.PutAsync("/api/v1/publications/trend", new StringContent("""{"detail":"results"}""", Encoding.UTF8, "application/json"), Cancellation));

        // What there is nothing of is remembered for a few seconds.
        var deadline = TimeProvider.System.GetTimestamp();
        while ((await anybody.GetAsync("/api/v1/public/demo/trend", Cancellation)).StatusCode != HttpStatusCode.OK)
        {
            Assert.True(TimeProvider.System.GetElapsedTime(deadline).TotalSeconds < SiloProcess.WaitSecondsMax);
            await Task.Delay(200, Cancellation);
        }

        var page = await anybody.GetStringAsync("/public/demo/trend", Cancellation);
        Assert.StartsWith("<!DOCTYPE html>", page, StringComparison.Ordinal);
        Assert.Contains("trend@1.0.0", page, StringComparison.Ordinal);
        Assert.DoesNotContain("<script", page, StringComparison.Ordinal);
    }

    private static StringContent Body() => new(
        $$"""{"kind":"model","target":"https://models.example.com/v1","secret":"{{Secret}}"}""", Encoding.UTF8, "application/json");

    private static async Task<string> Text(HttpResponseMessage answer)
    {
        var text = await answer.Content.ReadAsStringAsync(Cancellation);
        Assert.True(answer.IsSuccessStatusCode, text);
        return text;
    }
}
