using System.Net;
using OrleansTrader.Trading.Accounts;
using OrleansTrader.Trading.Risk;
using OrleansTrader.Trading.Risk.Breakers;

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
                new HaltTrading("a hunch", "demo", Closes: true), new ResumeAccount("demo"),
                new SetLimits(new AccountLimits(LeverageMax: 3m, OrderNotionalMax: 5_000m, OpenPositionsMax: 4, DrawdownMax: 0.2m, OnBreach: BreachAction.Halt)),
                new SetLimits(AccountLimits.None),
            ],
            _site.Control.Commands);
    }

    [Fact]
    public async Task Breakers_ofAnAccount_reachItAsMeant()
    {
        using var halt = await Change("POST", "/api/v1/accounts/trend/halt?close=true", "", "b1");
        using var keep = await Change("POST", "/api/v1/accounts/trend/halt?close=false", """{"reason":"a hunch"}""", "b2");
        using var rules = await Change(
            "PUT", "/api/v1/accounts/trend/breakers", """{"rules":[{"kind":"windowLoss","threshold":"0.03","window":"4h","closes":true,"coolDown":"12h"},{"kind":"lossesInRow","threshold":5,"tripsTo":"halted"}]}""", "b3");

        Assert.All(new[] { halt, keep, rules }, static answer => Assert.Equal(HttpStatusCode.OK, answer.StatusCode));
        Assert.Equal(
            [
                new HaltTrading("kill switch", "demo", Closes: true), new HaltTrading("a hunch", "demo", Closes: false),
                new SetBreakers(
                [
                    new BreakerRule(BreakerKind.WindowLoss, 0.03m, TimeSpan.FromHours(4), Closes: true, CoolDown: TimeSpan.FromHours(12)),
                    new BreakerRule(BreakerKind.LossesInRow, 5m, TripsTo: TradingState.Halted),
                ]),
            ],
            _site.Control.Commands);
    }

    [Theory]
    [InlineData("POST", "halt?close=maybe", "{}", "close", "maybe")]
    [InlineData("POST", "halt?now=true", "{}", "now", "true")]
    [InlineData("PUT", "breakers", "{}", "rules", "")]
    [InlineData("PUT", "breakers", """{"rules":[{"kind":"panic","threshold":"1"}]}""", "rules[0].kind", "panic")]
    [InlineData("PUT", "breakers", """{"rules":[{"kind":"windowLoss","threshold":"0.1","window":"soon"}]}""", "rules[0].window", "soon")]
    [InlineData("PUT", "breakers", """{"rules":[{"kind":"windowLoss","threshold":"0.1"}]}""", "rules[0].window", "")]
    [InlineData("PUT", "breakers", """{"rules":[{"kind":"spread","threshold":"0.1"}]}""", "rules[0].kind", "spread")]
    [InlineData("PUT", "breakers", """{"rules":[null]}""", "rules[0]", "null")]
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
