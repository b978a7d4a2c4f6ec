using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using Microsoft.Extensions.DependencyInjection;
using OrleansTrader.Grains.Alerts;
using OrleansTrader.Grains.Ports;
using OrleansTrader.Grains.Tenants;
using OrleansTrader.Silo.Tests.Identity;
using OrleansTrader.Trading.Accounts;

namespace OrleansTrader.Silo.Tests.Notifications;

public sealed class NotificationApiTests
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Set_webhook_makesASecretOnceAndNeverShowsWhatIsSealed()
    {
        await using var site = await Start();
        using var client = site.Client(await site.Key("acme", Role.Operator));

        using var made = await Put(client, "ops", new { format = "webhook", url = "https://hooks.example.com/very/secret?token=1", kinds = new[] { "entry", "budget" }, severity = "warning" });
        using var again = await Put(client, "ops", new { format = "webhook", kinds = new[] { "entry" }, accounts = new[] { "trend" }, enabled = false });

        var first = await GuardedSite.Json(made);
        Assert.Equal(HttpStatusCode.OK, made.StatusCode);
        Assert.Equal(43, first.GetProperty("secret").GetString()!.Length);
        Assert.Equal("https://hooks.example.com", first.GetProperty("destination").GetProperty("target").GetString());
        Assert.False((await GuardedSite.Json(again)).TryGetProperty("secret", out _));
        var listed = await client.GetStringAsync(new Uri("/api/v1/notifications", UriKind.Relative), Cancellation);
        var view = Assert.Single(JsonDocument.Parse(listed).RootElement.EnumerateArray());
        Assert.Equal(("ops", "entry", "information", "trend", false), (
            view.GetProperty("name").GetString(), view.GetProperty("kinds")[0].GetString(), view.GetProperty("severity").GetString(), view.GetProperty("accounts")[0].GetString(),
            view.GetProperty("isEnabled").GetBoolean()));
        Assert.DoesNotContain("secret", listed, StringComparison.Ordinal);
        var audit = await site.Audit("acme");
        Assert.Equal(2, audit.Count(static row => row.Entry is { Action: "destination.set", On: "ops" }));
        Assert.DoesNotContain(audit, static row => row.ToString().Contains("very", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("""{"url":"https://example.com"}""", "format")]
    [InlineData("""{"format":"fax","url":"https://example.com"}""", "format")]
    [InlineData("""{"format":"slack"}""", "url")]
    [InlineData("""{"format":"slack","url":"no address"}""", "url")]
    [InlineData("""{"format":"slack","url":"http://example.com/x"}""", "url")]
    [InlineData("""{"format":"slack","url":"https://169.254.169.254/latest"}""", "url")]
    [InlineData("""{"format":"slack","url":"https://example.com","secret":"0123456789abcdef"}""", "secret")]
    [InlineData("""{"format":"slack","url":"https://example.com","chat":"1"}""", "chat")]
    [InlineData("""{"format":"webhook","url":"https://example.com","secret":"short"}""", "secret")]
    [InlineData("""{"format":"webhook","url":"https://example.com","kinds":["wonders"]}""", "kinds")]
    [InlineData("""{"format":"webhook","url":"https://example.com","severity":"mild"}""", "severity")]
    [InlineData("""{"format":"webhook","url":"https://example.com","accounts":["A b"]}""", "accounts")]
    [InlineData("""{"format":"telegram","chat":"-100123"}""", "secret")]
    [InlineData("""{"format":"telegram","secret":"123456:ABC-DEF1234ghIkl-zyx57W2v1u123ew11"}""", "chat")]
    [InlineData("""{"format":"telegram","secret":"123456:ABC-DEF1234ghIkl-zyx57W2v1u123ew11","chat":"a chat"}""", "chat")]
    [InlineData("""{"format":"telegram","secret":"123456:ABC/../x?DEF1234ghIkl-zyx57W2v1u123ew11","chat":"1"}""", "secret")]
    [InlineData("""{"format":"slack","url":"https://example.com","unheardOf":1}""", "unheardOf")]
    public async Task Set_whatCannotBe_namesTheField(string body, string field)
    {
        await using var site = await Start();
        using var client = site.Client(await site.Key("acme", Role.Operator));
        using var content = new StringContent(body, System.Text.Encoding.UTF8, "application/json");

        using var answer = await client.PutAsync(new Uri("/api/v1/notifications/ops", UriKind.Relative), content, Cancellation);

        Assert.True(answer.StatusCode is HttpStatusCode.BadRequest or HttpStatusCode.UnprocessableEntity, $"{answer.StatusCode}");
        var text = await answer.Content.ReadAsStringAsync(Cancellation);
        Assert.Contains($"\"{field}\"", text, StringComparison.Ordinal);
        Assert.DoesNotContain("ABC-DEF", text, StringComparison.Ordinal);
        Assert.Equal("[]", await client.GetStringAsync(new Uri("/api/v1/notifications", UriKind.Relative), Cancellation));
    }

    [Fact]
    public async Task Set_moreThanATenantMayHave_isRefusedAndOneMayGo()
    {
        await using var site = await Start();
        using var client = site.Client(await site.Key("acme", Role.Operator));
        for (var i = 0; i < 10; i++)
            Assert.Equal(HttpStatusCode.OK, (await Put(client, $"d{i}", new { format = "slack", url = "https://example.com/x" })).StatusCode);

        Assert.Equal(HttpStatusCode.UnprocessableEntity, (await Put(client, "d10", new { format = "slack", url = "https://example.com/x" })).StatusCode);
        Assert.Equal(HttpStatusCode.OK, (await client.DeleteAsync(new Uri("/api/v1/notifications/d0", UriKind.Relative), Cancellation)).StatusCode);
        Assert.Equal(HttpStatusCode.NotFound, (await client.DeleteAsync(new Uri("/api/v1/notifications/d0", UriKind.Relative), Cancellation)).StatusCode);
        Assert.Equal(HttpStatusCode.OK, (await Put(client, "d10", new { format = "discord", url = "https://example.com/x" })).StatusCode);
    }

    [Fact]
    public async Task Test_message_waitsInTheOutbox()
    {
        await using var site = await Start();
        using var client = site.Client(await site.Key("acme", Role.Operator));
        await Put(client, "ops", new { format = "slack", url = "https://example.com/x", kinds = new[] { "exit" } });

        using var tested = await client.PostAsync(new Uri("/api/v1/notifications/ops/test", UriKind.Relative), content: null, Cancellation);
        using var unknown = await client.PostAsync(new Uri("/api/v1/notifications/nobody/test", UriKind.Relative), content: null, Cancellation);

        Assert.Equal((HttpStatusCode.OK, HttpStatusCode.NotFound), (tested.StatusCode, unknown.StatusCode));
        var outbox = site.App.Services.GetRequiredService<IOutbox>();
        var entry = Assert.Single(await outbox.Due(DateTimeOffset.UtcNow, 10, Cancellation));
        Assert.Contains("a test of the destination ops", Assert.Single(await outbox.Next(entry.Id, 10, Cancellation)).Alert.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Alerts_ofKindsAndForALimitedKey_areWhatItMaySee()
    {
        await using var site = await Start();
        var acme = new TenantId("acme");
        await site.App.Services.GetRequiredService<IJournal>().Write([
            Alert("one", AlertKind.Entry, "trend"), Alert("two", AlertKind.Exit, "other"), Alert("three", AlertKind.Budget, null), Alert("four", AlertKind.Exit, "trend")]);
        using var all = site.Client(await site.Key("acme", Role.Viewer));
        using var limited = site.Client(await site.Key("acme", Role.Viewer, null, "trend"));

        Assert.Equal(["four", "three", "two", "one"], await Messages(all, "alerts"));
        Assert.Equal(["four", "two", "one"], await Messages(all, "alerts?kind=entry,exit"));
        Assert.Equal(["four", "one"], await Messages(limited, "alerts"));
        using var wrong = await all.GetAsync(new Uri("/api/v1/alerts?kind=wonders", UriKind.Relative), Cancellation);
        Assert.Equal(HttpStatusCode.BadRequest, wrong.StatusCode);

        AlertRow Alert(string message, AlertKind kind, string? account) =>
            new(acme, DateTimeOffset.UtcNow, AlertSeverity.Information, "acme", message) { Kind = kind, Account = account is null ? null : new AccountKey(acme, account) };
    }

    private static async Task<IEnumerable<string?>> Messages(HttpClient client, string path) =>
        [.. JsonDocument.Parse(await client.GetStringAsync(new Uri($"/api/v1/{path}", UriKind.Relative), Cancellation)).RootElement.GetProperty("rows").EnumerateArray()
            .Select(static row => row.GetProperty("message").GetString())];

    private static Task<HttpResponseMessage> Put(HttpClient client, string name, object body) =>
        client.PutAsync(new Uri($"/api/v1/notifications/{name}", UriKind.Relative), JsonContent.Create(body), Cancellation);

    private static Task<GuardedSite> Start() => GuardedSite.Start();
}
