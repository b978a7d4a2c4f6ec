using System.Net;
using OrleansTrader.LanguageModels.Egress;
using OrleansTrader.LanguageModels.Providers;
using OrleansTrader.LanguageModels.Tests.FakeServer;

namespace OrleansTrader.LanguageModels.Tests.Providers;

public sealed class ModelEndpointRuleTests
{
    [Theory]
    [InlineData("https://api.openai.com/v1", true)]
    [InlineData("https://10.1.2.3/v1", true)]
    [InlineData("http://localhost:11434/v1", true)]
    [InlineData("http://127.0.0.1:11434/v1", true)]
    [InlineData("http://api.openai.com/v1", false)]
    [InlineData("http://10.1.2.3/v1", false)]
    [InlineData("ftp://api.openai.com", false)]
    [InlineData("https://user:secret@api.openai.com", false)]
    [InlineData("https://api.openai.com/v1?key=secret", false)]
    public void Refuses_of_the_operators_urls_those_that_would_send_keys_in_the_clear(string url, bool allowed)
    {
        var reason = ModelEndpointRule.ForOperator.Refuses(new Uri(url));

        Assert.Equal(allowed, reason is null);
        Assert.DoesNotContain("secret", reason ?? "", StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("https://models.example.com/v1", true)]
    [InlineData("https://models.internal:8443/v1", true)]
    [InlineData("http://127.0.0.1:9000/v1", true)]
    [InlineData("http://127.0.0.1:9001/v1", false)]
    [InlineData("https://127.0.0.1/v1", false)]
    [InlineData("https://[::1]/v1", false)]
    [InlineData("https://[::ffff:10.0.0.1]/v1", false)]
    [InlineData("https://169.254.169.254/latest", false)]
    [InlineData("http://models.example.com/v1", false)]
    public void Refuses_of_tenants_urls_all_that_is_not_public_https_or_listed(string url, bool allowed) =>
        Assert.Equal(allowed, ModelEndpointRule.ForTenants(["models.internal:8443", "127.0.0.1:9000"]).Refuses(new Uri(url)) is null);

    [Theory]
    [InlineData("8.8.8.8", true)]
    [InlineData("2606:4700:4700::1111", true)]
    [InlineData("127.0.0.2", false)]
    [InlineData("10.0.0.1", false)]
    [InlineData("172.31.255.255", false)]
    [InlineData("172.32.0.1", true)]
    [InlineData("192.168.1.1", false)]
    [InlineData("100.64.0.1", false)]
    [InlineData("169.254.169.254", false)]
    [InlineData("0.0.0.0", false)]
    [InlineData("255.255.255.255", false)]
    [InlineData("224.0.0.1", false)]
    [InlineData("::", false)]
    [InlineData("::1", false)]
    [InlineData("fe80::1", false)]
    [InlineData("fd00::1", false)]
    [InlineData("ff02::1", false)]
    [InlineData("::ffff:127.0.0.1", false)]
    [InlineData("64:ff9b::7f00:1", false)]
    [InlineData("2002:7f00:1::", false)]
    [InlineData("2001:db8::1", false)]
    public void IsPublic_knows_reserved_addresses(string address, bool isPublic) =>
        Assert.Equal(isPublic, PublicAddress.Is(IPAddress.Parse(address)));

    [Fact]
    public async Task Handler_refuses_a_name_that_leads_inside_when_it_connects()
    {
        await using var server = await FakeModelServer.Start();
        var port = new Uri(server.Root).Port;
        // The text of the name gives nothing away; only its address does.
        var url = new Uri($"https://localhost:{port}/v1/chat/completions");
        Assert.Null(ModelEndpointRule.ForTenants([]).Refuses(url));
        using var client = new HttpClient(ModelEndpointRule.ForTenants([]).Handler(url));

        var refused = await Assert.ThrowsAsync<HttpRequestException>(() => client.GetAsync(url));

        Assert.Contains("private network", refused.ToString(), StringComparison.Ordinal);
        Assert.Empty(server.Requests);
    }

    [Fact]
    public async Task Handler_connects_to_what_the_operator_lists()
    {
        await using var server = await FakeModelServer.Start();
        var url = new Uri($"{server.V1}/chat/completions");
        using var client = new HttpClient(ModelEndpointRule.ForTenants([url.Authority]).Handler(url));

        using var response = await client.PostAsync(url, new StringContent("{}"));

        Assert.Equal(HttpStatusCode.Unauthorized, response.StatusCode);
    }

    [Fact]
    public void Allows_plain_http_of_the_operator_only_to_loopback_addresses()
    {
        var url = new Uri("http://localhost:11434/v1");

        Assert.True(ModelEndpointRule.ForOperator.Allows(url, IPAddress.Loopback));
        Assert.False(ModelEndpointRule.ForOperator.Allows(url, IPAddress.Parse("10.0.0.1")));
    }
}
