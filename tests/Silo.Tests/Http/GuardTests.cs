using System.Net;
using System.Text.Json;

namespace OrleansTrader.Silo.Tests.Http;

public sealed class GuardTests(TestSite site) : IClassFixture<TestSite>
{
    private static readonly string[] Paths = ["/", "/api/v1/accounts", "/health/ready", "/openapi/v1.json", "/dashboard.css"];

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("X-Forwarded-For", "10.0.0.1")]
    [InlineData("X-Forwarded-Host", "localhost")]
    [InlineData("X-Forwarded-Proto", "https")]
    [InlineData("x-forwarded-anything", "1")]
    [InlineData("Forwarded", "for=10.0.0.1")]
    [InlineData("X-Real-IP", "10.0.0.1")]
    [InlineData("Via", "1.1 proxy")]
    [InlineData("CF-Connecting-IP", "10.0.0.1")]
    [InlineData("Origin", "https://evil.example")]
    [InlineData("Origin", "null")]
    [InlineData("Origin", "http://localhost:1")]
    [InlineData("Host", "evil.example")]
    [InlineData("Host", "localhost.evil.example")]
    [InlineData("Host", "192.168.1.20")]
    public async Task Request_with_foreign_header_gets_403_naming_it(string header, string value)
    {
        foreach (var path in Paths)
        {
            using var request = new HttpRequestMessage(HttpMethod.Get, path);
            request.Headers.TryAddWithoutValidation(header, value);

            using var answer = await site.Client.SendAsync(request, Cancellation);

            Assert.Equal(HttpStatusCode.Forbidden, answer.StatusCode);
            Assert.Equal("application/problem+json", answer.Content.Headers.ContentType?.MediaType);
            var error = JsonDocument.Parse(await answer.Content.ReadAsStringAsync(Cancellation)).RootElement.GetProperty("errors")[0];
            Assert.Equal(header, error.GetProperty("field").GetString(), ignoreCase: true);
        }
    }

    [Theory]
    [InlineData("127.0.0.1")]
    [InlineData("localhost")]
    [InlineData("[::1]")]
    public async Task Request_to_any_name_of_loopback_is_answered(string host)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, "/health/live");
        request.Headers.Host = $"{host}:{site.Address.Port}";

        using var answer = await site.Client.SendAsync(request, Cancellation);

        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
    }

    [Fact]
    public async Task Request_of_own_page_is_answered()
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, "/api/v1/accounts");
        request.Headers.TryAddWithoutValidation("Origin", site.Address.GetLeftPart(UriPartial.Authority));
        request.Headers.TryAddWithoutValidation("Sec-Fetch-Site", "same-origin");

        using var answer = await site.Client.SendAsync(request, Cancellation);

        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
    }

    [Theory]
    [InlineData("/_blazor?id=1")]
    [InlineData("/_blazor/negotiate?negotiateVersion=1")]
    public async Task Upgrade_of_foreign_origin_gets_403(string path)
    {
        var status = await site.StatusLineOf(
            $"""
            GET {path} HTTP/1.1
            Host: {site.Address.Authority}
            Connection: Upgrade
            Upgrade: websocket
            Sec-WebSocket-Version: 13
            Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==
            Origin: https://evil.example


            """,
            Cancellation);

        Assert.StartsWith("HTTP/1.1 403", status, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Negotiation_posted_from_foreign_origin_gets_403()
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, "/_blazor/negotiate?negotiateVersion=1");
        request.Headers.TryAddWithoutValidation("Origin", "https://evil.example");

        using var answer = await site.Client.SendAsync(request, Cancellation);

        Assert.Equal(HttpStatusCode.Forbidden, answer.StatusCode);
    }

    [Fact]
    public async Task Call_of_another_site_without_origin_gets_403_but_its_link_may_be_followed()
    {
        Assert.Equal(HttpStatusCode.Forbidden, await From("cross-site", "no-cors", "/api/v1/accounts"));
        Assert.Equal(HttpStatusCode.OK, await From("cross-site", "navigate", "/health/live"));
    }

    [Fact]
    public async Task Form_posted_without_antiforgery_token_changes_nothing()
    {
        using var form = new FormUrlEncodedContent([new("_handler", "pause")]);

        using var answer = await site.Client.PostAsync("/agents/trend", form, Cancellation);

        Assert.Equal(HttpStatusCode.BadRequest, answer.StatusCode);
    }

    [Theory]
    [InlineData("Content-Security-Policy", "frame-ancestors 'none'")]
    [InlineData("X-Content-Type-Options", "nosniff")]
    [InlineData("Referrer-Policy", "same-origin")]
    [InlineData("X-Frame-Options", "DENY")]
    public async Task Answer_always_carries_security_header(string header, string part)
    {
        foreach (var path in Paths)
        {
            using var answer = await site.Client.GetAsync(path, Cancellation);

            Assert.Contains(part, Assert.Single(answer.Headers.GetValues(header)), StringComparison.Ordinal);
        }
    }

    private async Task<HttpStatusCode> From(string fetchSite, string mode, string path)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, path);
        request.Headers.TryAddWithoutValidation("Sec-Fetch-Site", fetchSite);
        request.Headers.TryAddWithoutValidation("Sec-Fetch-Mode", mode);
        using var answer = await site.Client.SendAsync(request, Cancellation);
        return answer.StatusCode;
    }
}
