using System.Diagnostics;
using OrleansTrader.Grains.Ports.Telemetry;

namespace OrleansTrader.Silo.Telemetry;

/// <summary>Gives every cycle and command a trace even where none is exported, so that lines of the log can be put together.</summary>
internal sealed class TraceIds : IDisposable
{
    private readonly ActivityListener _listener = new()
    {
        ShouldListenTo = static source => string.Equals(source.Name, TraderTelemetry.Name, StringComparison.Ordinal),
        Sample = static (ref ActivityCreationOptions<ActivityContext> _) => ActivitySamplingResult.PropagationData,
    };

    public void Start() => ActivitySource.AddActivityListener(_listener);

    public void Dispose() => _listener.Dispose();
}
