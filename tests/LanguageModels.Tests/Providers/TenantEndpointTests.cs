using System.Collections.Immutable;
using System.Globalization;
using Microsoft.Extensions.Logging.Abstractions;
using OrleansTrader.LanguageModels.Providers;
using OrleansTrader.LanguageModels.Resilience;
using OrleansTrader.LanguageModels.Tests.FakeServer;
using OrleansTrader.Trading.Accounts;

namespace OrleansTrader.LanguageModels.Tests.Providers;

/// <summary>Servers that tenants name; the harness lists its own server's address, as an operator does.</summary>
public sealed class TenantEndpointTests
{
    private static readonly TenantId Tenant = new("demo");

    [Fact]
    public async Task Ask_of_a_listed_server_sends_no_key_and_costs_nothing()
    {
        await using var harness = await ModelHarness.Start();
        harness.Server.WantsKey = false;
        harness.Server.Then(FakeReply.Answer("hold") with { CostUsd = 7m });

        var answer = await harness.Ask(Question(harness.Server.V1));

        Assert.Equal(("hold", "tenant/llama3", 0m, 1_100L), (answer.Text, answer.Model.ToString(), answer.CostUsd, answer.Tokens.Total));
        var request = Assert.Single(harness.Server.Requests);
        Assert.Equal((string.Empty, "llama3"), (request.Key, request.Model));
    }

    [Fact]
    public async Task Ask_of_a_server_that_wants_a_key_says_that_none_is_sent()
    {
        await using var harness = await ModelHarness.Start();

        var answer = await harness.Ask(Question(harness.Server.V1));

        Assert.Equal(ModelFaultCode.RefusedCredentials, answer.Fault!.Code);
        Assert.Contains("none is sent", answer.Fault.Message, StringComparison.Ordinal);
        Assert.Equal(string.Empty, Assert.Single(harness.Server.Requests).Key);
    }

    [Fact]
    public async Task Ask_of_a_server_whose_key_the_tenant_keeps_here_shows_it_there_and_to_no_other()
    {
        await using var harness = await ModelHarness.Start();
        await using var other = await FakeModelServer.Start();
        harness.Server.Otherwise = other.Otherwise = static _ => FakeReply.Answer("hold");
        other.WantsKey = false;
        var keys = new KeysOf(Tenant, new Uri(harness.Server.Root).Authority, FakeModelServer.Key);
        using var models = new Models(
            ImmutableSortedDictionary<string, ProviderSettings>.Empty,
            ModelEndpointRule.ForTenants([new Uri(harness.Server.Root).Authority, new Uri(other.Root).Authority]), TimeProvider.System, 1, NullLogger<Models>.Instance, keys);

        var own = await models.Ask(Question(harness.Server.V1), TestContext.Current.CancellationToken);
        var elsewhere = await models.Ask(Question(other.V1), TestContext.Current.CancellationToken);
        var others = await models.Ask(Question(harness.Server.V1, new TenantId("other")), TestContext.Current.CancellationToken);
        keys.Problem = "it cannot be opened: set it again";
        var lost = await models.Ask(Question(harness.Server.V1), TestContext.Current.CancellationToken);

        Assert.Equal("hold", own.Text);
        Assert.Equal("hold", elsewhere.Text);
        Assert.Equal(string.Empty, Assert.Single(other.Requests).Key);
        Assert.Equal(ModelFaultCode.RefusedCredentials, others.Fault!.Code);
        Assert.Equal([FakeModelServer.Key, string.Empty], harness.Server.Requests.Select(static request => request.Key));
        Assert.Equal((ModelFaultCode.NoKey, keys.Problem), (lost.Fault!.Code, lost.Fault.Message));
    }

    private sealed class KeysOf(TenantId tenant, string authority, string secret) : ITenantModelKeys
    {
        public string? Problem { get; set; }

        public ValueTask<TenantModelKey> Of(TenantEndpoint endpoint, CancellationToken cancellation) => new(
            Problem is not null ? TenantModelKey.Unusable(Problem)
            : endpoint.Tenant == tenant && string.Equals(endpoint.Address.Authority, authority, StringComparison.Ordinal) ? TenantModelKey.Known("1", secret)
            : TenantModelKey.None);
    }

    [Theory]
    [InlineData("http://127.0.0.1:{0}/v1", "https")]
    [InlineData("https://127.0.0.1:{0}/v1", "private network")]
    [InlineData("https://localhost:{0}/v1", "private network")]
    [InlineData("https://[::1]:{0}/v1", "private network")]
    [InlineData("https://10.0.0.1/v1", "private network")]
    [InlineData("https://user:secret@127.0.0.1:{0}/v1", "user name or password")]
    [InlineData("https://models.example.com/v1?key=secret", "question mark")]
    [InlineData("ftp://models.example.com/v1", "https://")]
    public async Task Ask_of_what_nobody_listed_calls_nobody(string url, string reason)
    {
        await using var harness = await ModelHarness.Start();
        await using var unlisted = await FakeModelServer.Start();

        var answer = await harness.Ask(Question(string.Format(CultureInfo.InvariantCulture, url, new Uri(unlisted.Root).Port)));

        Assert.Equal(ModelFaultCode.Unreachable, answer.Fault!.Code);
        Assert.Contains(reason, answer.Fault.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("secret", answer.Fault.Message, StringComparison.Ordinal);
        Assert.Empty(unlisted.Requests);
        Assert.Empty(harness.Server.Requests);
    }

    [Fact]
    public async Task Ask_of_a_server_that_sends_on_does_not_follow()
    {
        await using var harness = await ModelHarness.Start();
        await using var inside = await FakeModelServer.Start();
        harness.Server.WantsKey = false;
        harness.Server.Then(FakeReply.Redirect($"{inside.V1}/chat/completions"));

        var answer = await harness.Ask(Question(harness.Server.V1));

        Assert.Equal(ModelFaultCode.Unreachable, answer.Fault!.Code);
        Assert.Empty(inside.Requests);
    }

    [Fact]
    public async Task Fault_names_the_host_and_no_more_of_the_address()
    {
        await using var harness = await ModelHarness.Start();

        var answer = await harness.Ask(Question($"{harness.Server.Root}/hidden/v1"));

        Assert.Contains(new Uri(harness.Server.Root).Authority, answer.Fault!.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("hidden", answer.Fault.Message, StringComparison.Ordinal);
        Assert.DoesNotContain(harness.Log.Lines, static line => line.Contains("hidden", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Breaker_of_one_tenant_holds_up_no_other()
    {
        await using var harness = await ModelHarness.Start();
        harness.Server.WantsKey = false;
        harness.Server.Otherwise = static _ => FakeReply.Error(500, "server_error", "it is broken");
        for (var i = 0; i < ProviderGate.BreakerFailuresMin; i++)
            await harness.Ask(Question(harness.Server.V1));
        harness.Server.Otherwise = static _ => FakeReply.Answer("hold");

        var mine = await harness.Ask(Question(harness.Server.V1));
        var others = await harness.Ask(Question(harness.Server.V1, new TenantId("other")));

        Assert.Equal(ModelFaultCode.BreakerOpen, mine.Fault!.Code);
        Assert.Null(others.Fault);
    }

    [Fact]
    public void Lines_are_bounded_and_those_in_use_stay()
    {
        using var lines = new TenantLines(ModelEndpointRule.ForTenants([]), TimeProvider.System, seed: 1, NullLogger.Instance);
        var used = new List<TenantLines.Use>();
        for (var i = 0; i < TenantLines.LinesOfTenantMax; i++)
            used.Add(Take(Tenant, i));

        Assert.False(lines.TryTake(Endpoint(Tenant, 100), TenantModelKey.None, out _, out var fault));
        Assert.Equal(ModelFaultCode.RateLimited, fault.Code);
        var kept = used[1].Line;
        used[0].Dispose();
        Take(Tenant, 101).Dispose();
        Assert.Same(kept, Take(Tenant, 1).Line);

        for (var i = 0; i < TenantLines.LinesMax * 2; i++)
            Take(new TenantId($"tenant-{i}"), i).Dispose();
        Assert.Equal(TenantLines.LinesMax, lines.Count);
        Assert.Same(kept, Take(Tenant, 1).Line);

        TenantLines.Use Take(TenantId tenant, int number)
        {
            Assert.True(lines.TryTake(Endpoint(tenant, number), TenantModelKey.None, out var use, out _));
            return use;
        }
    }

    private static TenantEndpoint Endpoint(TenantId tenant, int number) => new(tenant, new Uri($"https://models-{number}.example.com/v1"));

    private static ModelQuestion Question(string url, TenantId? tenant = null) =>
        ModelHarness.Question("tenant/llama3") with { Endpoint = new TenantEndpoint(tenant ?? Tenant, new Uri(url)) };
}
