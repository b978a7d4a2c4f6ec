using Microsoft.Playwright;

namespace OrleansTrader.Browser.Tests;

/// <summary>Logging in, what a role shows, and a live page whose user is disabled, in a real browser.</summary>
public sealed class LoginTests
{
    private const string Chosen = "a password of my own";

    [Fact]
    public async Task Person_logs_in_with_the_first_password_makes_another_user_and_logs_out()
    {
        Assert.SkipUnless(Chromium.Executable is not null, "Chromium is not installed: apt-get install chromium");
        using var bound = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        bound.CancelAfter(TimeSpan.FromSeconds(2 * Visit.WaitSecondsMax));
        await using var silo = await SiloProcess.Start(
            new Dictionary<string, string>(StringComparer.Ordinal) { ["Tenancy__Bootstrap__User"] = "admin", ["Tenancy__Bootstrap__Tenant"] = "acme" }, [], bound.Token);
        while (!silo.Output.Contains("to choose another", StringComparison.Ordinal))
            await Task.Delay(TimeSpan.FromMilliseconds(50), bound.Token);
        var first = silo.Output.Split("password ")[1].Split(' ')[0];
        using var playwright = await Playwright.CreateAsync();
        await using var browser = await Chromium.Launch(playwright);
        var visit = await Visit.Open(browser, silo.Address, width: 1280, height: 800);
        var page = visit.Page;

        await page.GotoAsync("/access");
        await page.WaitForSelectorAsync("#log-in");
        await visit.Save("login");
        await LogIn(page, "admin", "wrong password");
        await page.WaitForSelectorAsync("text=Tenant, user or password are not right.");
        await LogIn(page, "admin", first);
        await page.WaitForSelectorAsync("text=This password lets in once");
        await page.FillAsync("#login-password", first);
        await page.FillAsync("#login-another", Chosen);
        await page.ClickAsync("#log-in");

        await page.WaitForSelectorAsync("#make-user:enabled");
        await page.FillAsync("#new-user", "bob");
        await page.ClickAsync("#make-user");
        await page.WaitForSelectorAsync("#shown-once");
        var bobs = await page.InnerTextAsync("#shown-once");
        await page.FillAsync("#new-key", "robot");
        await page.ClickAsync("#make-key");
        await page.WaitForSelectorAsync("#shown-once:has-text('ot_acme_')");
        await page.WaitForSelectorAsync("td:has-text('user.create')");
        await visit.Save("access");

        var other = await Visit.Open(browser, silo.Address, width: 1280, height: 800);
        await other.Page.GotoAsync("/login?said=change");
        await other.Page.FillAsync("#login-another", Chosen);
        await LogIn(other.Page, "bob", bobs);
        await other.Page.WaitForSelectorAsync("text=Log out bob");
        Assert.Equal(0, await other.Page.GetByRole(AriaRole.Link, new() { Name = "Access" }).CountAsync());

        // Bob's live page ends by itself, within the ten seconds that an answer is remembered and the ten between two looks.
        await page.Locator("tr", new() { HasText = "bob" }).GetByRole(AriaRole.Button, new() { Name = "Disable" }).ClickAsync();
        await other.Page.WaitForURLAsync("**/login?return=*");

        await page.ClickAsync("#log-out");
        await page.WaitForSelectorAsync("text=You are logged out.");
        await page.GotoAsync("/");
        await page.WaitForSelectorAsync("#log-in");
        Assert.Empty(visit.Faults);
    }

    private static async Task LogIn(IPage page, string user, string password)
    {
        await page.FillAsync("#login-tenant", "acme");
        await page.FillAsync("#login-user", user);
        await page.FillAsync("#login-password", password);
        await page.ClickAsync("#log-in");
    }
}
