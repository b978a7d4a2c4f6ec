using Microsoft.Playwright;

namespace OrleansTrader.Browser.Tests;

/// <summary>What a person changes with the mouse, on the built service in a real browser.</summary>
public sealed class ControlTests
{
    [Fact]
    public async Task Pages_do_what_a_person_asks_for_and_say_so()
    {
        Assert.SkipUnless(Chromium.Executable is not null, "Chromium is not installed: apt-get install chromium");
        using var bound = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        bound.CancelAfter(TimeSpan.FromSeconds(2 * Visit.WaitSecondsMax));
        await using var silo = await SiloProcess.Start(bound.Token);
        using var playwright = await Playwright.CreateAsync();
        await using var browser = await Chromium.Launch(playwright);
        var visit = await Visit.Open(browser, silo.Address, width: 1440, height: 900);
        var page = visit.Page;

        await page.GotoAsync("/accounts");
        await page.WaitForSelectorAsync("#open-account:enabled");
        await page.FillAsync("#new-account", "mine");
        await page.FillAsync("#new-cash", "5000");
        await page.ClickAsync("#open-account");
        await page.WaitForSelectorAsync("text=account mine is open");
        await page.FillAsync("#amount", "250.5");
        await page.ClickAsync("#deposit");
        await page.WaitForSelectorAsync("text=paid in");
        await page.WaitForSelectorAsync("tr:has-text('mine') >> text=5,250.50");
        await page.FillAsync("#amount", "much");
        await page.ClickAsync("#deposit");
        await page.WaitForSelectorAsync("text=amount is 'much'");
        await page.FillAsync("#limit-drawdown", "2");
        await page.ClickAsync("#set-limits");
        await page.WaitForSelectorAsync("text=drawdownMax is '2'");
        await page.FillAsync("#limit-drawdown", "0.2");
        await page.FillAsync("#limit-leverage", "20");
        await page.ClickAsync("#set-limits");
        await page.WaitForSelectorAsync("text=bring: leverage 20, drawdown 0.2");
        await page.WaitForSelectorAsync("#limit-uses tr:has-text('Drawdown') >> meter");
        await page.ClickAsync("#halt-mine");
        await page.WaitForSelectorAsync("#halt-keep-mine:disabled");
        await page.FillAsync("#halt-reason-mine", "a bad feeling");
        await page.FillAsync("#halt-confirm-mine", "min");
        await page.WaitForSelectorAsync("#halt-close-mine:disabled");
        await page.FillAsync("#halt-confirm-mine", "mine");
        await page.ClickAsync("#halt-keep-mine");
        await page.WaitForSelectorAsync("tr:has-text('mine') >> text=kill switch (a bad feeling)");
        await page.ClickAsync("#resume-mine");
        await page.WaitForSelectorAsync("text=resumed");
        await page.WaitForSelectorAsync("#halt-mine:enabled");

        await page.FillAsync("#ticket-quantity", "0.01");
        await page.FillAsync("#ticket-limit", "10000");
        await page.ClickAsync("#place-order");
        await page.WaitForSelectorAsync("text=accepted: order 1");
        await page.GetByRole(AriaRole.Button, new() { Name = "Amend" }).ClickAsync();
        await page.GetByLabel("New limit price").FillAsync("11000");
        await page.GetByRole(AriaRole.Button, new() { Name = "Set", Exact = true }).ClickAsync();
        await page.WaitForSelectorAsync("text=order 1 is amended");
        await page.WaitForSelectorAsync("td[data-label=Limit] >> text=11000");
        await page.GetByRole(AriaRole.Button, new() { Name = "Cancel" }).ClickAsync();
        await page.WaitForSelectorAsync("text=order 1 is cancelled");
        await page.FillAsync("#ticket-limit", "");
        await page.ClickAsync("#place-order");
        await page.WaitForSelectorAsync("text=accepted: order 2");
        await visit.Save("accounts");
        await page.GetByRole(AriaRole.Button, new() { Name = "Close", Exact = true }).ClickAsync();
        await page.WaitForSelectorAsync("text=BTC-USDT is closed");

        await page.SelectOptionAsync("#limit-profile", "Conservative");
        await page.ClickAsync("#take-profile");
        await page.WaitForFunctionAsync("document.querySelector('#limit-trade-risk').value === '0.005'");
        await page.FillAsync("#limit-hours", "sometimes");
        await page.ClickAsync("#set-limits");
        await page.WaitForSelectorAsync("text=hours is 'sometimes'");
        await page.FillAsync("#limit-hours", "daily 00:00-24:00");
        await page.ClickAsync("#set-limits");
        await page.WaitForSelectorAsync("#limit-uses tr:has-text('Hours') >> text=open now");
        await visit.Save("limits-of-an-account");
        await page.GotoAsync("/limits");
        await page.WaitForSelectorAsync("#set-shared:enabled");
        await page.FillAsync("#shared-gross", "-5");
        await page.ClickAsync("#set-shared");
        await page.WaitForSelectorAsync("text=most of all positions is '-5'");
        await page.FillAsync("#shared-gross", "1000000");
        await page.ClickAsync("#set-shared");
        await page.WaitForSelectorAsync("text=they hold within ten seconds");
        await page.WaitForSelectorAsync("#shared-limits tr:has-text('All positions') >> text=1,000,000.00");
        await visit.Save("limits");

        await page.GotoAsync("/versions");
        await page.WaitForSelectorAsync("#draft-version:enabled");
        await page.FillAsync("#new-version", "cross@1.0");
        await page.FillAsync("#new-strategy", "sma-cross fast=3 slow=8");
        await page.FillAsync("#new-markets", "BTC-USDT");
        await page.GetByLabel("dry run").CheckAsync();
        await page.ClickAsync("#draft-version");
        await page.WaitForSelectorAsync("text=version is 'cross@1.0'");
        await page.FillAsync("#new-version", "cross@1.0.0");
        await page.FillAsync("#new-model", "openai/gpt-5");
        await page.ClickAsync("#draft-version");
        await page.WaitForSelectorAsync("text=empty one of them");
        await page.FillAsync("#new-model", "");
        await page.ClickAsync("#draft-version");
        await page.WaitForSelectorAsync("text=cross@1.0.0 is a draft");
        await page.GetByRole(AriaRole.Button, new() { Name = "Activate" }).ClickAsync();
        await page.WaitForSelectorAsync("text=cross@1.0.0 is active");
        await page.FillAsync("#new-agent", "crosser");
        await page.SelectOptionAsync("#agent-version", "cross@1.0.0");
        await page.SelectOptionAsync("#agent-account", "mine");
        await page.ClickAsync("#start-agent");
        await page.WaitForSelectorAsync("text=agent crosser trades cross@1.0.0 on mine");
        await page.SelectOptionAsync("#diff-from", "sma-cross@1.0.0");
        await page.SelectOptionAsync("#diff-to", "cross@1.0.0");
        await page.WaitForSelectorAsync("td:has-text('dryRun')");
        await visit.Save("versions");

        await page.GotoAsync("/agents/crosser");
        await page.WaitForSelectorAsync("text=dry run");
        await page.GetByRole(AriaRole.Button, new() { Name = "Stop", Exact = true }).ClickAsync();
        await page.GetByRole(AriaRole.Button, new() { Name = "Keep", Exact = true }).ClickAsync();
        await page.WaitForSelectorAsync("text=stopped, positions kept");
        Assert.Empty(visit.Faults);
    }
}
