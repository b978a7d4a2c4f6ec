using System.Diagnostics;
using System.Net;
using System.Text;
using System.Text.Json;
using Npgsql;

namespace OrleansTrader.ClusterTests.Dashboard;

/// <summary>What a person and a program meet at the process that has no grains.</summary>
public sealed class DashboardTests(PlainCluster cluster) : IClassFixture<PlainCluster>
{
    /// <summary>Longest time until something that comes by itself is there, in seconds.</summary>
    private const int ComesSecondsMax = 60;

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("/", "BTC-USDT")]
    [InlineData("/leaderboard", "trend")]
    public async Task Page_ofTheDashboard_showsWhatTheSilosKnow(string path, string shown)
    {
        using var dashboard = cluster.Processes.Dashboard();

        await Until(async () => (await dashboard.GetStringAsync(Relative(path), Cancellation)).Contains(shown, StringComparison.Ordinal), $"{path} does not show {shown}");
    }

    [Fact]
    public async Task Order_byTheDashboard_isFilledOnASiloAndShown()
    {
        using var dashboard = cluster.Processes.Dashboard();
        using var made = await Post(dashboard, "/api/v1/accounts", """{"name":"hand","cash":"10000"}""");
        Assert.Equal(HttpStatusCode.Created, made.StatusCode);
        await Until(async () => (await Json(dashboard, "/api/v1/quotes")).GetRawText().Contains("BTC-USDT", StringComparison.Ordinal), "no quote of BTC-USDT");

        using var placed = await Post(dashboard, "/api/v1/accounts/hand/orders", """{"symbol":"BTC-USDT","side":"buy","type":"market","quantity":"0.01"}""");

        Assert.True(placed.IsSuccessStatusCode, await placed.Content.ReadAsStringAsync(Cancellation));
        await Until(async () => (await Json(dashboard, "/api/v1/accounts/hand/fills")).GetRawText().Contains("0.01", StringComparison.Ordinal), "the order has no fill");
        Assert.Contains("BTC-USDT", (await Json(dashboard, "/api/v1/accounts/hand/positions")).GetRawText(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Change_withoutTheKey_isRefused()
    {
        using var stranger = cluster.Processes.Dashboard();
        stranger.DefaultRequestHeaders.Authorization = null;

        using var answer = await Post(stranger, "/api/v1/accounts", """{"name":"stolen"}""");

        Assert.Equal(HttpStatusCode.Unauthorized, answer.StatusCode);
    }

    [Fact]
    public async Task Health_ofTheDashboard_tellsOfSilosAndMetricsOfCalls()
    {
        using var dashboard = cluster.Processes.Dashboard();

        var health = await Json(dashboard, "/health/ready");
        var metrics = await dashboard.GetStringAsync(Relative("/metrics"), Cancellation);

        Assert.Contains("\"name\":\"silos\",\"isReady\":true", health.GetRawText(), StringComparison.Ordinal);
        Assert.Contains("orleans_", metrics, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Request_thatFailsOnASilo_isInTheSilosLogUnderItsTrace()
    {
        using var dashboard = cluster.Processes.Dashboard();
        using var made = await Post(dashboard, "/api/v1/accounts", """{"name":"traced","cash":"10000"}""");
        Assert.Equal(HttpStatusCode.Created, made.StatusCode);
        await RefuseCommits("demo/traced");
        var trace = ActivityTraceId.CreateRandom().ToHexString();
        dashboard.DefaultRequestHeaders.Add("traceparent", $"00-{trace}-{ActivitySpanId.CreateRandom().ToHexString()}-00");

        using var answer = await Post(dashboard, "/api/v1/accounts/traced/deposits", """{"amount":"1"}""");

        Assert.False(answer.IsSuccessStatusCode);
        await Until(
            () => Task.FromResult(new[] { "silo-1", "silo-2" }.SelectMany(cluster.Processes.Logged).Any(line =>
                line.Contains("may not have been written", StringComparison.Ordinal) && line.Contains($"\"trace\":\"{trace}\"", StringComparison.Ordinal))),
            $"no silo's log has the fault under trace {trace}");
    }

    // From now on the database takes nothing more of this account.
    private async Task RefuseCommits(string account)
    {
        await using var connection = new NpgsqlConnection(cluster.Processes.Database);
        await connection.OpenAsync(Cancellation);
        await using var command = new NpgsqlCommand(
            $"""
             CREATE FUNCTION refuse() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RAISE EXCEPTION 'refused by a test'; END $$;
             DO $$ BEGIN EXECUTE format(
                 'CREATE TRIGGER refuse BEFORE INSERT ON commits FOR EACH ROW WHEN (NEW.stream = %s) EXECUTE FUNCTION refuse()',
                 (SELECT id FROM streams WHERE name LIKE '%{account}')); END $$;
             """,
            connection);
        await command.ExecuteNonQueryAsync(Cancellation);
    }

    private static async Task<HttpResponseMessage> Post(HttpClient client, string path, string json)
    {
        using var body = new StringContent(json, Encoding.UTF8, "application/json");
        using var request = new HttpRequestMessage(HttpMethod.Post, Relative(path)) { Content = body };
        request.Headers.Add("Idempotency-Key", Guid.NewGuid().ToString("N"));
        return await client.SendAsync(request, Cancellation);
    }

    private static async Task<JsonElement> Json(HttpClient client, string path) =>
        JsonDocument.Parse(await client.GetStringAsync(Relative(path), Cancellation)).RootElement;

    private static Uri Relative(string path) => new(path, UriKind.Relative);

    private static async Task Until(Func<Task<bool>> isSo, string otherwise)
    {
        for (var began = Stopwatch.GetTimestamp(); !await isSo();)
        {
            Assert.True(Stopwatch.GetElapsedTime(began).TotalSeconds <= ComesSecondsMax, otherwise);
            await Task.Delay(TimeSpan.FromMilliseconds(250), Cancellation);
        }
    }
}
