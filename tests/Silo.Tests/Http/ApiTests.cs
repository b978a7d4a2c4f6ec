using System.Net;
using System.Text.Json;
using OrleansTrader.Grains.Books;
using OrleansTrader.Grains.Leaderboards;

namespace OrleansTrader.Silo.Tests.Http;

public sealed class ApiTests(TestSite site) : IClassFixture<TestSite>
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Account_known_has_decimals_as_strings_and_instants_in_utc()
    {
        var account = await Json("/api/v1/accounts/trend");

        var books = account.GetProperty("books");
        Assert.Equal("10000.5", books.GetProperty("equity").GetString());
        Assert.Equal(TimeSpan.Zero, books.GetProperty("at").GetDateTimeOffset().Offset);
        Assert.Equal("demo/trend", account.GetProperty("key").GetString());
    }

    [Theory]
    [InlineData("/api/v1/accounts")]
    [InlineData("/api/v1/accounts/trend/positions")]
    [InlineData("/api/v1/accounts/trend/orders")]
    [InlineData("/api/v1/accounts/trend/fills")]
    [InlineData("/api/v1/accounts/trend/closed-trades")]
    [InlineData("/api/v1/accounts/trend/equity")]
    [InlineData("/api/v1/agents")]
    [InlineData("/api/v1/agents/trend")]
    [InlineData("/api/v1/agents/trend/decisions")]
    [InlineData("/api/v1/agents/trend/records")]
    [InlineData("/api/v1/agents/trend/model-cost")]
    [InlineData("/api/v1/symbols")]
    [InlineData("/api/v1/symbols/BTC-USDT")]
    [InlineData("/api/v1/symbols/btc-usdt/candles?interval=5m&count=10")]
    [InlineData("/api/v1/quotes")]
    [InlineData("/api/v1/leaderboard")]
    [InlineData("/api/v1/leaderboard?minHours=24&minTrades=10")]
    [InlineData("/api/v1/quotes/BTC-USDT")]
    public async Task Endpoint_known_noun_answers_json(string path)
    {
        using var answer = await site.Client.GetAsync(path, Cancellation);

        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        Assert.Equal("application/json", answer.Content.Headers.ContentType?.MediaType);
    }

    [Theory]
    [InlineData("/api/v1/accounts/nobody", "account")]
    [InlineData("/api/v1/accounts/nobody/fills", "account")]
    [InlineData("/api/v1/agents/nobody", "agent")]
    [InlineData("/api/v1/agents/nobody/model-cost", "agent")]
    [InlineData("/api/v1/versions/trend@9.9.9/lessons", "version")]
    [InlineData("/api/v1/symbols/FOO-USDT", "symbol")]
    [InlineData("/api/v1/symbols/nonsense", "symbol")]
    [InlineData("/api/v1/quotes/FOO-USDT", "symbol")]
    [InlineData("/api/v1/nothing", "path")]
    public async Task Endpoint_unknown_key_answers_404_naming_it(string path, string field)
    {
        var error = await Problem(path, HttpStatusCode.NotFound);

        Assert.Equal(field, error.GetProperty("field").GetString());
        Assert.NotEmpty(error.GetProperty("remedy").GetString()!);
    }

    [Theory]
    [InlineData("/api/v1/accounts/trend/fills?limit=0", "limit", "0")]
    [InlineData("/api/v1/accounts/trend/fills?limit=1001", "limit", "1001")]
    [InlineData("/api/v1/accounts/trend/fills?limit=ten", "limit", "ten")]
    [InlineData("/api/v1/accounts/trend/fills?before=-1", "before", "-1")]
    [InlineData("/api/v1/accounts/trend/equity?from=yesterday", "from", "yesterday")]
    [InlineData("/api/v1/accounts/trend/equity?points=5001", "points", "5001")]
    [InlineData("/api/v1/accounts/trend/equity?from=2026-02-01T00:00:00Z&to=2026-01-01T00:00:00Z", "from", "2026-02-01T00:00:00Z")]
    [InlineData("/api/v1/symbols/BTC-USDT/candles?interval=7m", "interval", "7m")]
    [InlineData("/api/v1/symbols/BTC-USDT/candles?count=1001", "count", "1001")]
    [InlineData("/api/v1/symbols/BTC-USDT/candles?limit=5", "limit", "5")]
    [InlineData("/api/v1/leaderboard?minHours=-1", "minHours", "-1")]
    [InlineData("/api/v1/leaderboard?minTrades=many", "minTrades", "many")]
    [InlineData("/api/v1/leaderboard?minDays=1", "minDays", "1")]
    public async Task Endpoint_bad_parameter_answers_400_naming_field_and_value(string path, string field, string value)
    {
        var error = await Problem(path, HttpStatusCode.BadRequest);

        Assert.Equal((field, value), (error.GetProperty("field").GetString(), error.GetProperty("value").GetString()));
    }

    [Theory]
    [InlineData("/api/v1/symbols")]
    [InlineData("/api/v1/accounts/trend")]
    public async Task Endpoint_changing_method_answers_405_and_what_is_allowed(string path)
    {
        using var answer = await site.Client.PostAsync(path, content: null, Cancellation);

        Assert.Equal(HttpStatusCode.MethodNotAllowed, answer.StatusCode);
        Assert.Equal("GET", Assert.Single(answer.Content.Headers.Allow));
        Assert.Equal("application/problem+json", answer.Content.Headers.ContentType?.MediaType);
    }

    [Fact]
    public async Task Pages_followed_to_the_end_hold_every_row_once()
    {
        var numbers = new List<long>();
        string? next = null;
        do
        {
            var page = await Json($"/api/v1/accounts/trend/fills?limit=5{(next is null ? "" : $"&before={next}")}");
            numbers.AddRange(page.GetProperty("rows").EnumerateArray().Select(row => row.GetProperty("number").GetInt64()));
            next = page.TryGetProperty("next", out var found) ? found.ToString() : null;
        }
        while (next is not null);

        Assert.Equal(Enumerable.Range(1, FakeTrader.FillCount).Reverse().Select(number => (long)number), numbers);
    }

    [Fact]
    public async Task Page_without_limit_is_bounded()
    {
        site.Trader.Pages.Clear();

        await Json("/api/v1/accounts/trend/fills");

        Assert.InRange(Assert.Single(site.Trader.Pages).Limit, 1, PageRequest.LimitMax);
    }

    [Fact]
    public async Task Description_lists_every_endpoint_with_its_problems()
    {
        var paths = (await Json("/openapi/v1.json")).GetProperty("paths");

        string[] expected =
        [
            "/health/live", "/health/ready", "/api/v1/accounts", "/api/v1/accounts/{account}", "/api/v1/accounts/{account}/positions",
            "/api/v1/accounts/{account}/orders", "/api/v1/accounts/{account}/fills", "/api/v1/accounts/{account}/closed-trades",
            "/api/v1/accounts/{account}/equity", "/api/v1/agents", "/api/v1/agents/{agent}", "/api/v1/agents/{agent}/decisions", "/api/v1/agents/{agent}/records", "/api/v1/agents/{agent}/records/{cycle}",
            "/api/v1/agents/{agent}/model-cost", "/api/v1/agents/{agent}/records.csv",
            "/api/v1/accounts/{account}/deposits", "/api/v1/accounts/{account}/withdrawals", "/api/v1/accounts/{account}/reset",
            "/api/v1/accounts/{account}/halt", "/api/v1/accounts/{account}/resume", "/api/v1/accounts/{account}/limits", "/api/v1/accounts/{account}/archive", "/api/v1/accounts/{account}/orders/{order}", "/api/v1/accounts/{account}/positions/{symbol}/close",
            "/api/v1/accounts/{account}/fills.csv", "/api/v1/accounts/{account}/closed-trades.csv", "/api/v1/agents/{agent}/decisions.csv",
            "/api/v1/agents/{agent}/start", "/api/v1/agents/{agent}/resume", "/api/v1/agents/{agent}/pause", "/api/v1/agents/{agent}/stop",
            "/api/v1/agents/{agent}/rollback", "/api/v1/versions", "/api/v1/versions/{version}", "/api/v1/versions/{version}/diff/{other}", "/api/v1/versions/{version}/lessons",
            "/api/v1/versions/{version}/clone", "/api/v1/versions/{version}/activate", "/api/v1/versions/{version}/retire",
            "/api/v1/leaderboard", "/api/v1/symbols", "/api/v1/symbols/{symbol}", "/api/v1/symbols/{symbol}/candles", "/api/v1/quotes", "/api/v1/quotes/{symbol}",
            "/api/v1/me", "/api/v1/users", "/api/v1/users/{user}/role", "/api/v1/users/{user}/password", "/api/v1/users/{user}/disable", "/api/v1/users/{user}/enable",
            "/api/v1/keys", "/api/v1/keys/{key}", "/api/v1/keys/{key}/rotate", "/api/v1/audit", "/api/v1/tenants", "/api/v1/tenants/{tenant}/users/{user}/reset",
            "/api/v1/quotas", "/api/v1/tenants/{tenant}/quotas", "/api/v1/credentials", "/api/v1/credentials/{credential}", "/api/v1/publications",
            "/api/v1/publications/{agent}", "/api/v1/public/{tenant}/{agent}",
            "/api/v1/breakers", "/api/v1/accounts/{account}/breakers", "/api/v1/tenant/breakers", "/api/v1/tenant/halt", "/api/v1/tenant/resume", "/api/v1/service/breakers", "/api/v1/service/halt",
            "/api/v1/service/resume", "/api/v1/symbols/{symbol}/breakers", "/api/v1/symbols/{symbol}/halt", "/api/v1/symbols/{symbol}/resume",
            "/api/v1/accounts/{account}/parents", "/api/v1/accounts/{account}/parents/{order}", "/api/v1/accounts/{account}/positions/{symbol}/exits",
            "/api/v1/limits", "/api/v1/limits/profiles", "/api/v1/sources", "/api/v1/sources/{source}", "/api/v1/sources/{source}/try", "/api/v1/sources/{source}/rotate",
            "/api/v1/signals", "/api/v1/signals/reputation", "/api/v1/signals/{signal}", "/webhook/{tenant}/{source}/{token}",
            "/api/v1/alerts", "/api/v1/notifications", "/api/v1/notifications/dead-letters", "/api/v1/notifications/{destination}", "/api/v1/notifications/{destination}/test",
        ];
        Assert.Equal(expected.Order(StringComparer.Ordinal), paths.EnumerateObject().Select(path => path.Name.TrimEnd('/')).Order(StringComparer.Ordinal));
        var fills = paths.GetProperty("/api/v1/accounts/{account}/fills").GetProperty("get");
        Assert.True(fills.GetProperty("responses").TryGetProperty("400", out _));
        Assert.Contains("limit", fills.GetProperty("parameters").EnumerateArray().Select(parameter => parameter.GetProperty("name").GetString()));
    }

    [Fact]
    public async Task Lessons_of_a_version_are_a_page_with_what_was_expected_and_what_came()
    {
        var row = (await Json("/api/v1/versions/trend@1.0.0/lessons?limit=5")).GetProperty("rows")[0];

        var lesson = row.GetProperty("lesson");
        Assert.Equal(
            ("demo/trend", "-1.2", "0.01", "stop", "The stop was too near.", "model"),
            (row.GetProperty("agent").GetString(), lesson.GetProperty("netR").GetString(), lesson.GetProperty("expected").GetProperty("stopShare").GetString(),
                lesson.GetProperty("came").GetProperty("exit").GetString(), lesson.GetProperty("words").GetString(), lesson.GetProperty("author").GetString()));
    }

    [Fact]
    public async Task Leaderboard_filtered_asks_for_what_it_says_and_leaves_out_what_is_not_defined()
    {
        var board = await Json("/api/v1/leaderboard?minHours=36&minTrades=10");

        Assert.Equal(new LeaderboardFilter(TimeSpan.FromHours(36), 10), site.Trader.Filter);
        var rows = board.GetProperty("rows").EnumerateArray().ToArray();
        Assert.Equal(("leading", 1.25, "-3.5"), (rows[0].GetProperty("verdict").GetString(), rows[0].GetProperty("sharpeLower").GetDouble(), rows[0].GetProperty("funding").GetString()));
        Assert.Equal("1.2345", rows[0].GetProperty("modelCost").GetString());
        Assert.False(rows[1].TryGetProperty("sharpe", out _));
        Assert.False(rows[1].TryGetProperty("modelCost", out _));
    }

    private async Task<JsonElement> Json(string path)
    {
        using var answer = await site.Client.GetAsync(path, Cancellation);
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        return JsonDocument.Parse(await answer.Content.ReadAsStringAsync(Cancellation)).RootElement;
    }

    private async Task<JsonElement> Problem(string path, HttpStatusCode status)
    {
        using var answer = await site.Client.GetAsync(path, Cancellation);
        Assert.Equal(status, answer.StatusCode);
        Assert.Equal("application/problem+json", answer.Content.Headers.ContentType?.MediaType);
        return JsonDocument.Parse(await answer.Content.ReadAsStringAsync(Cancellation)).RootElement.GetProperty("errors")[0];
    }
}
