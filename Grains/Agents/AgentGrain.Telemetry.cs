using System.Diagnostics;
using OrleansTrader.Grains.Ports.Telemetry;

namespace OrleansTrader.Grains.Agents;

/// <summary>What operators see of the agent's cycles.</summary>
internal sealed partial class AgentGrain
{
    private const string Rules = "rules/";

    private string? _thinker;

    private void CountDecision(string result)
    {
        if (DecisionMetrics.IsOn && state.State.Config is { } config)
            DecisionMetrics.Count(_thinker ??= DecisionMetrics.ModelLabel(config.Model?.Model ?? Rules + config.Strategy.Strategy), result);
    }

    private Activity? StartSpan(string name)
    {
        var span = TraderTelemetry.Source.StartActivity(name);
        if (span is { IsAllDataRequested: true })
            span.SetTag("trader.agent", _key.ToString()).SetTag("trader.version", state.State.Setup?.Version.ToString());
        return span;
    }
}
