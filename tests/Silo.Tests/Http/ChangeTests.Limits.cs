using System.Net;
using System.Text.Json;
using OrleansTrader.Trading.Accounts;
using OrleansTrader.Trading.Risk;
using OrleansTrader.Trading.Risk.Portfolio;

namespace OrleansTrader.Silo.Tests.Http;

/// <summary>All limits of an account, profiles, and those that a tenant's accounts share.</summary>
public sealed partial class ChangeTests
{
    [Fact]
    public async Task Limits_everyField_reachesTheAccountAsMeant()
    {
        using var answer = await Change(
            "PUT", "/api/v1/accounts/trend/limits",
            """
            {"symbolNotionalMax":"BTC-USDT 50000","grossNotionalMax":"9","effectiveLeverageMax":"2","assetExposureMax":"8","groupExposureMax":"7","groups":"majors: BTC ETH",
             "tradeRiskMax":"0.01","ordersPerMinuteMax":6,"liquidationDistanceMin":"0.2","holdMinutesMin":"5","holdMinutesMax":"60","hours":"mon-fri 08:00-20:00",
             "symbolsAllowed":"btc-usdt, ETH-USDT","symbolsBlocked":"DOGE-USDT"}
            """, "k");

        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        Assert.Equal(
            new SetLimits(new AccountLimits
            {
                SymbolNotionalMax = SymbolAmounts.Parse("BTC-USDT 50000"), GrossNotionalMax = 9m, EffectiveLeverageMax = 2m, AssetExposureMax = 8m, GroupExposureMax = 7m,
                Groups = AssetGroups.Parse("majors: BTC ETH"), TradeRiskMax = 0.01m, OrdersPerMinuteMax = 6, LiquidationDistanceMin = 0.2m, HoldMinutesMin = 5m, HoldMinutesMax = 60m,
                Hours = TradingHours.Parse("mon-fri 08:00-20:00"), SymbolsAllowed = SymbolSet.Parse("BTC-USDT ETH-USDT"), SymbolsBlocked = SymbolSet.Parse("DOGE-USDT"),
            }),
            Assert.Single(_site.Control.Commands));
    }

    [Fact]
    public async Task Limits_ofAProfile_areSharesOfTheEquity_andOtherFieldsGoBefore()
    {
        using var answer = await Change("PUT", "/api/v1/accounts/trend/limits", """{"profile":"moderate","leverageMax":"2","hours":"daily 08:00-20:00"}""", "k");

        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        Assert.Equal(
            new SetLimits(RiskProfiles.Of(RiskProfile.Moderate, 10_000.50m) with { LeverageMax = 2m, Hours = TradingHours.Parse("daily 08:00-20:00") }),
            Assert.Single(_site.Control.Commands));
    }

    [Theory]
    [InlineData("accounts/trend/limits", """{"hours":"mon"}""", "hours", "mon")]
    [InlineData("accounts/trend/limits", """{"symbolsAllowed":"BTC"}""", "symbolsAllowed", "BTC")]
    [InlineData("accounts/trend/limits", """{"groupExposureMax":"1","groups":"BTC"}""", "groups", "BTC")]
    [InlineData("accounts/trend/limits", """{"symbolNotionalMax":"BTC-USDT"}""", "symbolNotionalMax", "BTC-USDT")]
    [InlineData("accounts/trend/limits", """{"profile":"bold"}""", "profile", "bold")]
    [InlineData("accounts/trend/limits", """{"tradeRiskMax":"2"}""", "tradeRiskMax", "2")]
    [InlineData("limits", "{}", "body", "")]
    [InlineData("limits", """{"grossNotionalMax":"-5"}""", "grossNotionalMax", "-5")]
    [InlineData("limits", """{"groupExposureMax":"1","groups":"?"}""", "groups", "?")]
    [InlineData("limits", """{"gross":"1"}""", "gross", "1")]
    public async Task Limits_thatAreWrong_answer400NamingTheField(string path, string body, string field, string value)
    {
        var error = await Problem(await Change("PUT", $"/api/v1/{path}", body, "k"), HttpStatusCode.BadRequest);

        Assert.Equal((field, value), (error.GetProperty("field").GetString(), error.GetProperty("value").GetString()));
        Assert.NotEmpty(error.GetProperty("remedy").GetString()!);
        Assert.Empty(_site.Control.Commands);
        Assert.Null(_site.Control.Shared);
    }

    [Fact]
    public async Task Limits_thatAccountsShare_areSetAndTakenAway()
    {
        using var set = await Change("PUT", "/api/v1/limits", """{"grossNotionalMax":"100000","groupExposureMax":5000,"groups":"majors: BTC","openPositionsMax":9,"dailyLossMax":"500"}""", "k1");
        Assert.Equal(HttpStatusCode.OK, set.StatusCode);
        Assert.Equal(new TenantLimits(100_000m, null, 5_000m, AssetGroups.Parse("majors: BTC"), 9, 500m), _site.Control.Shared);

        using var drop = await Change("DELETE", "/api/v1/limits", "", "k2");
        Assert.Equal(HttpStatusCode.OK, drop.StatusCode);
        Assert.Equal(TenantLimits.None, _site.Control.Shared);
    }

    [Fact]
    public async Task Limits_read_tellTheirUse()
    {
        var account = JsonDocument.Parse(await _site.Client.GetStringAsync(new Uri("/api/v1/accounts/trend/limits", UriKind.Relative), Cancellation)).RootElement;
        Assert.Equal(["own", "agents", "inForce", "uses"], account.EnumerateObject().Select(static field => field.Name));

        var shared = JsonDocument.Parse(await _site.Client.GetStringAsync(new Uri("/api/v1/limits", UriKind.Relative), Cancellation)).RootElement;
        var gross = shared.GetProperty("uses")[0];
        Assert.Equal(("tenantGrossNotionalMax", "15000", "50000"), (gross.GetProperty("limit").GetString(), gross.GetProperty("value").GetString(), gross.GetProperty("max").GetString()));

        var profiles = JsonDocument.Parse(await _site.Client.GetStringAsync(new Uri("/api/v1/limits/profiles", UriKind.Relative), Cancellation)).RootElement;
        Assert.Equal(["conservative", "moderate", "aggressive"], profiles.EnumerateArray().Select(static row => row.GetProperty("profile").GetString()));
        Assert.Equal("0.01", profiles[1].GetProperty("limits").GetProperty("tradeRiskMax").GetString());
    }
}
