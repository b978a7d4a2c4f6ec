using System.Net;
using System.Net.Http.Headers;
using System.Text;
using Microsoft.Extensions.DependencyInjection;
using OrleansTrader.Grains;
using OrleansTrader.Grains.Tenants;
using OrleansTrader.Silo.Identity;
using OrleansTrader.Silo.Identity.Keys;
using OrleansTrader.Trading.Accounts;

namespace OrleansTrader.Silo.Tests.Identity;

public sealed class KeyUseTests
{
    [Fact]
    public void ApiKey_text_comesBackAndNeverShowsItsSecret()
    {
        var key = ApiKey.New(new TenantId("acme"));

        Assert.True(ApiKey.TryParse(key.Reveal(), out var read));
        Assert.Equal((key.Tenant, key.Id, key.Hash), (read.Tenant, read.Id, read.Hash));
        Assert.StartsWith("ot_acme_", key.Shown, StringComparison.Ordinal);
        Assert.DoesNotContain(key.Reveal()[^20..], $"{key} {key.Shown}", StringComparison.Ordinal);
        Assert.NotEqual(key.Hash, ApiKey.New(new TenantId("acme")).Hash);
        foreach (var wrong in new[] { null, "", "ot_", "ot_acme", "ot_acme_0123456789", "ot_acme_0123456789_", "ot_a/b_0123456789_x", "ot_acme_012_x", "xx_acme_0123456789_x", new string('o', 500) })
            Assert.False(ApiKey.TryParse(wrong, out _), wrong);
    }

    [Fact]
    public async Task Key_isKnownByItsTenantRoleAndAccounts()
    {
        await using var site = await GuardedSite.Start();
        await site.AsService(static grains => grains.Tenant(new TenantId("acme")).CreateAccount(new AccountCreation("mine", "simulated", "USDT", 100m)));
        await site.AsService(static grains => grains.Tenant(new TenantId("acme")).CreateAccount(new AccountCreation("theirs", "simulated", "USDT", 100m)));
        using var client = site.Client(await site.Key("acme", Role.Trader, null, "mine"));

        var me = await GuardedSite.Json(await client.GetAsync(new Uri("/api/v1/me", UriKind.Relative)));
        Assert.Equal(("acme", "trader", "key"), (me.GetProperty("tenant").GetString(), me.GetProperty("role").GetString(), me.GetProperty("means").GetString()));
        var accounts = await client.GetStringAsync(new Uri("/api/v1/accounts/", UriKind.Relative));
        Assert.Contains("acme/mine", accounts, StringComparison.Ordinal);
        Assert.DoesNotContain("theirs", accounts, StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.OK, await Deposit(client, "mine"));
        Assert.Equal(HttpStatusCode.NotFound, await Deposit(client, "theirs"));
        Assert.Equal(HttpStatusCode.NotFound, (await client.GetAsync(new Uri("/api/v1/accounts/theirs/fills.csv", UriKind.Relative))).StatusCode);
        var audit = await site.Audit("acme");
        Assert.Contains(audit, static row => row.Entry is { Action: "account.deposit", On: "acme/mine", Result: "done", From: "127.0.0.1" } entry && entry.By.StartsWith("ot_acme_", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Key_thatIsWrong_isRefusedAudited_andAfterManyTheAddressIsNotLookedAt()
    {
        await using var site = await GuardedSite.Start();
        await site.User("acme", "ada", Role.Operator);
        var good = await site.Key("acme", Role.Viewer);
        using var client = site.Client();
        var wrong = ApiKey.New(new TenantId("acme"));

        for (var i = 0; i < FailedTries.FailuresMax; i++)
            Assert.Equal(HttpStatusCode.Unauthorized, await Use(client, wrong.Reveal()));
        using var blocked = await Send(client, wrong.Reveal());
        Assert.Equal(HttpStatusCode.TooManyRequests, blocked.StatusCode);
        Assert.NotNull(blocked.Headers.RetryAfter);
        Assert.DoesNotContain(wrong.Reveal()[^20..], await blocked.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.TooManyRequests, await Use(client, good.Reveal()));
        await Eventually(async () => (await site.Audit("acme")).Any(row => row.Entry.Action is "key.use" && string.Equals(row.Entry.By, wrong.Shown, StringComparison.Ordinal)));
    }

    [Fact]
    public async Task Check_revokedKey_passesNoLongerThanTheMemoryLasts()
    {
        await using var site = await GuardedSite.Start();
        var key = await site.Key("acme", Role.Viewer);
        var checks = site.App.Services.GetRequiredService<KeyChecks>();
        var now = DateTimeOffset.UtcNow;

        Assert.NotNull(await checks.Check(key, now));
        await site.AsService(grains => grains.Tenant(key.Tenant).RevokeKey(key.Id));
        Assert.NotNull(await checks.Check(key, now.AddSeconds(KeyChecks.MemorySeconds - 1)));
        Assert.Null(await checks.Check(key, now.AddSeconds(KeyChecks.MemorySeconds)));
    }

    [Fact]
    public async Task Check_keyThatExpiresWhileRemembered_passesNoMore()
    {
        await using var site = await GuardedSite.Start();
        var now = DateTimeOffset.UtcNow;
        var key = await site.Key("acme", Role.Viewer, now.AddMinutes(1));
        var checks = site.App.Services.GetRequiredService<KeyChecks>();

        Assert.NotNull(await checks.Check(key, now.AddSeconds(58)));
        Assert.Null(await checks.Check(key, now.AddSeconds(60)));
    }

    [Fact]
    public void FailedTries_oneNetwork_isOneAddress()
    {
        var tries = new FailedTries();
        var now = DateTimeOffset.UtcNow;
        for (var i = 0; i < FailedTries.FailuresMax; i++)
            tries.Add($"2001:db8::{i:x}", now);

        Assert.NotNull(tries.BlockedUntil("2001:db8::ffff", now));
        Assert.Null(tries.BlockedUntil("2001:db8:0:1::1", now));
        Assert.Null(tries.BlockedUntil("2001:db8::ffff", now + FailedTries.Window));
    }

    internal static async Task Eventually(Func<Task<bool>> condition)
    {
        using var bound = new CancellationTokenSource(TimeSpan.FromSeconds(30));
        while (!await condition())
            await Task.Delay(20, bound.Token);
    }

    private static async Task<HttpStatusCode> Deposit(HttpClient client, string account)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, $"/api/v1/accounts/{account}/deposits") { Content = new StringContent("{\"amount\":\"1\"}", Encoding.UTF8, "application/json") };
        request.Headers.Add("Idempotency-Key", account);
        using var answer = await client.SendAsync(request);
        return answer.StatusCode;
    }

    private static async Task<HttpStatusCode> Use(HttpClient client, string key)
    {
        using var answer = await Send(client, key);
        return answer.StatusCode;
    }

    private static async Task<HttpResponseMessage> Send(HttpClient client, string key)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, "/api/v1/me");
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", key);
        return await client.SendAsync(request);
    }
}
