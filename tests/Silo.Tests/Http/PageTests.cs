using System.Net;

namespace OrleansTrader.Silo.Tests.Http;

public sealed class PageTests(TestSite site) : IClassFixture<TestSite>
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("/", "Overview")]
    [InlineData("/agents/trend", "agent-equity")]
    [InlineData("/symbols/BTC-USDT", "Candles 1m")]
    [InlineData("/leaderboard", "too little data")]
    [InlineData("/leaderboard", "1.2345")]
    [InlineData("/accounts", "Open an account")]
    [InlineData("/versions", "Make a draft")]
    [InlineData("/agents/nobody", "There is no agent named nobody")]
    [InlineData("/symbols/NOPE-USDT", "There is no market NOPE-USDT here")]
    [InlineData("/symbols/nonsense", "There is no market nonsense here")]
    public async Task Page_first_answer_says_what_is_there_and_where_prices_come_from(string path, string expected)
    {
        using var answer = await site.Client.GetAsync(path, Cancellation);
        var page = WebUtility.HtmlDecode(await answer.Content.ReadAsStringAsync(Cancellation));

        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        Assert.Contains(expected, page, StringComparison.Ordinal);
        Assert.Contains("prices are invented; run with --feed coinbase", page, StringComparison.Ordinal);
        Assert.Contains("No advice. Trading can lose all the money", page, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Page_unknown_path_answers_404_with_a_way_back()
    {
        using var answer = await site.Client.GetAsync("/nothing", Cancellation);

        Assert.Equal(HttpStatusCode.NotFound, answer.StatusCode);
        Assert.Contains("This page does not exist", await answer.Content.ReadAsStringAsync(Cancellation), StringComparison.Ordinal);
    }
}
