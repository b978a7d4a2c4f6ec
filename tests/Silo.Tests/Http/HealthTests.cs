using System.Net;
using System.Text.Json;
using OrleansTrader.Grains.Ports;
using OrleansTrader.Silo.Http.Health;

namespace OrleansTrader.Silo.Tests.Http;

public sealed class HealthTests : IAsyncLifetime
{
    private readonly TestSite _site = new();

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public ValueTask InitializeAsync() => _site.InitializeAsync();

    public ValueTask DisposeAsync() => _site.DisposeAsync();

    [Fact]
    public async Task Ready_before_the_demo_is_set_up_answers_503_and_says_so()
    {
        var (status, components) = await Ready();

        Assert.Equal(HttpStatusCode.ServiceUnavailable, status);
        Assert.Equal("starting", components["demo"]);
        Assert.Equal("writable", components["journal"]);
    }

    [Fact]
    public async Task Ready_with_every_part_well_answers_200()
    {
        _site.Readiness.DemoIsReady();

        var (status, components) = await Ready();

        Assert.Equal(HttpStatusCode.OK, status);
        Assert.Equal("connected", components["feed simulated"]);
    }

    [Fact]
    public async Task Ready_with_a_faulted_journal_answers_503_while_the_process_lives()
    {
        _site.Readiness.DemoIsReady();
        _site.Journal.Fault = "disk is full";

        var (status, components) = await Ready();
        using var live = await _site.Client.GetAsync("/health/live", Cancellation);

        Assert.Equal(HttpStatusCode.ServiceUnavailable, status);
        Assert.Equal("faulted", components["journal"]);
        Assert.Equal(HttpStatusCode.OK, live.StatusCode);
    }

    [Fact]
    public async Task Ready_with_a_lost_feed_answers_503()
    {
        _site.Readiness.DemoIsReady();
        _site.Feed.Status = new FeedStatus { Connected = false, LastProblem = "connection refused" };

        var (status, components) = await Ready();

        Assert.Equal(HttpStatusCode.ServiceUnavailable, status);
        Assert.Equal("disconnected", components["feed simulated"]);
    }

    [Fact]
    public async Task Ready_details_are_told_here_alone()
    {
        _site.Readiness.DemoIsReady();
        _site.Journal.Fault = "connection to db-7.internal:5432 refused";

        using var answer = await _site.Client.GetAsync("/health/ready", Cancellation);
        var afar = HealthEndpoints.ReportOf(_site.Readiness, isInside: false);

        Assert.Contains("db-7.internal", await answer.Content.ReadAsStringAsync(Cancellation), StringComparison.Ordinal);
        Assert.Equal("not-ready", afar.Status);
        Assert.Contains(afar.Components, static part => part is { Name: "journal", State: "faulted", IsReady: false });
        Assert.All(afar.Components, static part => Assert.Null(part.Detail));
    }

    private async Task<(HttpStatusCode Status, Dictionary<string, string> Components)> Ready()
    {
        using var answer = await _site.Client.GetAsync("/health/ready", Cancellation);
        var report = JsonDocument.Parse(await answer.Content.ReadAsStringAsync(Cancellation)).RootElement;
        return (answer.StatusCode, report.GetProperty("components").EnumerateArray()
            .ToDictionary(part => part.GetProperty("name").GetString()!, part => part.GetProperty("state").GetString()!, StringComparer.Ordinal));
    }
}
