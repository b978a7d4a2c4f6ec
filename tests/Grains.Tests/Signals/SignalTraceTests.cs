using System.Collections.Concurrent;
using System.Diagnostics;
using OrleansTrader.Grains.Ports.Telemetry;
using OrleansTrader.GrainsTests.Fixture;

namespace OrleansTrader.GrainsTests.Signals;

public sealed class SignalTraceTests
{
    [Fact]
    public async Task Trace_fromTheRequest_reachesSignalAccountAndJournal()
    {
        await using var local = Local.Create();
        var scene = new SignalScene(local);
        var spans = new ConcurrentQueue<Activity>();
        using var listener = new ActivityListener
        {
            ShouldListenTo = static source => string.Equals(source.Name, TraderTelemetry.Name, StringComparison.Ordinal),
            Sample = static (ref ActivityCreationOptions<ActivityContext> _) => ActivitySamplingResult.AllDataAndRecorded,
            ActivityStopped = spans.Enqueue,
        };
        ActivitySource.AddActivityListener(listener);
        Activity.Current = null;

        ActivityTraceId trace;
        using (var request = new Activity("request").SetIdFormat(ActivityIdFormat.W3C).Start())
        {
            trace = request.TraceId;
            scene.Send(scene.Long());
        }

        scene.Settle();

        var own = spans.Where(span => span.TraceId == trace).ToArray();
        var receive = Assert.Single(own, static span => span.OperationName is "signal receive");
        var steps = own.Where(static span => span.OperationName is "signal step").ToArray();
        Assert.All(steps, step => Assert.Equal(receive.SpanId, step.ParentSpanId));
        var execute = Assert.Single(own, static span => span.OperationName is "account execute");
        Assert.Contains(steps, step => step.SpanId == execute.ParentSpanId);
        Assert.Contains(own, span => span.OperationName is "journal append" && span.ParentSpanId == execute.SpanId);
        Assert.Equal($"signal/{SignalScene.First.Id}/account/main/open", execute.GetTagItem("trader.command.id"));
    }
}
