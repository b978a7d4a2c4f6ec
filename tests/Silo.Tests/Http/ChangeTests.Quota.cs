using System.Net;
using System.Text.Json;
using OrleansTrader.Grains.Accounts;
using OrleansTrader.Trading.Accounts;

namespace OrleansTrader.Silo.Tests.Http;

public sealed partial class ChangeTests
{
    [Theory]
    [InlineData("00:00:41.2", "42")]
    [InlineData("00:00:00", "1")]
    public async Task Order_beyondTheQuota_answers429_andTellsInHowManySecondsThereIsHeadroom(string left, string seconds)
    {
        _site.Control.Reply = new CommandReply(
            CommandStatus.Refused, 7, null,
            new Refusal(RefusalCode.QuotaExceeded, "ordersPerMinute", "10", "try again later") { RetryAfter = TimeSpan.Parse(left, null) }, null);

        using var answer = await Change(
            "POST", "/api/v1/accounts/trend/orders", """{"symbol":"BTC-USDT","side":"buy","type":"market","quantity":"0.1"}""", $"quota{seconds}");

        Assert.Equal((HttpStatusCode.TooManyRequests, seconds), (answer.StatusCode, Assert.Single(answer.Headers.GetValues("Retry-After"))));
        var problem = JsonDocument.Parse(await answer.Content.ReadAsStringAsync(Cancellation)).RootElement;
        Assert.Equal("ordersPerMinute", problem.GetProperty("errors")[0].GetProperty("field").GetString());
    }
}
