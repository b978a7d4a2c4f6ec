using System.Net;
using System.Text;
using OrleansTrader.Grains;
using OrleansTrader.Grains.Tenants;
using OrleansTrader.Silo.Identity.Keys;
using OrleansTrader.Trading.Accounts;

namespace OrleansTrader.Silo.Tests.Identity;

/// <summary>Every endpoint that changes something, with a body that it takes: what is refused is the caller, not the text.</summary>
public sealed partial class EndpointTests
{
    private const string Change = """{"version":"mine@1.0.0","config":{"strategy":{"strategy":"sma-cross"},"symbols":["BTC-USDT"]}}""";

    /// <summary>What each write takes, by method and pattern; <c>{}</c> for those that take nothing.</summary>
    private static readonly Dictionary<string, string> _bodies = new(StringComparer.Ordinal)
    {
        ["POST /api/v1/accounts/"] = """{"name":"mine","cash":"1000","currency":"USDT"}""",
        ["POST /api/v1/accounts/{account}/deposits"] = """{"amount":"5"}""",
        ["POST /api/v1/accounts/{account}/withdrawals"] = """{"amount":"5"}""",
        ["POST /api/v1/accounts/{account}/reset"] = """{"cash":"7"}""",
        ["PUT /api/v1/accounts/{account}/limits"] = """{"leverageMax":"2"}""",
        ["POST /api/v1/accounts/{account}/halt"] = """{"reason":"not mine","flatten":true}""",
        ["PUT /api/v1/accounts/{account}/breakers"] = """{"rules":[{"kind":"drawdown","threshold":"0.5"}]}""",
        ["PUT /api/v1/limits/"] = """{"grossNotionalMax":"1000"}""",
        ["PUT /api/v1/tenant/breakers"] = """{"rules":[]}""",
        ["PUT /api/v1/service/breakers"] = """{"rules":[]}""",
        ["PUT /api/v1/symbols/{symbol}/breakers"] = """{"rules":[]}""",
        ["POST /api/v1/accounts/{account}/orders"] = """{"symbol":"BTC-USDT","side":"buy","type":"limit","quantity":"0.001","limitPrice":"100"}""",
        ["PATCH /api/v1/accounts/{account}/orders/{order}"] = """{"quantity":"1"}""",
        ["POST /api/v1/accounts/{account}/positions/{symbol}/close"] = """{"reason":"not mine"}""",
        ["POST /api/v1/agents/"] = """{"name":"mine","version":"zebra@1.0.0","account":"zebra"}""",
        ["POST /api/v1/agents/{agent}/stop"] = """{"positions":"close"}""",
        ["POST /api/v1/agents/{agent}/rollback"] = """{"version":"zebra@1.0.0","name":"mine"}""",
        ["POST /api/v1/versions/"] = Change,
        ["POST /api/v1/versions/{version}/clone"] = """{"version":"mine@1.1.0","changes":{"dryRun":true}}""",
        ["POST /api/v1/users/"] = """{"name":"eve","role":"operator"}""",
        ["POST /api/v1/users/{user}/role"] = """{"role":"viewer"}""",
        ["POST /api/v1/keys/"] = """{"name":"mine","role":"operator"}""",
        ["POST /api/v1/keys/{key}/rotate"] = """{"graceHours":1}""",
        ["POST /api/v1/tenants/"] = """{"name":"mine","user":"eve"}""",
        ["PUT /api/v1/tenants/{tenant}/quotas/"] = """{"agents":1}""",
        ["PUT /api/v1/credentials/{credential}"] = """{"kind":"model","target":"https://models.example.com/v1","secret":"opens-nothing-at-all"}""",
        ["POST /api/v1/sources/{source}/try"] = """{"alert":"{}","config":{"kind":"native"}}""",
        ["PUT /api/v1/sources/{source}"] = """{"kind":"native"}""",
        ["POST /api/v1/sources/{source}/rotate"] = """{"graceMinutes":5}""",
        ["PUT /api/v1/notifications/{destination}"] = """{"format":"slack","url":"https://hooks.example.com/x"}""",
        ["PUT /api/v1/publications/{agent}"] = """{"detail":"prompts"}""",
    };

    [Fact]
    public async Task Every_write_with_a_body_that_it_takes_leaves_the_tenant_as_it_is()
    {
        await using var site = await GuardedSite.Start();
        var writes = Endpoints(site).Where(static pair => pair.Value.StartsWith("/api", StringComparison.Ordinal) && pair.Key[0] is 'P' or 'D').ToArray();
        Assert.Empty(_bodies.Keys.Except(writes.Select(static pair => pair.Key), StringComparer.Ordinal));
        await SetUp(site);
        var callers = new (string Name, ApiKey? Key)[]
        {
            ("nobody", null), ("viewer", await site.Key("acme", Role.Viewer)), ("limited operator", await site.Key("acme", Role.Operator, null, "elsewhere")),
            ("foreigner", await site.Key("other", Role.Operator)), ("platform", await site.Key("platform", Role.Operator)),
        };
        var before = await Acme(site);
        var wrong = new List<string>();
        foreach (var (name, key) in callers)
        {
            using var client = site.Client(key);
            foreach (var (endpoint, pattern) in writes)
            {
                // Versions are the whole tenant's: a key that is limited to accounts may make them.
                if (name is "limited operator" && pattern.Contains("version", StringComparison.Ordinal))
                    continue;

                // A market's and the service's kill switch is everybody's, and whoever runs the platform may throw it.
                if (name is "platform" && (pattern.Contains("/service/", StringComparison.Ordinal) || pattern.Contains("/symbols/", StringComparison.Ordinal)))
                    continue;
                var status = await Write(client, endpoint, pattern);
                if (status is HttpStatusCode.BadRequest or HttpStatusCode.UnsupportedMediaType or >= HttpStatusCode.InternalServerError)
                    wrong.Add($"{endpoint} answered {name} with {(int)status}: its body is not taken");
            }
        }

        Assert.Empty(wrong);
        Assert.Equal(before, await Acme(site));

        // What was written so far reached the handlers: with the tenant's own key the same changes it.
        using var own = site.Client(await site.Key("acme", Role.Operator));
        Assert.Equal(HttpStatusCode.OK, await Write(own, "POST /api/v1/accounts/{account}/deposits", "/api/v1/accounts/{account}/deposits"));
        Assert.NotEqual(before, await Acme(site));
    }

    private static async Task<HttpStatusCode> Write(HttpClient client, string endpoint, string pattern)
    {
        var method = endpoint.Split(' ')[0];
        using var request = new HttpRequestMessage(new HttpMethod(method), Path(pattern.Replace("{user}", "ada", StringComparison.Ordinal)));
        request.Headers.Add("Idempotency-Key", Guid.NewGuid().ToString("N"));
        if (method is not "DELETE")
            request.Content = new StringContent(_bodies.GetValueOrDefault(endpoint, "{}"), Encoding.UTF8, "application/json");
        using var answer = await client.SendAsync(request);
        return answer.StatusCode;
    }

    // All that a write could change of the tenant, as one text.
    private static Task<string> Acme(GuardedSite site) => site.AsService(async grains =>
    {
        var acme = new TenantId("acme");
        var tenant = grains.Tenant(acme);
        var account = (await grains.Account(new AccountKey(acme, Mark)).GetView())!;
        var registry = await tenant.GetRegistry();
        return string.Join(
            '\n',
            $"{account.Books.Version} {account.Books.Cash} {account.Books.Halt} {account.Books.Orders.Length}",
            string.Join(' ', registry.Accounts), string.Join(' ', registry.Versions), string.Join(' ', registry.Agents),
            (await grains.StrategyVersion(new VersionKey(acme, Mark, "1.0.0")).Get())!.Status,
            (await grains.Agent(new AgentKey(acme, Mark)).GetSnapshot())!.Status,
            string.Join(' ', (await tenant.GetUsers()).Select(static user => $"{user.Name} {user.Role} {user.IsDisabled} {user.MustChange}")),
            string.Join(' ', (await tenant.GetKeys()).Select(static key => $"{key.Id} {key.RevokedAt} {key.ReplacedBy}").Order(StringComparer.Ordinal)),
            string.Join(' ', (await tenant.GetCredentials()).Select(static credential => credential.Name)),
            string.Join(' ', (await grains.Notifications(acme).GetDestinations()).Select(static destination => $"{destination.Name} {destination.State.Waiting}")),
            string.Join(' ', await tenant.GetPublications()),
            (await tenant.GetQuotas()).Overrides);
    });
}
