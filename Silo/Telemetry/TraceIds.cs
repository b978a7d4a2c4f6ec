using System.Diagnostics;
using OrleansTrader.Grains.Ports.Telemetry;

namespace OrleansTrader.Silo.Telemetry;

/// <summary>Gives every cycle and command a trace even where none is exported, so that lines of the log can be put together.</summary>
internal sealed class TraceIds : IDisposable
{
    private readonly ActivityListener _own = new()
    {
        ShouldListenTo = static source => string.Equals(source.Name, TraderTelemetry.Name, StringComparison.Ordinal),
        Sample = static (ref ActivityCreationOptions<ActivityContext> _) => ActivitySamplingResult.PropagationData,
    };

    // Calls between processes carry a trace only where somebody listens to Orleans' spans of them. What Orleans does on its own, in no trace, begins none.
    private readonly ActivityListener _calls = new()
    {
        ShouldListenTo = static source => source.Name is "Microsoft.Orleans.Runtime" or "Microsoft.Orleans.Application",
        Sample = static (ref ActivityCreationOptions<ActivityContext> call) =>
            call.Parent.TraceId == default ? ActivitySamplingResult.None : ActivitySamplingResult.PropagationData,
    };

    public void Start()
    {
        ActivitySource.AddActivityListener(_own);
        ActivitySource.AddActivityListener(_calls);
    }

    public void Dispose()
    {
        _own.Dispose();
        _calls.Dispose();
    }
}
