using System.Collections.Immutable;
using OrleansTrader.Grains.Ports;
using OrleansTrader.Silo.Feeds;

namespace OrleansTrader.Silo.Http.Health;

/// <summary>One part of the service as health tells it.</summary>
/// <param name="State">One word.</param>
/// <param name="Detail">What troubles it, in one line; null where nothing does.</param>
public sealed record ComponentHealth(string Name, bool IsReady, string State, string? Detail);

/// <summary>Whether the service can do its work, part by part. A process without journal or feed tells of neither.</summary>
internal sealed class Readiness(IEnumerable<IHealthPart> parts, IJournal? journal = null, IFeed? feed = null, IFeedDuty? duty = null)
{
    private volatile bool _demoIsReady;

    /// <summary>Accounts, versions and agents of the demo are set up.</summary>
    public void DemoIsReady() => _demoIsReady = true;

    public ImmutableArray<ComponentHealth> Components =>
        [.. new[] { Journal(), Feed(), Demo() }.OfType<ComponentHealth>(), .. parts.Select(static part => part.Look())];

    private ComponentHealth? Journal() => journal?.Health is { } health
        ? new ComponentHealth("journal", !health.IsFaulted, health.IsFaulted ? "faulted" : "writable", health.Fault)
        : null;

    private ComponentHealth? Feed()
    {
        if (feed is null)
            return null;
        var (name, status) = ($"feed {feed.Venue}", feed.Status);
        if (duty?.IsElsewhere == true)
            return new ComponentHealth(name, true, "elsewhere", null);
        return status.Connected
            ? new ComponentHealth(name, true, "connected", null)
            : new ComponentHealth(name, false, "disconnected", status.LastProblem ?? "no data yet");
    }

    // A process without books sets nothing up.
    private ComponentHealth? Demo() => journal is null
        ? null
        : new("demo", _demoIsReady, _demoIsReady ? "ready" : "starting", _demoIsReady ? null : "accounts and agents are being set up");
}
