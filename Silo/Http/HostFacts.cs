using System.Collections.Immutable;
using OrleansTrader.Dashboard.Live;
using OrleansTrader.Grains.Ports;
using OrleansTrader.Grains.Venues;
using OrleansTrader.Silo.Feeds;
using OrleansTrader.Silo.Supervision;
using OrleansTrader.Trading.Accounts;

namespace OrleansTrader.Silo.Http;

/// <summary>What is the same for whoever asks; see <see cref="ISite"/>.</summary>
internal interface IHostFacts
{
    string Venue { get; }

    ImmutableArray<SymbolKey> Symbols { get; }

    string FeedNotice { get; }

    bool PricesAreInvented { get; }

    ImmutableArray<ServiceReport> Services { get; }
}

/// <summary>A process with one feed, its journal and the supervised services.</summary>
internal sealed class HostFacts(
    FeedPlan plan, IFeed feed, ServiceRegistry registry, IJournal journal, TimeProvider time, IFeedDuty? duty = null) : IHostFacts
{
    /// <summary>What the feed's line begins with.</summary>
    public const string PricesPrefix = "prices: ";

    public const string InventedNotice = "Simulated market — prices are invented; run with --feed coinbase for the real one";

    private readonly DateTimeOffset _startedAt = time.GetUtcNow();

    public string Venue => plan.Venue;

    public ImmutableArray<SymbolKey> Symbols => plan.Symbols;

    public bool PricesAreInvented { get; } = string.Equals(plan.Venue, "simulated", StringComparison.Ordinal);

    public string FeedNotice => PricesAreInvented
        ? InventedNotice
        : plan.Description;

    public ImmutableArray<ServiceReport> Services => [Feed(), Journal(), .. registry.Statuses.Select(View)];

    private ServiceReport Feed()
    {
        if (duty?.IsElsewhere == true)
            return new ServiceReport(PricesPrefix + feed.Venue, "carried by another process", true, 0, _startedAt, null);
        var status = feed.Status;
        var state = status.Connected ? "connected" : status.LastMessageAt is null ? "connecting" : "disconnected";
        return new ServiceReport(PricesPrefix + feed.Venue, state, status.Connected, status.Reconnects, _startedAt, status.LastProblem);
    }

    private ServiceReport Journal()
    {
        var health = journal.Health;
        return new ServiceReport("journal", health.IsFaulted ? "faulted" : "writable", !health.IsFaulted, 0, _startedAt, health.Fault);
    }

    private static ServiceReport View(ServiceStatus status) => new(
        status.Name,
        status.State switch
        {
            ServiceState.WaitingToRestart => "waiting to restart",
            var state => state.ToString().ToLowerInvariant(),
        },
        status.State is ServiceState.Running or ServiceState.Finished or ServiceState.Starting,
        status.Restarts,
        status.Since,
        status.LastError);
}
