using System.Net;
using OrleansTrader.Trading.Accounts;
using OrleansTrader.Trading.Risk;

namespace OrleansTrader.Silo.Tests.Http;

/// <summary>The kill switch of an account, and its limits.</summary>
public sealed partial class ChangeTests
{
    [Fact]
    public async Task Risk_ofAnAccount_reachesItAsMeant()
    {
        const string limits = """{"leverageMax":"3","orderNotionalMax":5000,"openPositionsMax":4,"drawdownMax":"0.2","onBreach":"halt"}""";
        using var halt = await Change("POST", "/api/v1/accounts/trend/halt", """{"reason":"a hunch","flatten":true}""", "k1");
        using var resume = await Change("POST", "/api/v1/accounts/trend/resume", "", "k2");
        using var set = await Change("PUT", "/api/v1/accounts/trend/limits", limits, "k3");
        using var again = await Change("PUT", "/api/v1/accounts/trend/limits", limits, "k3");
        using var drop = await Change("DELETE", "/api/v1/accounts/trend/limits", "", "k4");

        Assert.All(new[] { halt, resume, set, again, drop }, static answer => Assert.Equal(HttpStatusCode.OK, answer.StatusCode));
        Assert.Equal(
            [
                new HaltAccount("a hunch", Flatten: true), new ResumeAccount(),
                new SetLimits(new AccountLimits(LeverageMax: 3m, OrderNotionalMax: 5_000m, OpenPositionsMax: 4, DrawdownMax: 0.2m, OnBreach: BreachAction.Halt)),
                new SetLimits(AccountLimits.None),
            ],
            _site.Control.Commands);
    }

    [Theory]
    [InlineData("POST", "halt", "{}", "reason", "")]
    [InlineData("POST", "halt", """{"reason":" "}""", "reason", "")]
    [InlineData("PUT", "limits", "", "body", "")]
    [InlineData("PUT", "limits", """{"onBreach":"halt"}""", "body", "")]
    [InlineData("PUT", "limits", """{"drawdownMax":"1.5"}""", "drawdownMax", "1.5")]
    [InlineData("PUT", "limits", """{"leverageMax":"-1"}""", "leverageMax", "-1")]
    [InlineData("PUT", "limits", """{"leverageMax":"3","onBreach":"panic"}""", "onBreach", "panic")]
    [InlineData("PUT", "limits", """{"leverage":"3"}""", "leverage", "3")]
    public async Task Risk_requestThatIsWrong_answers400NamingTheField(string method, string what, string body, string field, string value)
    {
        var error = await Problem(await Change(method, $"/api/v1/accounts/trend/{what}", body, "k"), HttpStatusCode.BadRequest);

        Assert.Equal((field, value), (error.GetProperty("field").GetString(), error.GetProperty("value").GetString()));
        Assert.Empty(_site.Control.Commands);
    }
}
