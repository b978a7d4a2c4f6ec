using System.Net;
using System.Security.Claims;
using System.Text;
using System.Text.RegularExpressions;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using OrleansTrader.Dashboard.Live;
using OrleansTrader.Grains;
using OrleansTrader.Grains.Agents;
using OrleansTrader.Grains.Strategies;
using OrleansTrader.Grains.Tenants;
using OrleansTrader.Silo.Identity;
using OrleansTrader.Silo.Identity.Keys;
using OrleansTrader.Trading.Accounts;
using OrleansTrader.Trading.Instruments;
using OrleansTrader.Trading.Strategies;

namespace OrleansTrader.Silo.Tests.Identity;

/// <summary>Every endpoint that is mapped, with nothing, with keys of each role, and with another tenant's.</summary>
public sealed partial class EndpointTests
{
    /// <summary>What only the tenant <c>acme</c> has: nobody else may ever be answered with it.</summary>
    private const string Mark = "zebra";

    [Fact]
    public async Task Every_endpoint_serves_whom_its_statement_names_and_nobody_of_another_tenant()
    {
        await using var site = await GuardedSite.Start();
        var endpoints = Endpoints(site);
        Assert.Empty(endpoints.Keys.Except(EndpointDemands.All.Keys, StringComparer.Ordinal));
        Assert.Empty(EndpointDemands.All.Keys.Except(endpoints.Keys, StringComparer.Ordinal));

        await SetUp(site);
        var foreign = await site.Key("other", Role.Operator);
        var callers = new (string Name, ApiKey? Key, string[] Demands)[]
        {
            ("nobody", null, [EndpointDemands.Everybody]),
            ("viewer", await site.Key("acme", Role.Viewer), [EndpointDemands.Everybody, EndpointDemands.Page, EndpointDemands.Viewer]),
            ("trader", await site.Key("acme", Role.Trader), [EndpointDemands.Everybody, EndpointDemands.Page, EndpointDemands.Viewer, EndpointDemands.Trader]),
            ("operator", await site.Key("acme", Role.Operator), [EndpointDemands.Everybody, EndpointDemands.Page, EndpointDemands.Viewer, EndpointDemands.Trader, EndpointDemands.Operator]),
            ("limited operator", await site.Key("acme", Role.Operator, null, "elsewhere"), [EndpointDemands.Everybody, EndpointDemands.Viewer, EndpointDemands.Trader]),
            ("foreigner", foreign, [EndpointDemands.Everybody, EndpointDemands.Page, EndpointDemands.Viewer, EndpointDemands.Trader, EndpointDemands.Operator]),
            ("platform", await site.Key("platform", Role.Operator), [EndpointDemands.Everybody, EndpointDemands.Page, EndpointDemands.Viewer, EndpointDemands.Trader, EndpointDemands.Operator, EndpointDemands.Platform]),
        };
        var wrong = new List<string>();
        foreach (var (name, key, demands) in callers)
        {
            using var client = site.Client(key);
            foreach (var (endpoint, pattern) in endpoints)
            {
                foreach (var method in endpoint.Split(' ')[0].Split(','))
                    wrong.AddRange(await Try(client, name, method is "*" ? "GET" : method, pattern, demands.Contains(EndpointDemands.All[endpoint])));
            }
        }

        Assert.Empty(wrong);
        await NothingOfAcmeChanged(site);
    }

    [Fact]
    public async Task Endpoint_without_a_statement_is_closed_to_all()
    {
        await using var site = await GuardedSite.Start();
        var policy = await site.App.Services.GetRequiredService<IAuthorizationPolicyProvider>().GetFallbackPolicyAsync();

        Assert.NotNull(policy);
        var authorization = site.App.Services.GetRequiredService<IAuthorizationService>();
        var platform = Identified.As(new Asker(TenantNames.Platform, "admin", Role.Operator), "test");
        var context = new DefaultHttpContext { User = platform };
        Assert.True((await authorization.AuthorizeAsync(platform, context, policy)).Succeeded);
        context.SetEndpoint(new Endpoint(requestDelegate: null, EndpointMetadataCollection.Empty, "new"));
        Assert.False((await authorization.AuthorizeAsync(platform, context, policy)).Succeeded);
        Assert.False((await authorization.AuthorizeAsync(new ClaimsPrincipal(), new DefaultHttpContext(), policy)).Succeeded);
    }

    private static async Task<IEnumerable<string>> Try(HttpClient client, string name, string method, string pattern, bool isServed)
    {
        using var request = new HttpRequestMessage(new HttpMethod(method), Path(pattern));
        if (method is "POST" or "PUT" or "PATCH" && pattern.StartsWith("/api", StringComparison.Ordinal))
            request.Content = new StringContent("{\"unheardOf\":1}", Encoding.UTF8, "application/json");
        using var answer = await client.SendAsync(request);
        var body = await answer.Content.ReadAsStringAsync();
        var isRefused = answer.StatusCode is HttpStatusCode.Unauthorized or HttpStatusCode.Forbidden
            || answer.Headers.Location?.OriginalString.Contains("/login?return", StringComparison.Ordinal) == true;
        var wrong = new List<string>();
        if (isRefused == isServed)
            wrong.Add($"{method} {pattern} answered {name} with {(int)answer.StatusCode}");
        if (answer.IsSuccessStatusCode && method is "GET" && Secret(name, pattern) is { } secret && body.Contains(secret, StringComparison.Ordinal))
            wrong.Add($"{method} {pattern} told {name} of {secret}");
        return wrong;
    }

    // A foreigner must not meet the tenant's name, a key that is limited to other accounts not the account's; versions, and how they rank, belong to the tenant as a whole.
    private static string? Secret(string name, string pattern) => name switch
    {
        "nobody" or "foreigner" or "platform" => "acme",
        "limited operator" when pattern.StartsWith("/api", StringComparison.Ordinal) && !pattern.Contains("version", StringComparison.Ordinal) && !pattern.Contains("leaderboard", StringComparison.Ordinal) => Mark,
        _ => null,
    };

    private static string Path(string pattern) => Parameter().Replace(pattern, static parameter => parameter.Groups[1].Value switch
    {
        "symbol" => "BTC-USDT",
        "version" or "other" => $"{Mark}@1.0.0",
        "cycle" or "order" => "1",
        "documentName" => "v1",
        "*path" => "nothing",
        "**path" => "nothing.txt",
        _ => Mark,
    });

    private static Dictionary<string, string> Endpoints(GuardedSite site) => site.App.Services
        .GetServices<EndpointDataSource>().SelectMany(static source => source.Endpoints).OfType<RouteEndpoint>()
        .Where(IsOurs)
        .GroupBy(static endpoint => $"{string.Join(',', (endpoint.Metadata.GetMetadata<IHttpMethodMetadata>()?.HttpMethods ?? ["*"]).Where(static m => m is not "HEAD").Order(StringComparer.Ordinal))} {Text(endpoint)}", StringComparer.Ordinal)
        .ToDictionary(static group => group.Key, static group => Text(group.First()), StringComparer.Ordinal);

    // The framework's own circuit and assets have tests of their own below.
    private static bool IsOurs(Endpoint endpoint) => endpoint is RouteEndpoint route
        && !Text(route).StartsWith("/_", StringComparison.Ordinal) && !endpoint.Metadata.Any(static data => data.GetType().Name.Contains("StaticAsset", StringComparison.Ordinal));

    private static string Text(RouteEndpoint endpoint) => "/" + endpoint.RoutePattern.RawText!.TrimStart('/');

    [Theory]
    [InlineData("/_blazor/negotiate?negotiateVersion=1", HttpStatusCode.Unauthorized)]
    [InlineData("/_blazor?id=1", HttpStatusCode.Unauthorized)]
    [InlineData("/nothing", HttpStatusCode.Found)]
    [InlineData("/dashboard.css", HttpStatusCode.OK)]
    public async Task Live_page_of_nobody_is_not_opened(string path, HttpStatusCode expected)
    {
        await using var site = await GuardedSite.Start();
        using var client = site.Client();

        using var answer = path.Contains("negotiate", StringComparison.Ordinal)
            ? await client.PostAsync(new Uri(path, UriKind.Relative), content: null) : await client.GetAsync(new Uri(path, UriKind.Relative));

        Assert.Equal(expected, answer.StatusCode);
    }

    private static async Task SetUp(GuardedSite site)
    {
        await site.User("acme", "ada", Role.Operator);
        var acme = new TenantId("acme");
        var version = new VersionConfig(StrategyConfig.Of("trend"), "simulated", [Symbol.Parse("BTC-USDT")], 1m, TimeSpan.FromMinutes(1), Mark);
        var setUps = new Func<ITenantGrain, Task<SetupReply>>[]
        {
            tenant => tenant.CreateAccount(new AccountCreation(Mark, "simulated", "USDT", 1_000m)),
            tenant => tenant.CreateVersion(Mark, "1.0.0", version),
            tenant => tenant.CreateAgent(new AgentCreation(Mark, new AgentSetup(new VersionKey(acme, Mark, "1.0.0"), new AccountKey(acme, Mark)), Starts: false)),
        };
        foreach (var setUp in setUps)
            Assert.Equal(SetupStatus.Done, (await site.AsService(grains => setUp(grains.Tenant(acme)))).Status);
        using var client = site.Client(await site.Key("acme", Role.Viewer));
        Assert.Contains(Mark, await client.GetStringAsync(new Uri("/api/v1/accounts/", UriKind.Relative)), StringComparison.Ordinal);
    }

    private static async Task NothingOfAcmeChanged(GuardedSite site)
    {
        var acme = new TenantId("acme");
        var view = await site.AsService(grains => grains.Account(new AccountKey(acme, Mark)).GetView());
        Assert.Equal((1, 1_000m), ((int)view!.Books.Version, view.Books.Cash));
        Assert.Equal("ada", Assert.Single(await site.AsService(grains => grains.Tenant(acme).GetUsers())).Name);
        Assert.Single((await site.AsService(grains => grains.Tenant(acme).GetRegistry())).Agents);
    }

    [GeneratedRegex(@"\{([^}:]+)(:[^}]*)?\}")]
    private static partial Regex Parameter();
}
