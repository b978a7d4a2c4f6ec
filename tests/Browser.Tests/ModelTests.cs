using Microsoft.Playwright;
using OrleansTrader.LanguageModels.Tests.FakeServer;

namespace OrleansTrader.Browser.Tests;

/// <summary>The page of an agent that a language model plans, with a provider that the test plays.</summary>
public sealed class ModelTests
{
    // Bought and closed by turns: each purchase ends as a trade.
    private const string Buy =
        """
        {"positions":[{"symbol":"BTC-USDT","signal":"buy","quantity":0.5,"leverage":2,"confidence":0.6,"risk_usd":100,"exit_plan":null,
        "justification":"the story wants it","entry":null,"risk_level":"medium","key_indicators":[],"factor_weights":null}],"notes_for_audience":null}
        """;

    private static string Close => Buy.Replace("\"buy\"", "\"close\"", StringComparison.Ordinal).Replace("\"quantity\":0.5,\"leverage\":2", "\"quantity\":0,\"leverage\":0", StringComparison.Ordinal);

    [Fact]
    public async Task Agent_of_a_model_shows_its_cost_and_what_came_of_each_decision()
    {
        Assert.SkipUnless(Chromium.Executable is not null, "Chromium is not installed: apt-get install chromium");
        using var bound = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        bound.CancelAfter(TimeSpan.FromSeconds(Visit.WaitSecondsMax));
        await using var provider = await FakeModelServer.Start();
        var asked = 0;
        provider.Otherwise = _ => FakeReply.Answer(Interlocked.Increment(ref asked) % 2 == 1 ? Buy : Close);
        await using var silo = await SiloProcess.Start(
            new Dictionary<string, string>(StringComparer.Ordinal) { ["OPENAI_API_KEY"] = FakeModelServer.Key, ["Models__Providers__openai__BaseUrl"] = provider.V1 },
            ["--cycle", "2", "--symbols", "BTC-USDT", "--agent", "openai/gpt-5"], bound.Token);
        using var playwright = await Playwright.CreateAsync();
        await using var browser = await Chromium.Launch(playwright);
        var visit = await Visit.Open(browser, silo.Address, width: 1440, height: 900);

        await visit.Page.GotoAsync("/agents/gpt-5");
        var closed = visit.Page.Locator("tr", new() { Has = visit.Page.Locator("[data-figure=outcome]", new() { HasTextRegex = new("^1 order, [+−]?[0-9]") }) });
        await closed.First.WaitForAsync();
        await closed.First.GetByRole(AriaRole.Button, new() { Name = "Read" }).ClickAsync();
        await visit.Page.WaitForSelectorAsync("table.outcomes");
        var came = await visit.Page.InnerTextAsync("table.outcomes");

        Assert.Contains("open-long", came, StringComparison.Ordinal);
        Assert.Matches("order [0-9]+: market buy, filled, 0\\.50* of 0\\.50* at [0-9]", came);
        Assert.Contains("the story wants it", came, StringComparison.Ordinal);
        Assert.Matches("Cost today 0\\.[0-9]{4} USD for [0-9]+ question", await visit.Page.InnerTextAsync("#model-cost"));
        await visit.Save("agent-of-a-model");
        await visit.Page.GotoAsync("/leaderboard");
        await visit.Page.WaitForFunctionAsync("() => /0\\.[0-9]{4}/.test(document.querySelector('[data-figure=model-cost]')?.textContent ?? '')");
        await visit.Save("leaderboard-with-models");
        Assert.Empty(visit.Faults);

        var narrow = await Visit.Open(browser, silo.Address, width: 400, height: 850);
        await narrow.Page.GotoAsync("/agents/gpt-5");
        // A click counts from when the page is live.
        await narrow.WaitUntilChanged("#model-cost");
        await narrow.Page.GetByRole(AriaRole.Button, new() { Name = "Read" }).First.ClickAsync();
        await narrow.Page.WaitForSelectorAsync("table.outcomes");
        Assert.Equal(0, await narrow.Page.EvaluateAsync<int>("document.documentElement.scrollWidth - document.documentElement.clientWidth"));
        await narrow.Save("agent-of-a-model-narrow");
    }
}
