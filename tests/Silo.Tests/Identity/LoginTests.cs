using System.Net;
using System.Security.Claims;
using System.Text;
using Microsoft.Extensions.DependencyInjection;
using OrleansTrader.Dashboard.Live;
using OrleansTrader.Grains;
using OrleansTrader.Grains.Tenants;
using OrleansTrader.Silo.Identity;
using OrleansTrader.Silo.Identity.Sessions;
using OrleansTrader.Trading.Accounts;

namespace OrleansTrader.Silo.Tests.Identity;

public sealed class LoginTests
{
    [Fact]
    public async Task Login_rightPassword_opensPagesAndApi_logoutClosesThem()
    {
        await using var site = await GuardedSite.Start();
        using var client = site.Client();

        Assert.Equal("/access?x=1", await GuardedSite.LogIn(client, "platform", "admin", GuardedSite.Password, target: "/access?x=1"));
        Assert.Equal(HttpStatusCode.OK, (await client.GetAsync(new Uri("/access", UriKind.Relative))).StatusCode);
        var page = await client.GetStringAsync(new Uri("/", UriKind.Relative));
        Assert.Contains("Log out admin", page, StringComparison.Ordinal);
        using var form = new FormUrlEncodedContent([new("__RequestVerificationToken", GuardedSite.TokenOf(page))]);
        Assert.Equal("/login?said=out", (await client.PostAsync(new Uri("/session/logout", UriKind.Relative), form)).Headers.Location?.OriginalString);
        Assert.Equal(HttpStatusCode.Unauthorized, (await client.GetAsync(new Uri("/api/v1/me", UriKind.Relative))).StatusCode);
        Assert.Equal(["logout", "login", "user.create operator"], (await site.Audit("platform")).Select(static row => row.Entry.Action));
    }

    [Theory]
    [InlineData("https://evil.example/")]
    [InlineData("//evil.example")]
    [InlineData("/\\evil.example")]
    [InlineData("javascript:alert(1)")]
    [InlineData("/login")]
    public async Task Login_returnToElsewhere_leadsHome(string target)
    {
        await using var site = await GuardedSite.Start();
        using var client = site.Client();

        Assert.Equal("/", await GuardedSite.LogIn(client, "platform", "admin", GuardedSite.Password, target: target));
    }

    [Fact]
    public async Task Login_wrongOrUnknown_isAnsweredAlike_andLocksAfterAFew()
    {
        await using var site = await GuardedSite.Start();
        using var client = site.Client();

        Assert.Equal("/login?said=wrong&tenant=platform&user=admin&return=%2F", await GuardedSite.LogIn(client, "platform", "admin", "not the password"));
        Assert.Equal("/login?said=wrong&tenant=platform&user=nobody&return=%2F", await GuardedSite.LogIn(client, "platform", "nobody", "not the password"));
        Assert.Equal("/login?said=wrong&tenant=nowhere&user=admin&return=%2F", await GuardedSite.LogIn(client, "nowhere", "admin", "not the password"));
        Assert.StartsWith("/login?said=wrong", await GuardedSite.LogIn(client, "No Name", "admin", "not the password"), StringComparison.Ordinal);
        for (var i = 0; i < 4; i++)
            await GuardedSite.LogIn(client, "platform", "admin", "not the password");
        Assert.StartsWith("/login?said=locked", await GuardedSite.LogIn(client, "platform", "admin", GuardedSite.Password), StringComparison.Ordinal);
        await KeyUseTests.Eventually(async () => (await site.Audit("platform")).Any(static row => row.Entry is { Action: "login", By: "nobody", Who: "admin" }));
        Assert.Empty(await site.Audit("nowhere"));
    }

    [Fact]
    public async Task Login_firstPassword_letsInOnceWithANewOne()
    {
        await using var site = await GuardedSite.Start();
        await site.User("acme", "ada", Role.Operator, mustChange: true);
        using var client = site.Client();

        Assert.StartsWith("/login?said=choose", await GuardedSite.LogIn(client, "acme", "ada", GuardedSite.Password), StringComparison.Ordinal);
        Assert.Contains("note=", await GuardedSite.LogIn(client, "acme", "ada", GuardedSite.Password, "short"), StringComparison.Ordinal);
        Assert.Contains("note=", await GuardedSite.LogIn(client, "acme", "ada", GuardedSite.Password, GuardedSite.Password), StringComparison.Ordinal);
        Assert.Equal("/", await GuardedSite.LogIn(client, "acme", "ada", GuardedSite.Password, "another good password"));
        using var other = site.Client();
        Assert.StartsWith("/login?said=wrong", await GuardedSite.LogIn(other, "acme", "ada", GuardedSite.Password), StringComparison.Ordinal);
        Assert.Equal("/", await GuardedSite.LogIn(other, "acme", "ada", "another good password"));
    }

    [Fact]
    public async Task Login_formWithoutToken_isRefused()
    {
        await using var site = await GuardedSite.Start();
        using var client = site.Client();
        using var form = new FormUrlEncodedContent([new("tenant", "platform"), new("user", "admin"), new("password", GuardedSite.Password)]);

        using var answer = await client.PostAsync(new Uri("/session/login", UriKind.Relative), form);

        Assert.Equal(HttpStatusCode.BadRequest, answer.StatusCode);
        Assert.False(answer.Headers.TryGetValues("Set-Cookie", out var cookies) && cookies.Any(static cookie => cookie.StartsWith("trader=", StringComparison.Ordinal)));
    }

    [Fact]
    public async Task Change_withACookie_needsTheTokenOfAPage()
    {
        await using var site = await GuardedSite.Start();
        using var client = site.Client();
        await GuardedSite.LogIn(client, "platform", "admin", GuardedSite.Password);
        var token = GuardedSite.TokenOf(await client.GetStringAsync(new Uri("/", UriKind.Relative)));

        Assert.Equal(HttpStatusCode.BadRequest, await MakeKey(client, token: null));
        Assert.Equal(HttpStatusCode.BadRequest, await MakeKey(client, "made up"));
        Assert.Equal(HttpStatusCode.Created, await MakeKey(client, token));
    }

    [Fact]
    public async Task Cookie_isForThisSiteAndItsServerOnly()
    {
        await using var site = await GuardedSite.Start();
        using var handler = new SocketsHttpHandler { AllowAutoRedirect = false, UseProxy = false, UseCookies = true };
        using var client = new HttpClient(handler) { BaseAddress = site.Address };
        await GuardedSite.LogIn(client, "platform", "admin", GuardedSite.Password);

        var cookie = Assert.Single(handler.CookieContainer.GetAllCookies(), static cookie => cookie.Name is "trader");
        Assert.True(cookie.HttpOnly);
        var outside = new Microsoft.AspNetCore.Authentication.Cookies.CookieAuthenticationOptions();
        SessionCookie.Configure(outside, new Silo.Identity.Listening.ListenSettings { Addresses = [IPAddress.Any] });
        Assert.Equal(Microsoft.AspNetCore.Http.CookieSecurePolicy.Always, outside.Cookie.SecurePolicy);
        Assert.Equal(Microsoft.AspNetCore.Http.SameSiteMode.Lax, outside.Cookie.SameSite);
        Assert.StartsWith("__Host-", outside.Cookie.Name, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Session_endsWithinTheMemory_whenItsUserIsDisabled()
    {
        await using var site = await GuardedSite.Start();
        await site.User("acme", "ada", Role.Operator);
        await site.User("acme", "bob", Role.Trader);
        var checks = site.App.Services.GetRequiredService<SessionChecks>();
        var outcome = await Desk(site).Try("acme", "bob", GuardedSite.Password, null, "10.0.0.7", default);
        var bob = Assert.IsType<LoginOutcome.In>(outcome).Principal;
        var now = DateTimeOffset.UtcNow;

        Assert.True(await checks.MayGoOn(bob, now));
        await site.AsService(static grains => grains.Tenant(new TenantId("acme")).SetDisabled("bob", isDisabled: true, "other"));
        Assert.True(await checks.MayGoOn(bob, now.AddSeconds(SessionChecks.MemorySeconds - 1)));
        Assert.False(await checks.MayGoOn(bob, now.AddSeconds(SessionChecks.MemorySeconds)));
        Assert.IsType<LoginOutcome.Wrong>(await Desk(site).Try("acme", "bob", GuardedSite.Password, null, "10.0.0.7", default));
        Assert.False(await checks.MayGoOn(new ClaimsPrincipal(), now));
        Assert.False(await checks.MayGoOn(Identified.As(new Asker(new TenantId("acme"), "ada", Role.Operator) { Means = AskerMeans.Session }, "x", "forged"), now));
    }

    [Fact]
    public async Task Start_withoutAnyUser_isRefused_andAFirstUserIsPrintedOnce()
    {
        var refused = await Assert.ThrowsAsync<StartupException>(static () => GuardedSite.StartBare(("Tenancy:Authentication", "required")));
        Assert.StartsWith("nobody can log in", refused.Message, StringComparison.Ordinal);

        await using var site = await GuardedSite.StartBare(("Tenancy:Bootstrap:Tenant", "acme"), ("Tenancy:Bootstrap:User", "ada"));
        var printed = site.Console.ToString();
        Assert.Contains("tenant acme, user ada, password ", printed, StringComparison.Ordinal);
        var password = printed.Split("password ")[1].Split(' ')[0];
        using var client = site.Client();
        Assert.StartsWith("/login?said=choose", await GuardedSite.LogIn(client, "acme", "ada", password), StringComparison.Ordinal);
        Assert.Equal("acme", Assert.Single(await site.AsService(static grains => grains.Tenant(TenantNames.Platform).GetTenants())).Name);
    }

    [Fact]
    public async Task Session_endsAfterItsLongest_evenOfAnOpenPage()
    {
        await using var site = await GuardedSite.Start();
        var checks = site.App.Services.GetRequiredService<SessionChecks>();
        var admin = Assert.IsType<LoginOutcome.In>(await Desk(site).Try("platform", "admin", GuardedSite.Password, null, "10.0.0.7", default)).Principal;
        var now = DateTimeOffset.UtcNow;

        Assert.True(await checks.MayGoOn(admin, now + SessionCookie.Longest - TimeSpan.FromMinutes(1)));
        Assert.False(await checks.MayGoOn(admin, now + SessionCookie.Longest));
    }

    private static LoginDesk Desk(GuardedSite site) => ActivatorUtilities.CreateInstance<LoginDesk>(site.App.Services);

    private static async Task<HttpStatusCode> MakeKey(HttpClient client, string? token)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, "/api/v1/keys/")
        {
            Content = new StringContent("{\"name\":\"robot\",\"role\":\"viewer\"}", Encoding.UTF8, "application/json"),
        };
        if (token is not null)
            request.Headers.Add("RequestVerificationToken", token);
        using var answer = await client.SendAsync(request);
        return answer.StatusCode;
    }
}
