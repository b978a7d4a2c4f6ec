using Microsoft.Playwright;

namespace OrleansTrader.Browser.Tests;

/// <summary>The built service in a real browser: what a newcomer sees within the first minute.</summary>
public sealed class DashboardTests
{
    /// <summary>Messages to a page, after which it surely moves by itself.</summary>
    private const int LiveAfterMessages = 20;

    private const string Price = "[data-symbol='BTC-USDT'] [data-figure=bid]";

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Dashboard_of_a_fresh_start_lives_without_console_errors()
    {
        Assert.SkipUnless(Chromium.Executable is not null, "Chromium is not installed: apt-get install chromium");
        using var bound = CancellationTokenSource.CreateLinkedTokenSource(Cancellation);
        bound.CancelAfter(TimeSpan.FromSeconds(Visit.WaitSecondsMax));
        await using var silo = await SiloProcess.Start(bound.Token);
        using var playwright = await Playwright.CreateAsync();
        await using var browser = await Chromium.Launch(playwright);
        var visit = await Visit.Open(browser, silo.Address, width: 1440, height: 900);

        await visit.Page.GotoAsync("/");
        Assert.Contains("prices are invented", await visit.Page.InnerTextAsync(".notice"), StringComparison.Ordinal);
        Assert.Contains("--feed coinbase", await visit.Page.InnerTextAsync(".notice"), StringComparison.Ordinal);
        Assert.Contains("No advice", await visit.Page.InnerTextAsync("footer"), StringComparison.Ordinal);
        await visit.WaitUntilChanged(Price);
        await visit.WaitUntilChanged("#total-equity");
        Assert.Equal(5, await visit.Page.Locator("[data-figure=equity]").CountAsync());
        await visit.Save("overview");

        await visit.Page.GetByRole(AriaRole.Link, new() { Name = "BTC-USDT" }).First.ClickAsync();
        await visit.Page.WaitForSelectorAsync(".body-up, .body-down", new() { State = WaitForSelectorState.Attached });
        await visit.WaitUntilChanged("[data-figure=mid]");
        await visit.Save("symbol");

        // The one agent that is in the market from its first decision on, whatever the hour.
        await visit.Page.GotoAsync("/");
        await visit.Page.GetByRole(AriaRole.Link, new() { Name = "sma-cross", Exact = true }).First.ClickAsync();
        await visit.Page.WaitForSelectorAsync("#agent-equity");
        await visit.Page.WaitForSelectorAsync("text=/^Fills \\((newest )?[1-9]/");
        foreach (var tab in new[] { "Decisions", "Open orders", "Fills", "All orders" })
        {
            await visit.Page.Locator(".rz-tabview-nav li", new() { HasText = tab }).First.ClickAsync();
            await visit.Page.WaitForSelectorAsync($".rz-tabview-selected:has-text('{tab}')");
            await visit.Page.WaitForSelectorAsync(".rz-data-grid tbody td");
        }

        await visit.WaitUntilChanged("#agent-equity");
        await visit.Save("agent");

        await visit.Page.GotoAsync("/symbols/NOPE-USDT");
        await visit.Page.WaitForSelectorAsync("text=There is no market NOPE-USDT here");
        Assert.Empty(visit.Faults);

        await Narrow(browser, silo.Address);
    }

    [Fact]
    public async Task Page_of_a_service_that_is_killed_says_so_and_lives_again_after_its_restart()
    {
        Assert.SkipUnless(Chromium.Executable is not null, "Chromium is not installed: apt-get install chromium");
        using var bound = CancellationTokenSource.CreateLinkedTokenSource(Cancellation);
        bound.CancelAfter(TimeSpan.FromSeconds(Visit.WaitSecondsMax));
        await using var silo = await SiloProcess.Start(bound.Token);
        using var playwright = await Playwright.CreateAsync();
        await using var browser = await Chromium.Launch(playwright);
        var visit = await Visit.Open(browser, silo.Address, width: 1440, height: 900);
        await visit.Page.GotoAsync("/");
        await visit.WaitUntilChanged(Price);

        await silo.Kill();
        await visit.Page.WaitForSelectorAsync("text=Connection lost");
        await silo.Restart(bound.Token);

        await visit.Page.WaitForSelectorAsync("#components-reconnect-modal", new() { State = WaitForSelectorState.Hidden });
        await visit.WaitUntilChanged(Price);
    }

    [Fact]
    public async Task Link_followed_before_the_page_is_live_shows_its_page()
    {
        Assert.SkipUnless(Chromium.Executable is not null, "Chromium is not installed: apt-get install chromium");
        using var bound = CancellationTokenSource.CreateLinkedTokenSource(Cancellation);
        bound.CancelAfter(TimeSpan.FromSeconds(Visit.WaitSecondsMax));
        await using var silo = await SiloProcess.Start(bound.Token);
        using var playwright = await Playwright.CreateAsync();
        await using var browser = await Chromium.Launch(playwright);
        var visit = await Visit.Open(browser, silo.Address, width: 1440, height: 900);
        var clicked = new TaskCompletionSource();
        var isLive = new TaskCompletionSource();
        var messages = 0;
        visit.Page.WebSocket += (_, socket) => socket.FrameReceived += (_, _) =>
        {
            if (Interlocked.Increment(ref messages) == LiveAfterMessages)
                isLive.SetResult();
        };
        await visit.Page.RouteAsync("**/_blazor/negotiate*", async route =>
        {
            await clicked.Task.WaitAsync(bound.Token);
            await route.ContinueAsync();
        });
        await visit.Page.RouteAsync("**/agents/trend", async route =>
        {
            clicked.TrySetResult();
            await isLive.Task.WaitAsync(bound.Token);
            await route.ContinueAsync();
        });

        await visit.Page.GotoAsync("/", new() { WaitUntil = WaitUntilState.DOMContentLoaded });
        await visit.Page.GetByRole(AriaRole.Link, new() { Name = "trend", Exact = true }).First.ClickAsync();

        await visit.Page.WaitForSelectorAsync("#agent-equity");
        Assert.EndsWith("/agents/trend", visit.Page.Url, StringComparison.Ordinal);
    }

    /// <summary>The same pages on a telephone: nothing sticks out at the side.</summary>
    private static async Task Narrow(IBrowser browser, Uri address)
    {
        var visit = await Visit.Open(browser, address, width: 400, height: 850);
        foreach (var (path, name) in new[] { ("/", "overview"), ("/symbols/BTC-USDT", "symbol"), ("/leaderboard", "leaderboard"), ("/accounts", "accounts"), ("/versions", "versions"), ("/agents/trend", "agent") })
        {
            await visit.Page.GotoAsync(path);
            await visit.Page.WaitForSelectorAsync(".panel");
            Assert.Equal(0, await visit.Page.EvaluateAsync<int>("document.documentElement.scrollWidth - document.documentElement.clientWidth"));
            await visit.Save($"{name}-narrow");
        }

        Assert.Empty(visit.Faults);
    }
}
