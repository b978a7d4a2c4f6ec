using System.Net;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using OrleansTrader.Grains;
using OrleansTrader.Grains.Accounts;
using OrleansTrader.Grains.Ports;
using OrleansTrader.Trading.Accounts;
using OrleansTrader.Trading.Orders;

namespace OrleansTrader.Silo.Tests.Http;

public sealed partial class ChangeTests : IClassFixture<TestSite>
{
    private readonly TestSite _site;

    public ChangeTests(TestSite site)
    {
        _site = site;
        _site.Control.Forget();
        _site.Trader.Made.UnionWith(["demo/trend-1-0-0", "demo/cross@1.0.0-rc.1", "demo/trend@1.1.0"]);
    }

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("POST", "/api/v1/accounts")]
    [InlineData("POST", "/api/v1/accounts/trend/deposits")]
    [InlineData("POST", "/api/v1/accounts/trend/orders")]
    [InlineData("PATCH", "/api/v1/accounts/trend/orders/3")]
    [InlineData("DELETE", "/api/v1/accounts/trend/orders/3")]
    [InlineData("POST", "/api/v1/accounts/trend/positions/BTC-USDT/close")]
    [InlineData("POST", "/api/v1/accounts/trend/halt")]
    [InlineData("PUT", "/api/v1/accounts/trend/limits")]
    [InlineData("POST", "/api/v1/agents/trend/stop")]
    [InlineData("POST", "/api/v1/versions/trend@1.0.0/retire")]
    public async Task Change_withoutTheKey_answers401AndChangesNothing(string method, string path)
    {
        foreach (var shown in new[] { null, "Bearer wrong", $"Basic {TestSite.Key}", "Bearer", $"Bearer {TestSite.Key}x" })
        {
            using var answer = await Send(method, path, """{"amount":"1"}""", authorization: shown);

            Assert.Equal(HttpStatusCode.Unauthorized, answer.StatusCode);
            Assert.Equal("Bearer", answer.Headers.WwwAuthenticate.ToString());
            var text = await answer.Content.ReadAsStringAsync(Cancellation);
            Assert.Contains("control.key", text, StringComparison.Ordinal);
            Assert.DoesNotContain(TestSite.Key, text, StringComparison.Ordinal);
        }

        Assert.Empty(_site.Control.Commands);
        Assert.Empty(_site.Control.Done);
    }

    [Fact]
    public async Task Change_withTheKeyFromAForeignOrigin_answers403()
    {
        using var request = Request("POST", "/api/v1/accounts/trend/deposits", """{"amount":"1"}""", $"Bearer {TestSite.Key}", "k");
        request.Headers.TryAddWithoutValidation("Origin", "https://evil.example");

        using var answer = await _site.Client.SendAsync(request, Cancellation);

        Assert.Equal(HttpStatusCode.Forbidden, answer.StatusCode);
        Assert.Empty(_site.Control.Commands);
    }

    [Fact]
    public async Task Command_sameKeyAndBody_isCarriedOutOnceAndAnsweredTheSame()
    {
        using var first = await Change("POST", "/api/v1/accounts/trend/deposits", """{"amount":"1000.50"}""", "k1");
        _site.Control.Reply = _site.Control.Reply with { Version = 99 };
        using var second = await Change("POST", "/api/v1/accounts/trend/deposits", """{"amount":"1000.50"}""", "k1");

        Assert.Equal((HttpStatusCode.OK, HttpStatusCode.OK), (first.StatusCode, second.StatusCode));
        Assert.Equal(await first.Content.ReadAsStringAsync(Cancellation), await second.Content.ReadAsStringAsync(Cancellation));
        Assert.Equal(new Deposit(1000.5m), Assert.Single(_site.Control.Commands));
    }

    [Theory]
    [InlineData("/api/v1/accounts/trend/deposits", """{"amount":"2"}""")]
    [InlineData("/api/v1/accounts/trend/withdrawals", """{"amount":"1"}""")]
    public async Task Command_sameKeyForAnotherRequest_answers422(string path, string body)
    {
        using var first = await Change("POST", "/api/v1/accounts/trend/deposits", """{"amount":"1"}""", "k1");

        var error = await Problem(await Change("POST", path, body, "k1"), HttpStatusCode.UnprocessableEntity);

        Assert.Equal(("Idempotency-Key", "k1"), (error.GetProperty("field").GetString(), error.GetProperty("value").GetString()));
        Assert.Single(_site.Control.Commands);
    }

    [Theory]
    [InlineData(null)]
    [InlineData("two words")]
    public async Task Command_withoutAUsableKey_answers400(string? key)
    {
        var error = await Problem(await Change("POST", "/api/v1/accounts/trend/deposits", """{"amount":"1"}""", key), HttpStatusCode.BadRequest);

        Assert.Equal("Idempotency-Key", error.GetProperty("field").GetString());
        Assert.Empty(_site.Control.Commands);
    }

    [Theory]
    [InlineData("""{"amount":"ten"}""", "amount", "ten")]
    [InlineData("""{"amount":"NaN"}""", "amount", "NaN")]
    [InlineData("""{"amount":1e999}""", "amount", "1e999")]
    [InlineData("""{}""", "amount", "")]
    [InlineData("""{"amount":null}""", "amount", "")]
    [InlineData("""{"amout":"1"}""", "amout", "1")]
    [InlineData("""{"amount":"1","amount":"2"}""", "amount", "2")]
    [InlineData("""[1]""", "body", "not understood")]
    [InlineData("""{"amount":""", "amount", "no JSON")]
    [InlineData("", "amount", "")]
    public async Task Command_bodyThatIsWrong_answers400NamingFieldAndValueAndTakesNoKey(string body, string field, string value)
    {
        var error = await Problem(await Change("POST", "/api/v1/accounts/trend/deposits", body, "k1"), HttpStatusCode.BadRequest);

        Assert.Equal((field, value), (error.GetProperty("field").GetString(), error.GetProperty("value").GetString()));
        Assert.NotEmpty(error.GetProperty("remedy").GetString()!);
        using var mended = await Change("POST", "/api/v1/accounts/trend/deposits", """{"amount":"1"}""", "k1");
        Assert.Equal(HttpStatusCode.OK, mended.StatusCode);
    }

    [Fact]
    public async Task Command_bodyTooLong_answers413()
    {
        using var answer = await Change("POST", "/api/v1/accounts/trend/deposits", new string(' ', 300_000), "k1");

        Assert.Equal(HttpStatusCode.RequestEntityTooLarge, answer.StatusCode);
    }

    [Fact]
    public async Task Command_bodyOfAnotherType_answers415()
    {
        using var request = Request("POST", "/api/v1/accounts/trend/deposits", "amount=1", $"Bearer {TestSite.Key}", "k");
        request.Content!.Headers.ContentType = new MediaTypeHeaderValue("application/x-www-form-urlencoded");

        var error = await Problem(await _site.Client.SendAsync(request, Cancellation), HttpStatusCode.UnsupportedMediaType);

        Assert.Equal("Content-Type", error.GetProperty("field").GetString());
    }

    [Theory]
    [InlineData("POST", "/api/v1/accounts/nobody/deposits", """{"amount":"1"}""", "account")]
    [InlineData("POST", "/api/v1/agents/nobody/start", "", "agent")]
    [InlineData("POST", "/api/v1/agents/nobody/stop", """{"positions":"keep"}""", "agent")]
    [InlineData("POST", "/api/v1/agents/nobody/rollback", """{"version":"trend@1.0.0"}""", "agent")]
    [InlineData("POST", "/api/v1/versions/trend@9.9.9/activate", "", "version")]
    [InlineData("POST", "/api/v1/versions/trend@9.9.9/clone", """{"version":"trend@1.1.0"}""", "version")]
    public async Task Change_ofWhatIsNotThere_answers404(string method, string path, string body, string field)
    {
        var error = await Problem(await Change(method, path, body, "k"), HttpStatusCode.NotFound);

        Assert.Equal(field, error.GetProperty("field").GetString());
        Assert.Empty(_site.Control.Commands);
        Assert.Empty(_site.Control.Done);
    }

    [Theory]
    [InlineData(RefusalCode.UnknownOrder, HttpStatusCode.NotFound)]
    [InlineData(RefusalCode.NoPosition, HttpStatusCode.NotFound)]
    [InlineData(RefusalCode.Halted, HttpStatusCode.Conflict)]
    [InlineData(RefusalCode.PositionOpen, HttpStatusCode.Conflict)]
    [InlineData(RefusalCode.OrdersOpen, HttpStatusCode.Conflict)]
    [InlineData(RefusalCode.Tick, HttpStatusCode.UnprocessableEntity)]
    [InlineData(RefusalCode.InsufficientMargin, HttpStatusCode.UnprocessableEntity)]
    public async Task Command_refused_answersWhatFits(RefusalCode code, HttpStatusCode status)
    {
        _site.Control.Reply = new(CommandStatus.Refused, 7, null, new Refusal(code, "LimitPrice", "1.23", "do better"), null);

        var error = await Problem(await Change("DELETE", "/api/v1/accounts/trend/orders/3", "", "k"), status);

        Assert.Equal("limitPrice 1.23 do better", $"{error.GetProperty("field")} {error.GetProperty("value")} {error.GetProperty("remedy")}");
    }

    public static TheoryData<Exception> Away { get; } = [new TimeoutException("late"), new OrleansException("the silo went"), new JournalException("restarts")];

    [Theory]
    [MemberData(nameof(Away), DisableDiscoveryEnumeration = true)]
    public async Task Command_outcomeUnknown_answers503AndSaysHowToFindOut(Exception fault)
    {
        _site.Control.Fault = fault;
        var error = await Problem(await Change("DELETE", "/api/v1/accounts/trend/orders/3", "", "k"), HttpStatusCode.ServiceUnavailable);
        Assert.Contains("same Idempotency-Key", error.GetProperty("remedy").GetString(), StringComparison.Ordinal);

        _site.Control.Fault = null;
        using var again = await Change("DELETE", "/api/v1/accounts/trend/orders/3", "", "k");
        Assert.Equal(HttpStatusCode.OK, again.StatusCode);
    }

    [Fact]
    public async Task Change_whileASiloIsAway_answers503AndWhenToAskAgain()
    {
        _site.Control.Fault = new OrleansException("the silo went");
        using var answer = await Change("POST", "/api/v1/accounts", """{"name":"second","cash":"5000"}""", "k");
        Assert.Equal(HttpStatusCode.ServiceUnavailable, answer.StatusCode);
        Assert.Equal("3", answer.Headers.GetValues("Retry-After").Single());
        Assert.DoesNotContain("the silo went", await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Order_withEverything_reachesTheAccountAsMeant()
    {
        const string body =
            """
            {"symbol":"btc-usdt","side":"buy","type":"stop-limit","quantity":"0.5","unit":"base","limitPrice":"67000.1","triggerPrice":66000,"timeInForce":"GTD",
             "expiresAt":"2026-02-01T00:00:00Z","reduceOnly":false,"leverage":"3","bracket":{"stopPrice":"60000","targetPrice":"70000"},"reason":"a hunch"}
            """;

        using var answer = await Change("POST", "/api/v1/accounts/trend/orders", body, "k");

        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        var intent = Assert.IsType<SubmitOrder>(Assert.Single(_site.Control.Commands)).Intent;
        Assert.Equal(
            new OrderIntent(FakeTrader.Instrument.Symbol, Side.Buy, OrderType.StopLimit, OrderQuantity.InBase(0.5m))
            {
                LimitPrice = 67000.1m,
                TriggerPrice = 66000m,
                TimeInForce = TimeInForce.Gtd,
                ExpiresAt = new DateTimeOffset(2026, 2, 1, 0, 0, 0, TimeSpan.Zero),
                Leverage = 3m,
                Bracket = new Bracket(60000m, 70000m),
                Note = new OrderNote("a hunch", OrderNote.ManualCause),
            },
            intent);
    }

    [Theory]
    [InlineData("""{"side":"buy","type":"market","quantity":"1"}""", "symbol")]
    [InlineData("""{"symbol":"FOO-USDT","side":"buy","type":"market","quantity":"1"}""", "symbol")]
    [InlineData("""{"symbol":"BTC-USDT","side":"long","type":"market","quantity":"1"}""", "side")]
    [InlineData("""{"symbol":"BTC-USDT","side":"0","type":"market","quantity":"1"}""", "side")]
    [InlineData("""{"symbol":"BTC-USDT","side":"buy","type":"iceberg","quantity":"1"}""", "type")]
    [InlineData("""{"symbol":"BTC-USDT","side":"buy","type":"market"}""", "quantity")]
    [InlineData("""{"symbol":"BTC-USDT","side":"buy","type":"market","quantity":"1","bracket":{"stopPrice":"x"}}""", "bracket.stopPrice")]
    public async Task Order_fieldThatIsWrong_answers400NamingIt(string body, string field)
    {
        var error = await Problem(await Change("POST", "/api/v1/accounts/trend/orders", body, "k"), HttpStatusCode.BadRequest);

        Assert.Equal(field, error.GetProperty("field").GetString());
        Assert.Empty(_site.Control.Commands);
    }

    [Fact]
    public async Task Order_amendedCancelledAndPositionClosed_areTheCommandsMeant()
    {
        using var amended = await Change("PATCH", "/api/v1/accounts/trend/orders/3", """{"limitPrice":"66000.5"}""", "k1");
        using var cancelled = await Change("DELETE", "/api/v1/accounts/trend/orders/3", "", "k2");
        using var all = await Change("DELETE", "/api/v1/accounts/trend/orders?symbol=BTC-USDT", "", "k3");
        using var closed = await Change("POST", "/api/v1/accounts/trend/positions/BTC-USDT/close", "", "k4");
        using var reset = await Change("POST", "/api/v1/accounts/trend/reset", "", "k5");
        using var archived = await Change("POST", "/api/v1/accounts/trend/archive", "", "k6");

        Assert.Equal(
            [
                new AmendOrder(new OrderId(3), null, 66000.5m), new CancelOrder(new OrderId(3)), new CancelOrders(FakeTrader.Instrument.Symbol),
                new ClosePosition(FakeTrader.Instrument.Symbol, new OrderNote("by hand", OrderNote.ManualCause)), new ResetAccount(), new ArchiveAccount(),
            ],
            _site.Control.Commands);
        await Problem(await Change("PATCH", "/api/v1/accounts/trend/orders/3", "{}", "k7"), HttpStatusCode.BadRequest);
        await Problem(await Change("DELETE", "/api/v1/accounts/trend/orders/x", "", "k8"), HttpStatusCode.BadRequest);
        await Problem(await Change("DELETE", "/api/v1/accounts/trend/orders?symbl=BTC-USDT", "", "k9"), HttpStatusCode.BadRequest);
    }

    [Fact]
    public async Task Account_created_takesTheServicesVenueAndCurrency()
    {
        using var answer = await Change("POST", "/api/v1/accounts", """{"name":"trend","cash":"5000"}""", "k");

        Assert.Equal((HttpStatusCode.Created, "/api/v1/accounts/trend"), (answer.StatusCode, answer.Headers.Location?.ToString()));
        Assert.Equal(new Grains.Tenants.AccountCreation("trend", "simulated", "USDT", 5_000m), _site.Control.Account);
    }

    [Theory]
    [InlineData("trend", HttpStatusCode.Conflict)]
    [InlineData("fresh", HttpStatusCode.UnprocessableEntity)]
    public async Task Account_refused_answers409WhereTheNameIsTakenElse422(string name, HttpStatusCode status)
    {
        _site.Control.Setup = SetupReply.Refuse("account", name, "another one");

        await Problem(await Change("POST", "/api/v1/accounts", $$"""{"name":"{{name}}","cash":"5000"}""", "k"), status);
    }

    [Fact]
    public async Task Agent_madeStoppedAndRolledBack_areTheChangesMeant()
    {
        using var made = await Change("POST", "/api/v1/agents", """{"name":"trend","version":"trend@1.0.0","account":"trend","start":false}""");
        using var kept = await Change("POST", "/api/v1/agents/trend/stop", """{"positions":"keep"}""");
        using var closed = await Change("POST", "/api/v1/agents/trend/stop", """{"positions":"close"}""");
        using var back = await Change("POST", "/api/v1/agents/trend/rollback", """{"version":"trend@1.0.0"}""");

        Assert.Equal([201, 200, 200, 201], new[] { made, kept, closed, back }.Select(static answer => (int)answer.StatusCode));
        Assert.False(_site.Control.Agent!.Starts);
        Assert.Equal(
            ["agent trend", "stop demo/trend keeping", "stop demo/trend closing", "rollback trend to demo/trend@1.0.0 as trend-1-0-0"], _site.Control.Done);
        var error = await Problem(await Change("POST", "/api/v1/agents/trend/stop", "{}"), HttpStatusCode.BadRequest);
        Assert.Equal("positions", error.GetProperty("field").GetString());
        _site.Control.Setup = SetupReply.Refuse("status", "stopped", "make a new one");
        await Problem(await Change("POST", "/api/v1/agents/trend/stop", """{"positions":"keep"}"""), HttpStatusCode.Conflict);
    }

    [Fact]
    public async Task Version_drafted_takesWhatWasLeftOutFromTheService()
    {
        const string body = """{"version":"cross@1.0.0-rc.1","config":{"strategy":{"strategy":"sma-cross"},"symbols":["BTC-USDT"],"dryRun":true}}""";

        using var answer = await Change("POST", "/api/v1/versions", body);

        Assert.Equal(HttpStatusCode.Created, answer.StatusCode);
        var config = _site.Control.Config!;
        Assert.Equal(("simulated", 1m, TimeSpan.FromSeconds(60), true), (config.Venue, config.Leverage, config.CycleInterval, config.DryRun));
        Assert.Empty(config.Strategy.Parameters);
        Assert.Equal("draft demo/cross@1.0.0-rc.1", Assert.Single(_site.Control.Done));
    }

    [Theory]
    [InlineData("""{"version":"cross@1.0","config":{"strategy":{"strategy":"trend"}}}""", "version")]
    [InlineData("""{"version":"1.0.0","config":{"strategy":{"strategy":"trend"}}}""", "version")]
    [InlineData("""{"version":"cross@1.0.0"}""", "config")]
    [InlineData("""{"version":"cross@1.0.0","config":{"symbols":["BTC-USDT"]}}""", "config.strategy")]
    [InlineData("""{"version":"cross@1.0.0","config":{"strategy":{"strategy":"trend"},"leverge":"3"}}""", "config.leverge")]
    [InlineData("""{"version":"cross@1.0.0","config":{"strategy":{"strategy":"trend"},"cycleInterval":"soon"}}""", "config.cycleInterval")]
    [InlineData("""{"version":"cross@1.0.0","config":{"strategy":{"strategy":"model"},"model":{"temperature":0.5}}}""", "config.model.model")]
    [InlineData("""{"version":"cross@1.0.0","config":{"strategy":{"strategy":"model"},"model":{"model":"a/b","mode":"debate"}}}""", "config.model.mode")]
    public async Task Version_requestThatIsWrong_answers400NamingTheField(string body, string field)
    {
        var error = await Problem(await Change("POST", "/api/v1/versions", body), HttpStatusCode.BadRequest);

        Assert.Equal(field, error.GetProperty("field").GetString());
        Assert.Empty(_site.Control.Done);
    }

    [Fact]
    public async Task Version_cloned_isTheOtherWithItsChanges()
    {
        const string body =
            """{"version":"trend@1.1.0","changes":{"leverage":"5","strategy":{"parameters":{"stop":null,"target":"4"}},"notes":"wider","dryRun":true}}""";

        using var answer = await Change("POST", "/api/v1/versions/trend@1.0.0/clone", body);

        Assert.Equal(HttpStatusCode.Created, answer.StatusCode);
        var config = _site.Control.Config!;
        Assert.Equal("trend target=4", config.Strategy.ToString());
        Assert.Equal((5m, TimeSpan.FromSeconds(15), "wider", true), (config.Leverage, config.CycleInterval, config.Notes, config.DryRun));
        Assert.Equal(FakeTrader.Instrument.Symbol, Assert.Single(config.Symbols));
    }

    private Task<HttpResponseMessage> Change(string method, string path, string body, string? key = null) =>
        Send(method, path, body, $"Bearer {TestSite.Key}", key);

    private async Task<HttpResponseMessage> Send(string method, string path, string body, string? authorization, string? key = null)
    {
        using var request = Request(method, path, body, authorization, key);
        return await _site.Client.SendAsync(request, Cancellation);
    }

    private static HttpRequestMessage Request(string method, string path, string body, string? authorization, string? key)
    {
        var request = new HttpRequestMessage(new HttpMethod(method), path);
        if (body.Length > 0)
            request.Content = new StringContent(body, Encoding.UTF8, "application/json");
        if (authorization is not null)
            request.Headers.TryAddWithoutValidation("Authorization", authorization);
        if (key is not null)
            request.Headers.TryAddWithoutValidation("Idempotency-Key", key);
        return request;
    }

    private static async Task<JsonElement> Problem(HttpResponseMessage answer, HttpStatusCode status)
    {
        using (answer)
        {
            var text = await answer.Content.ReadAsStringAsync(Cancellation);
            Assert.True(answer.StatusCode == status, $"{answer.StatusCode}: {text}");
            Assert.Equal("application/problem+json", answer.Content.Headers.ContentType?.MediaType);
            return JsonDocument.Parse(text).RootElement.GetProperty("errors")[0];
        }
    }
}
