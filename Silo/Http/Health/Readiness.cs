using System.Collections.Immutable;
using OrleansTrader.Grains.Ports;

namespace OrleansTrader.Silo.Http.Health;

/// <summary>One part of the service as health tells it.</summary>
/// <param name="State">One word.</param>
/// <param name="Detail">What troubles it, in one line; null where nothing does.</param>
public sealed record ComponentHealth(string Name, bool IsReady, string State, string? Detail);

/// <summary>Whether the service can do its work, part by part.</summary>
internal sealed class Readiness(IJournal journal, IFeed feed)
{
    private volatile bool _demoIsReady;

    /// <summary>Accounts, versions and agents of the demo are set up.</summary>
    public void DemoIsReady() => _demoIsReady = true;

    public ImmutableArray<ComponentHealth> Components => [Journal(), Feed(), Demo()];

    private ComponentHealth Journal()
    {
        var health = journal.Health;
        return new ComponentHealth("journal", !health.IsFaulted, health.IsFaulted ? "faulted" : "writable", health.Fault);
    }

    private ComponentHealth Feed()
    {
        var status = feed.Status;
        return new ComponentHealth(
            $"feed {feed.Venue}",
            status.Connected,
            status.Connected ? "connected" : "disconnected",
            status.Connected ? null : status.LastProblem ?? "no data yet");
    }

    private ComponentHealth Demo() =>
        new("demo", _demoIsReady, _demoIsReady ? "ready" : "starting", _demoIsReady ? null : "accounts and agents are being set up");
}
