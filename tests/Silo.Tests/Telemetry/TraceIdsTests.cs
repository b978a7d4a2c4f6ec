using System.Diagnostics;
using OrleansTrader.Silo.Telemetry;

namespace OrleansTrader.Silo.Tests.Telemetry;

public sealed class TraceIdsTests
{
    [Theory]
    [InlineData("Microsoft.Orleans.Runtime")]
    [InlineData("Microsoft.Orleans.Application")]
    public void Start_callWithinATrace_carriesIt(string source)
    {
        using var calls = new ActivitySource(source);
        using var ids = new TraceIds();
        ids.Start();
        using var request = new Activity("request").SetIdFormat(ActivityIdFormat.W3C).Start();

        using var call = calls.StartActivity("call", ActivityKind.Client);

        Assert.Equal(request.TraceId, call?.TraceId);
        Assert.Equal(request.SpanId, call?.ParentSpanId);
    }

    [Fact]
    public void Start_callInNoTrace_beginsNone()
    {
        using var calls = new ActivitySource("Microsoft.Orleans.Runtime");
        using var ids = new TraceIds();
        ids.Start();
        Activity.Current = null;

        using var call = calls.StartActivity("call", ActivityKind.Client);

        Assert.Null(call);
    }
}
