using System.Diagnostics.Metrics;
using OrleansTrader.Grains.Ports;
using OrleansTrader.Grains.Ports.Telemetry;
using OrleansTrader.LanguageModels.Providers;
using OrleansTrader.Silo.Feeds;
using OrleansTrader.Silo.Http.Health;
using OrleansTrader.Silo.Supervision;

namespace OrleansTrader.Silo.Telemetry;

/// <summary>
/// What is read when somebody scrapes: feed, journal, breakers, background services, health and disk. The instruments are the process's;
/// they show the service that attached last.
/// </summary>
internal static class ServiceGauges
{
    private static volatile Sources? s_sources;

    static ServiceGauges()
    {
        var meter = TraderTelemetry.Meter;
        meter.CreateObservableGauge("trader.feed.connected", static () => Feed(static status => status.Connected ? 1 : 0), unit: null, "1 while data flows from the venue.");
        meter.CreateObservableGauge("trader.feed.staleness", Staleness, "s", "Time since the venue's last message.");
        meter.CreateObservableGauge("trader.feed.lag", static () => Feed(static status => LagOf(status, s_sources!.Duty)), "s", "Receipt of the last message less the venue's own time of it: its way, and the difference of the clocks.");
        meter.CreateObservableCounter("trader.feed.messages", static () => Feed(static status => status.Messages), unit: null, "Messages of the venue.");
        meter.CreateObservableCounter("trader.feed.reconnects", static () => Feed(static status => status.Reconnects), unit: null, "Connections to the venue after the first.");
        meter.CreateObservableCounter("trader.feed.gaps", static () => Feed(static status => status.Gaps), unit: null, "Places where data of the venue is missing.");
        meter.CreateObservableCounter("trader.feed.rejected", static () => Feed(static status => status.Rejected), unit: null, "Items of the venue that could not be right, dropped.");
        meter.CreateObservableCounter("trader.feed.coalesced", static () => Feed(static status => status.Coalesced), unit: null, "Quotes that were folded into a later one because the reader was slow.");
        meter.CreateObservableGauge("trader.journal.waiting", static () => Journal(static health => health.Waiting), unit: null, "Writes that wait for a group commit.");
        meter.CreateObservableGauge("trader.journal.faulted", static () => Journal(static health => health.IsFaulted ? 1 : 0), unit: null, "1 when the journal takes no more writes.");
        meter.CreateObservableCounter("trader.journal.groups", static () => Journal(static health => health.Groups), unit: null, "Group commits since the journal began.");
        meter.CreateObservableGauge("trader.breaker.open", Breakers, unit: null, "1 while a model provider is left alone after too many failures.");
        meter.CreateObservableCounter("trader.service.restarts", Restarts, unit: null, "Restarts of background services.");
        meter.CreateObservableGauge("trader.health.ready", Health, unit: null, "1 while a part of the service is ready.");
        meter.CreateObservableGauge("trader.certificate.remaining", Certificate, "s", "Time until the certificate ends that this process shows to others of its cluster.");
        meter.CreateObservableGauge("trader.disk.free", static () => Disk(static drive => drive.AvailableFreeSpace), "By", "Free space of the data directory.");
        meter.CreateObservableGauge("trader.disk.size", static () => Disk(static drive => drive.TotalSize), "By", "Size of the data directory's file system.");
        meter.CreateObservableGauge("trader.build.info", static () => new Measurement<int>(1, new KeyValuePair<string, object?>("version", Version)), unit: null, "1; the version stands in the label.");
    }

    private static string Version { get; } = typeof(ServiceGauges).Assembly.GetName().Version!.ToString(fieldCount: 3);

    /// <summary>Shows this service from now on.</summary>
    public static void Attach(IServiceProvider services, string? dataDirectory)
    {
        s_sources = new Sources(
            services.GetService<IFeed>(), services.GetService<IFeedDuty>(), services.GetService<IJournal>(), services.GetService<IModels>(), services.GetService<ServiceRegistry>(),
            services.GetService<Readiness>(), services.GetService<CertificateHealth>(), dataDirectory, services.GetRequiredService<TimeProvider>());
        DecisionMetrics.Begin();
        StreamMetrics.Begin();
    }

    /// <summary>Seconds since the venue's last message; none where another process listens to it: what this one heard before it gave up the feed says nothing of the venue.</summary>
    internal static double? StalenessOf(FeedStatus status, IFeedDuty? duty, DateTimeOffset now) =>
        duty?.IsElsewhere != true && status.LastMessageAt is { } last ? Math.Max(0, (now - last).TotalSeconds) : null;

    /// <summary>Seconds from the venue's own time of the last message to its receipt; none where another process listens.</summary>
    internal static double? LagOf(FeedStatus status, IFeedDuty? duty) => duty?.IsElsewhere == true ? null : status.Lag?.TotalSeconds;

    private static IEnumerable<Measurement<double>> Feed(Func<FeedStatus, double?> value) =>
        s_sources?.Feed is { } feed && value(feed.Status) is { } read ? [new Measurement<double>(read, new KeyValuePair<string, object?>("venue", feed.Venue))] : [];

    private static IEnumerable<Measurement<double>> Staleness() =>
        Feed(static status => StalenessOf(status, s_sources!.Duty, s_sources.Time.GetUtcNow()));

    private static IEnumerable<Measurement<long>> Journal(Func<JournalHealth, long> value) =>
        s_sources?.Journal is { } journal ? [new Measurement<long>(value(journal.Health))] : [];

    private static IEnumerable<Measurement<int>> Breakers() => s_sources?.Models is { } models
        ? models.Providers.Where(static provider => provider.Ready).Select(static provider => new Measurement<int>(provider.BreakerOpen ? 1 : 0, new KeyValuePair<string, object?>("target", provider.Name)))
        : [];

    private static IEnumerable<Measurement<int>> Restarts() => s_sources?.Registry is { } registry
        ? registry.Statuses.Select(static status => new Measurement<int>(status.Restarts, new KeyValuePair<string, object?>("service", status.Name)))
        : [];

    private static IEnumerable<Measurement<int>> Health() => s_sources?.Readiness is { } readiness
        ? readiness.Components.Select(static part => new Measurement<int>(part.IsReady ? 1 : 0, new KeyValuePair<string, object?>("component", part.Name)))
        : [];

    private static IEnumerable<Measurement<double>> Certificate() =>
        s_sources?.Certificate is { } certificate ? [new Measurement<double>(certificate.Left.TotalSeconds)] : [];

    private static IEnumerable<Measurement<long>> Disk(Func<DriveInfo, long> value) =>
        s_sources?.DataDirectory is { } directory && DiskSpace.Of(directory) is { } drive ? [new Measurement<long>(value(drive))] : [];

    private sealed record Sources(
        IFeed? Feed, IFeedDuty? Duty, IJournal? Journal, IModels? Models, ServiceRegistry? Registry, Readiness? Readiness, CertificateHealth? Certificate, string? DataDirectory, TimeProvider Time);
}
