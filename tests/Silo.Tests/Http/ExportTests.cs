using OrleansTrader.Grains.Agents;
using OrleansTrader.Trading.Accounts;
using System.Net;
using OrleansTrader.Silo.Http.Api.Exports;

namespace OrleansTrader.Silo.Tests.Http;

public sealed class ExportTests(TestSite site) : IClassFixture<TestSite>
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Fills_exported_areACsvWithEveryRowOnceNewestFirst()
    {
        using var answer = await site.Client.GetAsync("/api/v1/accounts/trend/fills.csv", Cancellation);

        Assert.Equal("text/csv", answer.Content.Headers.ContentType?.MediaType);
        Assert.Equal("trend-fills.csv", answer.Content.Headers.ContentDisposition?.FileName);
        var lines = (await answer.Content.ReadAsStringAsync(Cancellation)).Split("\r\n");
        Assert.StartsWith("number,at,account,symbol,order,side,price,quantity,", lines[0], StringComparison.Ordinal);
        Assert.Equal(string.Empty, lines[^1]);
        Assert.Equal(
            Enumerable.Range(1, FakeTrader.FillCount).Reverse().Select(static number => $"{number}"),
            lines[1..^1].Select(static line => line.Split(',')[0]));
    }

    [Theory]
    [InlineData("/api/v1/accounts/trend/closed-trades.csv", "number,opened_at,closed_at,")]
    [InlineData("/api/v1/agents/trend/decisions.csv", "at,agent,strategy_version,")]
    public async Task Export_withoutRows_isItsHeader(string path, string begins)
    {
        var text = await site.Client.GetStringAsync(path, Cancellation);

        Assert.StartsWith(begins, text, StringComparison.Ordinal);
        Assert.Equal(text.Length - 2, text.IndexOf("\r\n", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("/api/v1/accounts/nobody/fills.csv")]
    [InlineData("/api/v1/accounts/nobody/closed-trades.csv")]
    [InlineData("/api/v1/agents/nobody/decisions.csv")]
    [InlineData("/api/v1/agents/nobody/records.csv")]
    public async Task Export_ofNobody_answers404(string path)
    {
        using var answer = await site.Client.GetAsync(path, Cancellation);

        Assert.Equal(HttpStatusCode.NotFound, answer.StatusCode);
    }

    [Fact]
    public async Task Records_exported_have_what_they_cost_and_what_came_of_them()
    {
        var lines = (await site.Client.GetStringAsync("/api/v1/agents/trend/records.csv", Cancellation)).Split("\r\n");

        Assert.Equal(
            "at,agent,strategy_version,account,cycle,models,questions,input_tokens,output_tokens,cost_usd,latency_seconds,decision,hold_reason,orders,closed_trades,net,told,hindsight",
            lines[0]);
        Assert.Equal("2026-01-31T12:00:00.0000000Z,trend,trend@1.0.0,trend,29000000,openai/gpt-5,2,1900,100,0.03,3.5,buy BTC-USDT 0.5,,2,1,31.2,,", lines[1]);
    }

    [Fact]
    public void Record_thatMayBeMemory_saysSo()
    {
        var row = new CsvRow();

        RecordCsv.Cells(
            new DecisionRecordRow(
                AgentKey.Parse("demo/a"), AccountKey.Parse("demo/a"), VersionKey.Parse("demo/a@1.0.0"), 7, DateTimeOffset.UnixEpoch, "", "", [], null, "budget", [], 0m,
                TimeSpan.Zero),
            "it may remember", row);

        Assert.EndsWith(",budget,,,,,it may remember\r\n", row.End(), StringComparison.Ordinal);
    }

    [Fact]
    public void Row_hostileCells_areQuotedAndAreNoFormulas()
    {
        var row = new CsvRow();

        row.Text("a,b").Text("say \"no\"").Text("two\r\nlines").Text("=1+1").Text("-5 % stop").Text(null).Number(-1.50m).Number(0.25).Name("plain");

        Assert.Equal("\"a,b\",\"say \"\"no\"\"\",\"two\r\nlines\",'=1+1,'-5 % stop,,-1.5,0.25,plain\r\n", row.End());
        Assert.Equal("x\r\n", row.Name("x").End());
    }
}
