using System.Net.Http.Json;
using System.Text.Json;

namespace OrleansTrader.Service.Tests.Telemetry;

/// <summary>A real Prometheus scrapes the real service; whatever dashboards and alerts ask is asked of it.</summary>
public sealed class ScrapeTests
{
    /// <summary>What a process alone does not tell: it shows nobody a certificate.</summary>
    private const string OfClusters = "trader_certificate_remaining_seconds";

    [Fact]
    public async Task Queries_ofEveryPanelAndAlert_findWhatTheyAskFor()
    {
        Tool.SkipWithout(Tool.Prometheus);
        await using var service = await WatchedService.Start();
        await using var prometheus = await MonitorProcess.Prometheus(service.Address.Authority, alertmanager: null);
        await service.Alert();
        await service.Trade("first");
        await Scraped(prometheus, "trader_trigger_duration_seconds_count > 0");
        await Scraped(prometheus, """sum(trader_decisions_total{result="failed"}) > 0""");
        await service.Trade("second");

        // Rates need two looks at the youngest series.
        await Scraped(prometheus, """count_over_time(trader_orders_total{outcome="cancelled"}[1m]) > 3 and on () rate(trader_target_errors_total{kind="model"}[1m]) > 0 and on () count_over_time(trader_decisions_total{result="acted"}[1h]) > 1 and on () max(count_over_time(trader_webhooks_total[1h])) > 1""");

        var empty = new List<string>();
        foreach (var (where, expression) in Infra.Queries())
        {
            if (await Count(prometheus, expression) == 0)
                empty.Add($"{where}: {expression}");
        }

        foreach (var variable in Infra.Variables())
        {
            if (await Count(prometheus, variable) == 0)
                empty.Add($"a variable: {variable}");
        }

        Assert.Empty(empty);
        await AlertsNameWhatIsThere(prometheus);
        await RulesAreWell(prometheus);
    }

    [Fact]
    public async Task Scrape_ofTheService_passesPromtoolAndSaysWhatKindOfTextItIs()
    {
        Tool.SkipWithout(Tool.Promtool);
        await using var service = await WatchedService.Start();
        using var client = new HttpClient { BaseAddress = service.Address };
        using var answer = await client.GetAsync("/metrics", TestContext.Current.CancellationToken);
        var path = Path.GetTempFileName();
        try
        {
            await File.WriteAllTextAsync(path, await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken));
            var (code, output) = await Tool.Run("/bin/sh", "-c", $"{Tool.Promtool} check metrics < '{path}'");

            Assert.Equal((0, string.Empty), (code, output));
            Assert.Equal("text/plain; version=0.0.4; charset=utf-8", answer.Content.Headers.ContentType?.ToString());
        }
        finally
        {
            File.Delete(path);
        }
    }

    // An alert about what does not happen finds nothing; it must ask for something that is there all the same.
    private static async Task AlertsNameWhatIsThere(MonitorProcess prometheus)
    {
        var names = (await prometheus.Client.GetFromJsonAsync<JsonElement>("/api/v1/label/__name__/values")).GetProperty("data").EnumerateArray()
            .Select(static name => name.GetString()!).ToHashSet(StringComparer.Ordinal);
        var rules = await Rules(prometheus);

        Assert.InRange(rules.Length, 20, 100);
        Assert.All(rules, rule =>
        {
            var expression = rule.GetProperty("query").GetString()!;
            var asked = Infra.MetricsIn(expression).ToArray();
            Assert.NotEmpty(asked);
            Assert.All(asked.Where(static name => !string.Equals(name, OfClusters, StringComparison.Ordinal)), name => Assert.True(names.Contains(name), $"{rule.GetProperty("name")} asks for {name}, which the service does not tell"));
        });
    }

    private static async Task RulesAreWell(MonitorProcess prometheus) =>
        Assert.All(await Rules(prometheus), static rule => Assert.True(rule.GetProperty("health").GetString() is "ok", rule.GetRawText()));

    private static async Task<JsonElement[]> Rules(MonitorProcess prometheus) =>
        [.. (await prometheus.Client.GetFromJsonAsync<JsonElement>("/api/v1/rules")).GetProperty("data").GetProperty("groups").EnumerateArray().SelectMany(static group => group.GetProperty("rules").EnumerateArray())];

    private static Task Scraped(MonitorProcess prometheus, string expression) =>
        Eventually.Holds(async () => await Count(prometheus, expression) > 0, () => $"nothing was scraped for {expression}");

    // A query that Prometheus does not understand fails here.
    private static async Task<int> Count(MonitorProcess prometheus, string expression)
    {
        using var question = new FormUrlEncodedContent([new("query", expression)]);
        using var answer = await prometheus.Client.PostAsync("/api/v1/query", question, TestContext.Current.CancellationToken);
        var told = await answer.Content.ReadFromJsonAsync<JsonElement>(TestContext.Current.CancellationToken);
        Assert.True(told.GetProperty("status").GetString() is "success", $"{expression}: {told}");
        return told.GetProperty("data").GetProperty("result").GetArrayLength();
    }
}
