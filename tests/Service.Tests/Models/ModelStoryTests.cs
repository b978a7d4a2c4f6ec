using System.Globalization;
using System.Net.Http.Json;
using System.Text.Json;
using OrleansTrader.LanguageModels.Tests.FakeServer;

namespace OrleansTrader.Service.Tests.Models;

/// <summary>A language model trades: the built service, the provider's real SDK, and a provider that a test plays.</summary>
public sealed class ModelStoryTests : IDisposable
{
    private const string Buy =
        """
        {"positions":[{"symbol":"BTC-USDT","signal":"buy","quantity":0.5,"leverage":2,"confidence":0.6,"risk_usd":100,"exit_plan":null,
        "justification":"the story wants it","entry":null,"risk_level":"medium","key_indicators":[],"factor_weights":null}],"notes_for_audience":null}
        """;

    private readonly TemporaryDirectory _directory = new();

    public void Dispose() => _directory.Dispose();

    [Theory]
    [InlineData("openai/gpt-5", "OPENAI_API_KEY", "Models__Providers__openai__BaseUrl", "/v1")]
    [InlineData("anthropic/claude-sonnet-4-5", "ANTHROPIC_API_KEY", "Models__Providers__anthropic__BaseUrl", "")]
    public async Task Model_decides_isTradedAndKeptWordForWord(string model, string keyName, string baseName, string path)
    {
        await using var provider = await FakeModelServer.Start();
        provider.Otherwise = _ => FakeReply.Answer(Buy);
        await using var silo = SiloProcess.Start(
            _directory.Path,
            new Dictionary<string, string>(StringComparer.Ordinal) { [keyName] = FakeModelServer.Key, [baseName] = provider.Root + path },
            "--port", "0", "--cycle", "2", "--symbols", "BTC-USDT", "--agent", model);
        using var client = new HttpClient { BaseAddress = await silo.Address() };
        var agent = model[(model.IndexOf('/', StringComparison.Ordinal) + 1)..];

        await Until(client, $"/api/v1/accounts/{agent}/fills", static fills => fills.GetProperty("rows").GetArrayLength() > 0);

        var fill = (await client.GetFromJsonAsync<JsonElement>($"/api/v1/accounts/{agent}/fills")).GetProperty("rows")[0];
        Assert.Contains("the story wants it", fill.GetRawText(), StringComparison.Ordinal);
        var records = await client.GetFromJsonAsync<JsonElement>($"/api/v1/agents/{agent}/records");
        var record = records.GetProperty("rows").EnumerateArray().Last();
        var transcript = await client.GetFromJsonAsync<JsonElement>($"/api/v1/agents/{agent}/records/{record.GetProperty("cycle")}");
        var turn = transcript.GetProperty("turns")[0];
        Assert.Equal(Buy, turn.GetProperty("answer").GetString());
        var outcome = Assert.Single(transcript.GetProperty("outcomes").EnumerateArray());
        var order = outcome.GetProperty("orders")[0];
        Assert.Equal(("open-long", "filled", "0.5"), (outcome.GetProperty("action").GetString(), order.GetProperty("status").GetString(), order.GetProperty("filled").GetString()));
        Assert.Equal(1, record.GetProperty("outcome").GetProperty("orders").GetInt32());
        var cost = await client.GetFromJsonAsync<JsonElement>($"/api/v1/agents/{agent}/model-cost");
        Assert.InRange(cost.GetProperty("today").GetProperty("questions").GetInt64(), 1, cost.GetProperty("total").GetProperty("records").GetInt64());
        Assert.InRange(decimal.Parse(cost.GetProperty("total").GetProperty("costUsd").GetString()!, CultureInfo.InvariantCulture), 0.000001m, 1m);
        Assert.Contains("\"symbol\":\"BTC-USDT\"", turn.GetProperty("user").GetString(), StringComparison.Ordinal);

        silo.SendInterrupt();
        var ending = await silo.End();
        Assert.True(ending.ExitCode == 0 && ending.Errors.Length == 0, ending.ToString());
        Assert.DoesNotContain(FakeModelServer.Key, ending.Output, StringComparison.Ordinal);
        Assert.DoesNotContain(
            Directory.EnumerateFiles(_directory.Path, "*", SearchOption.AllDirectories),
            file => File.ReadAllText(file, System.Text.Encoding.Latin1).Contains(FakeModelServer.Key, StringComparison.Ordinal));
    }

    [Fact]
    public async Task Server_ofATenantThatTheOperatorLists_tradesAndGetsNoKey()
    {
        await using var server = await FakeModelServer.Start();
        server.WantsKey = false;
        server.Otherwise = _ => FakeReply.Answer(Buy);
        var host = new Uri(server.Root).Authority;
        await using var silo = SiloProcess.Start(
            _directory.Path,
            new Dictionary<string, string>(StringComparer.Ordinal) { ["OPENAI_API_KEY"] = FakeModelServer.Key, ["Models__TenantEndpoints"] = host },
            "--port", "0", "--cycle", "2", "--symbols", "BTC-USDT", "--agent", $"tenant/llama3 endpoint={server.V1}");
        using var client = new HttpClient { BaseAddress = await silo.Address() };

        await Until(client, "/api/v1/accounts/llama3/fills", static fills => fills.GetProperty("rows").GetArrayLength() > 0);

        var record = (await client.GetFromJsonAsync<JsonElement>("/api/v1/agents/llama3/records")).GetProperty("rows")[0];
        Assert.Equal($"tenant/llama3 at {host}", record.GetProperty("turns")[0].GetProperty("model").GetString());
        Assert.All(server.Requests, static request => Assert.Equal(string.Empty, request.Key));
    }

    [Fact]
    public async Task Model_refusesTheKey_isAHoldWithItsReasonAndNeverAnOrder()
    {
        await using var provider = await FakeModelServer.Start();
        await using var silo = SiloProcess.Start(
            _directory.Path,
            new Dictionary<string, string>(StringComparer.Ordinal) { ["OPENAI_API_KEY"] = "sk-wrong", ["Models__Providers__openai__BaseUrl"] = provider.V1 },
            "--port", "0", "--cycle", "1", "--symbols", "BTC-USDT", "--agent", "openai/gpt-5");
        using var client = new HttpClient { BaseAddress = await silo.Address() };

        await Until(client, "/api/v1/agents/gpt-5", static agent =>
            agent.TryGetProperty("holdReason", out var reason) && reason.GetString()!.StartsWith("safe mode after", StringComparison.Ordinal));

        var records = await client.GetFromJsonAsync<JsonElement>("/api/v1/agents/gpt-5/records");
        Assert.All(records.GetProperty("rows").EnumerateArray(), static record =>
            Assert.Contains("refused_credentials", record.GetProperty("turns")[0].GetProperty("fault").GetString(), StringComparison.Ordinal));
        Assert.Equal(0, (await client.GetFromJsonAsync<JsonElement>("/api/v1/accounts/gpt-5/orders")).GetProperty("rows").GetArrayLength());
    }

    private static async Task Until(HttpClient client, string path, Func<JsonElement, bool> holds)
    {
        using var bound = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        bound.CancelAfter(TimeSpan.FromSeconds(SiloProcess.WaitSecondsMax));
        while (!holds(await client.GetFromJsonAsync<JsonElement>(path, bound.Token)))
            await Task.Delay(TimeSpan.FromMilliseconds(50), bound.Token);
    }
}
