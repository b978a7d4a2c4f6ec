using System.Text;
using OrleansTrader.LanguageModels.Tests.FakeServer;

namespace OrleansTrader.Service.Tests.Telemetry;

/// <summary>What the service exports to an OTLP collector on loopback, and what it writes to its log.</summary>
public sealed class OtlpTests
{
    [Fact]
    public async Task Export_metricsAndTraces_comeWithoutSecretsAndHangTogether()
    {
        await using var service = await WatchedService.Start();
        await service.Trade("first");
        using var client = new HttpClient { BaseAddress = service.Address };
        using var asked = await client.GetAsync($"/api/v1/accounts?token={WatchedService.CollectorSecret}", TestContext.Current.CancellationToken);

        await Eventually.Holds(() => Task.FromResult(Metrics(service).IsSupersetOf(["trader.fills", "trader.orders", "trader.model.tokens", "orleans-grains", "dotnet.process.cpu.time"])), () => string.Join(' ', Metrics(service)));
        await Eventually.Holds(() => Task.FromResult(Spans(service).Any(static span => span.Name is "agent decision")), static () => "no answer of a model was traced");
        await Eventually.Holds(() => Task.FromResult(Chain(service, "journal append", "account execute", "POST /api/v1/accounts/{account}/orders")), () => Told(service));
        await Eventually.Holds(() => Task.FromResult(Chain(service, "model request", "model plan", "agent cycle")), () => Told(service));
        await Eventually.Holds(() => Task.FromResult(Chain(service, "agent decision", "model plan", "agent cycle")), () => Told(service));

        var sent = string.Concat(service.Collector.Posted("/v1/traces").Concat(service.Collector.Posted("/v1/metrics")).Select(Encoding.UTF8.GetString));
        Assert.DoesNotContain(FakeModelServer.Key, sent, StringComparison.Ordinal);
        Assert.DoesNotContain("You are", sent, StringComparison.Ordinal);
        Assert.DoesNotContain(WatchedService.CollectorSecret, sent + service.Log, StringComparison.Ordinal);
        Assert.DoesNotContain(FakeModelServer.Key, service.Log, StringComparison.Ordinal);
        Assert.All(service.Collector.Authorizations, static sent => Assert.Equal($"Bearer {WatchedService.CollectorSecret}", sent));
    }

    // ExportTraceServiceRequest.resource_spans(1).scope_spans(2).spans(2): trace_id(1), span_id(2), parent_span_id(4), name(5).
    private static List<(string Trace, string Id, string Parent, string Name)> Spans(WatchedService service) =>
    [
        .. from request in service.Collector.Posted("/v1/traces")
           from resource in Protobuf.All(request, 1)
           from scope in Protobuf.All(resource, 2)
           from span in Protobuf.All(scope, 2)
           select (Hex(span, 1), Hex(span, 2), Hex(span, 4), Encoding.UTF8.GetString(Protobuf.All(span, 5).FirstOrDefault() ?? [])),
    ];

    // ExportMetricsServiceRequest.resource_metrics(1).scope_metrics(2).metrics(2).name(1).
    private static HashSet<string> Metrics(WatchedService service) => new(
        from request in service.Collector.Posted("/v1/metrics")
        from resource in Protobuf.All(request, 1)
        from scope in Protobuf.All(resource, 2)
        from metric in Protobuf.All(scope, 2)
        select Encoding.UTF8.GetString(Protobuf.All(metric, 1)[0]),
        StringComparer.Ordinal);

    private static string Hex(byte[] span, int field) => Convert.ToHexString(Protobuf.All(span, field).FirstOrDefault() ?? []);

    /// <summary>Whether there are spans of these names, each the child of the next, in one trace.</summary>
    private static bool Chain(WatchedService service, params string[] names)
    {
        var spans = Spans(service);
        var byId = spans.GroupBy(static span => span.Id, StringComparer.Ordinal).ToDictionary(static same => same.Key, static same => same.First(), StringComparer.Ordinal);
        return spans.Where(span => string.Equals(span.Name, names[0], StringComparison.Ordinal)).Any(first =>
        {
            var span = first;
            foreach (var name in names.Skip(1))
            {
                if (!byId.TryGetValue(span.Parent, out var parent) || !string.Equals(parent.Trace, first.Trace, StringComparison.Ordinal) || !string.Equals(parent.Name, name, StringComparison.Ordinal))
                    return false;
                span = parent;
            }

            return true;
        });
    }

    private static string Told(WatchedService service) => string.Join('\n', Spans(service).Select(static span => span.Name).Distinct(StringComparer.Ordinal));
}
