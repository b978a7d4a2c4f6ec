using System.Collections.Concurrent;
using System.Diagnostics;
using OrleansTrader.Grains.Ports.Telemetry;
using OrleansTrader.Grains;
using OrleansTrader.Grains.Agents;
using OrleansTrader.Grains.Strategies;
using OrleansTrader.Grains.Tenants;
using OrleansTrader.GrainsTests.Fixture;
using OrleansTrader.Trading.Strategies;
using OrleansTrader.Trading.Accounts;
using OrleansTrader.Trading.Orders;

namespace OrleansTrader.GrainsTests.Telemetry;

public sealed class TraceTests
{
    [Fact]
    public async Task Execute_withinARequest_isOneTraceDownToTheJournal()
    {
        await using var local = Local.Create();
        var scene = new Scene(local);
        scene.StartSymbol();
        scene.OpenAccount();
        scene.Tick(60_000m);
        var spans = new ConcurrentQueue<Activity>();
        using var listener = Listen(spans);
        Activity.Current = null;

        using (var request = new Activity("request").SetIdFormat(ActivityIdFormat.W3C).Start())
        {
            scene.Execute("buy", Scene.AtMarket(Side.Buy, 0.1m));
            var own = spans.Where(span => span.TraceId == request.TraceId).ToArray();

            var account = Assert.Single(own, static span => span.OperationName is "account execute");
            var journal = Assert.Single(own, static span => span.OperationName is "journal append");
            Assert.Contains(request.SpanId, Above(account, own));
            Assert.Equal(account.SpanId, journal.ParentSpanId);
            Assert.Equal("demo/main", account.GetTagItem("trader.account"));
        }
    }

    [Fact]
    public async Task Cycle_ofAnAgent_isATraceOfItsOwnWithItsOrders()
    {
        await using var local = Local.Create();
        var spans = new ConcurrentQueue<Activity>();
        using var listener = Listen(spans);
        using var outer = new Activity("whoever set it up").SetIdFormat(ActivityIdFormat.W3C).Start();

        Trade(local, "traced");

        var order = spans.First(static span => span.OperationName is "account execute" && Equals(span.GetTagItem("trader.account"), "demo/traced")
            && span.GetTagItem("trader.command.id") is string id && id.StartsWith("traced/", StringComparison.Ordinal));
        var above = Above(order, spans);
        var cycle = Assert.Single(spans, span => span.OperationName is "agent cycle" && above.Contains(span.SpanId));
        Assert.DoesNotContain(outer.SpanId, Above(cycle, spans));
        Assert.Equal("demo/traced", cycle.GetTagItem("trader.agent"));
        Assert.NotEqual(outer.TraceId, cycle.TraceId);
    }

    // Orleans puts spans of its calls between ours; for it, whose namespace begins with its name is a part of the runtime.
    private static List<ActivitySpanId> Above(Activity span, IReadOnlyCollection<Activity> spans)
    {
        var above = new List<ActivitySpanId>();
        for (var next = span; next is not null && next.ParentSpanId != default; next = spans.FirstOrDefault(other => other.SpanId == above[^1]))
            above.Add(next.ParentSpanId);
        return above;
    }

    private static void Trade(Local local, string name)
    {
        var scene = new Scene(local);
        scene.StartSymbol();
        scene.OpenAccount(name);
        var tenant = local.Grains.Tenant(Scene.Tenant);
        var config = new VersionConfig(StrategyConfig.Of("sma-cross", ("fast", "3"), ("slow", "9")), Scene.Venue, [Scene.Btc], 5m, TimeSpan.FromMinutes(1), Notes: null);
        Assert.Equal(SetupStatus.Done, local.Run(() => tenant.CreateVersion("sma-cross", "1.0.0", config)).Status);
        var setup = new AgentSetup(new VersionKey(Scene.Tenant, "sma-cross", "1.0.0"), Scene.Key(name));
        Assert.Equal(SetupStatus.Done, local.Run(() => tenant.CreateAgent(new AgentCreation(name, setup, Starts: true))).Status);
        for (var quote = 0; quote < 480; quote++)
        {
            local.Wait(TimeSpan.FromSeconds(15));
            scene.Tick(decimal.Round((decimal)(60_000 + (1_500 * Math.Sin(quote / 30.0))), 1));
        }
    }

    private static ActivityListener Listen(ConcurrentQueue<Activity> spans)
    {
        var listener = new ActivityListener
        {
            ShouldListenTo = static source => source.Name is TraderTelemetry.Name or "Microsoft.Orleans.Runtime",
            Sample = static (ref ActivityCreationOptions<ActivityContext> _) => ActivitySamplingResult.AllData,
            ActivityStopped = spans.Enqueue,
        };
        ActivitySource.AddActivityListener(listener);
        return listener;
    }
}
