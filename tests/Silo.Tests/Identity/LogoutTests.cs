using System.Net;
using OrleansTrader.Grains.Tenants;

namespace OrleansTrader.Silo.Tests.Identity;

public sealed class LogoutTests
{
    [Fact]
    public async Task Logout_endsThisSession_andEverywhereAllOfTheUser()
    {
        await using var site = await GuardedSite.Start();
        await site.User("acme", "ada", Role.Operator);
        await site.User("acme", "bob", Role.Trader);
        using var first = await LogIn(site, "ada");
        using var second = await LogIn(site, "ada");
        using var third = await LogIn(site, "ada");
        using var other = await LogIn(site, "bob");

        await LogOut(third, everywhere: null);
        Assert.Equal(HttpStatusCode.Found, await Home(third));
        Assert.Equal(HttpStatusCode.OK, await Home(second));

        await LogOut(first, "yes");
        Assert.Equal(HttpStatusCode.Found, await Home(first));

        // The second one's cookie is as it was: it is its stamp that is no more good, once the memory of it is gone.
        await KeyUseTests.Eventually(async () => await Home(second) == HttpStatusCode.Found);
        Assert.Equal(HttpStatusCode.OK, await Home(other));
        Assert.Contains(await site.Audit("acme"), static row => row.Entry is { Action: "logout, everywhere", Who: "ada", Result: "done" });
    }

    private static async Task<HttpClient> LogIn(GuardedSite site, string user)
    {
        var client = site.Client();
        Assert.Equal("/", await GuardedSite.LogIn(client, "acme", user, GuardedSite.Password));
        return client;
    }

    private static async Task<HttpStatusCode> Home(HttpClient client)
    {
        using var answer = await client.GetAsync(new Uri("/", UriKind.Relative));
        return answer.StatusCode;
    }

    private static async Task LogOut(HttpClient client, string? everywhere)
    {
        var token = GuardedSite.TokenOf(await client.GetStringAsync(new Uri("/", UriKind.Relative)));
        var fields = new List<KeyValuePair<string, string>> { new("__RequestVerificationToken", token), new("from", "acme") };
        if (everywhere is not null)
            fields.Add(new("everywhere", everywhere));
        using var form = new FormUrlEncodedContent(fields);
        using var answer = await client.PostAsync(new Uri("/session/logout", UriKind.Relative), form);
        Assert.Equal("/login?said=out", answer.Headers.Location?.OriginalString);
    }
}
