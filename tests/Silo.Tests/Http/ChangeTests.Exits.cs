using System.Net;
using OrleansTrader.Trading.Accounts;
using OrleansTrader.Trading.Orders;

namespace OrleansTrader.Silo.Tests.Http;

public sealed partial class ChangeTests
{
    [Fact]
    public async Task Exits_ofAPosition_areTheCommandMeant()
    {
        const string body =
            """
            {"stopPrice":"60000","trailingPercent":"2","breakEven":{"gain":"1","unit":"risk","offset":"5"},
             "targets":[{"price":"70000","share":"0.5"},{"price":"75000","share":"0.25"}],"reason":"nearer"}
            """;

        using var answer = await Change("PUT", "/api/v1/accounts/trend/positions/BTC-USDT/exits", body, "k");

        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        var wanted = new Bracket(60000m)
        {
            TrailingPercent = 2m, BreakEven = new BreakEven(1m, GainUnit.Risk, 5m), Targets = [new(70000m, 0.5m), new(75000m, 0.25m)],
        };
        Assert.Equal(
            new ReplaceExits(FakeTrader.Instrument.Symbol, wanted, new OrderNote("nearer", OrderNote.ManualCause)), Assert.Single(_site.Control.Commands));
    }

    [Theory]
    [InlineData("""{"breakEven":{}}""", "breakEven.gain")]
    [InlineData("""{"breakEven":{"gain":"1","unit":"x"}}""", "breakEven.unit")]
    [InlineData("""{"targets":[]}""", "targets")]
    [InlineData("""{"targets":[{"price":"70000"}]}""", "targets[0].share")]
    public async Task Exits_fieldThatIsWrong_answers400NamingIt(string body, string field)
    {
        var error = await Problem(await Change("PUT", "/api/v1/accounts/trend/positions/BTC-USDT/exits", body, "k"), HttpStatusCode.BadRequest);

        Assert.Equal(field, error.GetProperty("field").GetString());
        Assert.Empty(_site.Control.Commands);
    }
}
