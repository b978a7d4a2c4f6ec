using System.Net;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using OrleansTrader.Grains;
using OrleansTrader.Grains.Tenants;
using OrleansTrader.Silo.Tests.Identity;
using OrleansTrader.Trading.Accounts;
using OrleansTrader.Trading.Risk;

namespace OrleansTrader.Silo.Tests.Options;

/// <summary>What a start's settings say of accounts and versions that are made by API; pages go the same way (<c>TraderControl</c>).</summary>
public sealed class ServiceLimitsTests
{
    private const string Version = """{"version":"cross@1.0.0","config":{"strategy":{"strategy":"sma-cross","parameters":{"fast":"3","slow":"8"}},"symbols":["BTC-USDT"],MORE}}""";

    private static readonly (string, string)[] Settings =
        [("Service:RiskTolerance", "conservative"), ("Service:MaxPositionSize", "500"), ("Service:Cash", "4000"), ("Service:CycleSeconds", "7")];

    [Fact]
    public async Task Account_openedLater_beginsWithTheServicesCashAndLimits()
    {
        await using var site = await GuardedSite.Start(Settings);
        using var client = site.Client(await site.Key("acme", Role.Trader));

        Assert.Equal(HttpStatusCode.Created, (await Send(client, HttpMethod.Post, "accounts", """{"name":"mine"}""")).Status);

        var books = (await site.AsService(static grains => grains.Account(Mine).GetView()))!.Books;
        Assert.Equal(4_000m, books.Cash);
        Assert.Equal(new AccountLimits(LeverageMax: 1m, PositionNotionalMax: 500m, DailyLossMax: 80m, DrawdownMax: 0.10m), books.OwnLimits);
    }

    [Fact]
    public async Task Limits_setLater_areTheOwners_butNeverBeyondTheServices()
    {
        await using var site = await GuardedSite.Start(Settings);
        using var client = site.Client(await site.Key("acme", Role.Trader));
        await Send(client, HttpMethod.Post, "accounts", """{"name":"mine"}""");

        var beyond = await Send(client, HttpMethod.Put, "accounts/mine/limits", """{"positionNotionalMax":"500.5"}""");
        Assert.Equal(HttpStatusCode.UnprocessableEntity, beyond.Status);
        AssertError(beyond.Body, "positionNotionalMax", "500.5", "MAX_POSITION_SIZE of this service allows at most 500");
        Assert.Contains(await site.Audit("acme"), static row => row.Entry is { Action: "account.setLimits", On: "acme/mine" } entry && entry.Result.StartsWith("refused", StringComparison.Ordinal));

        Assert.Equal(HttpStatusCode.OK, (await Send(client, HttpMethod.Put, "accounts/mine/limits", """{"leverageMax":"5","positionNotionalMax":"300"}""")).Status);
        Assert.Equal(new AccountLimits(LeverageMax: 5m, PositionNotionalMax: 300m), await Limits(site));
        Assert.Equal(HttpStatusCode.OK, (await Send(client, HttpMethod.Delete, "accounts/mine/limits", null)).Status);
        Assert.Equal(new AccountLimits(PositionNotionalMax: 500m), await Limits(site));
    }

    [Theory]
    [InlineData("\"leverage\":\"1\"", null, null, null)]
    [InlineData("\"leverage\":\"2\"", "leverage", "2", "RISK_TOLERANCE of this service allows 1")]
    [InlineData("\"limits\":{\"positionNotionalMax\":\"501\"}", "limits.positionNotionalMax", "501", "MAX_POSITION_SIZE of this service allows at most 500")]
    public async Task Version_draftedLater_takesTheServicesCycleAndLimits_orIsRefusedByName(string more, string? field, string? value, string? remedy)
    {
        await using var site = await GuardedSite.Start(Settings);
        using var client = site.Client(await site.Key("acme", Role.Trader));

        var (status, body) = await Send(client, HttpMethod.Post, "versions", Version.Replace("MORE", more, StringComparison.Ordinal));

        if (field is not null)
        {
            Assert.Equal(HttpStatusCode.UnprocessableEntity, status);
            AssertError(body, field, value!, remedy!);
            return;
        }

        Assert.Equal(HttpStatusCode.Created, status);
        var config = (await site.AsService(static grains => grains.StrategyVersion(new VersionKey(new TenantId("acme"), "cross", "1.0.0")).Get()))!.Config;
        Assert.Equal((TimeSpan.FromSeconds(7), new AccountLimits(LeverageMax: 1m, PositionNotionalMax: 500m, DrawdownMax: 0.10m)), (config.CycleInterval, config.Limits));
    }

    [Fact]
    public async Task Version_withLimitsOfItsOwn_mayGoBeyondTheTolerance()
    {
        await using var site = await GuardedSite.Start(Settings);
        using var client = site.Client(await site.Key("acme", Role.Trader));

        var (status, body) = await Send(
            client, HttpMethod.Post, "versions", Version.Replace("MORE", "\"leverage\":\"2\",\"limits\":{\"leverageMax\":\"3\",\"drawdownMax\":\"0.5\"}", StringComparison.Ordinal));

        Assert.True(status == HttpStatusCode.Created, body);
        var config = (await site.AsService(static grains => grains.StrategyVersion(new VersionKey(new TenantId("acme"), "cross", "1.0.0")).Get()))!.Config;
        Assert.Equal(new AccountLimits(LeverageMax: 3m, PositionNotionalMax: 500m, DrawdownMax: 0.5m), config.Limits);
    }

    [Fact]
    public async Task Made_whereNothingIsSet_isNotLimited()
    {
        await using var site = await GuardedSite.Start();
        using var client = site.Client(await site.Key("acme", Role.Trader));

        await Send(client, HttpMethod.Post, "accounts", """{"name":"mine"}""");
        await Send(client, HttpMethod.Post, "versions", Version.Replace("MORE", "\"leverage\":\"2\"", StringComparison.Ordinal));

        Assert.Null((await site.AsService(static grains => grains.StrategyVersion(new VersionKey(new TenantId("acme"), "cross", "1.0.0")).Get()))!.Config.Limits);
        Assert.True((await Limits(site))?.IsNone ?? true);
    }

    private static AccountKey Mine => new(new TenantId("acme"), "mine");

    private static async Task<AccountLimits?> Limits(GuardedSite site) => (await site.AsService(static grains => grains.Account(Mine).GetView()))!.Books.OwnLimits;

    private static void AssertError(string body, string field, string value, string remedy)
    {
        var error = JsonDocument.Parse(body).RootElement.GetProperty("errors")[0];
        Assert.Equal((field, value), (error.GetProperty("field").GetString(), error.GetProperty("value").GetString()));
        Assert.StartsWith(remedy, error.GetProperty("remedy").GetString(), StringComparison.Ordinal);
    }

    private static async Task<(HttpStatusCode Status, string Body)> Send(HttpClient client, HttpMethod method, string path, string? json)
    {
        using var request = new HttpRequestMessage(method, $"/api/v1/{path}");
        request.Headers.Add("Idempotency-Key", Guid.NewGuid().ToString("N"));
        if (json is not null)
            request.Content = new StringContent(json, Encoding.UTF8, new MediaTypeHeaderValue("application/json"));
        using var answer = await client.SendAsync(request);
        return (answer.StatusCode, await answer.Content.ReadAsStringAsync());
    }
}
