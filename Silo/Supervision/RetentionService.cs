using OrleansTrader.Grains.Ports;
using OrleansTrader.Silo.Http.Health;
using OrleansTrader.Silo.Options;
using OrleansTrader.Silo.Tenancy;
using OrleansTrader.Storage;
using OrleansTrader.Storage.Retention;

namespace OrleansTrader.Silo.Supervision;

/// <summary>Lets go what the settings say, on one process at a time.</summary>
internal sealed partial class RetentionService(
    IStore store, IQuotaBook quotas, ThisProcess process, ArchiveDuty duty, IConfiguration configuration, ServiceRegistry registry, ILogger<RetentionService> logger)
    : SupervisedService("retention", registry, TimeProvider.System, logger), IHealthPart
{
    private const string Waiting =
        "records of decisions stay in the database beyond their quota: Storage:Retention:ArchiveDirectory names no directory that all silos share";

    private readonly ILogger _logger = logger;
    private readonly RetentionPolicy _policy = StorageSettings.Read(configuration).Retention;

    private volatile bool _waits;

    /// <summary>Nothing is lost while it waits: the silo stays ready.</summary>
    public ComponentHealth Look() => _waits
        ? new ComponentHealth("retention", IsReady: true, "waiting", Waiting)
        : new ComponentHealth("retention", IsReady: true, "on duty", Detail: null);

    protected override Task Work(CancellationToken cancellation) =>
        new OneOfAKind(store.Leases, "retention", process.Start, Time).Run((_, ending) => Rounds(ending), cancellation);

    private async Task Rounds(CancellationToken cancellation)
    {
        while (true)
        {
            // A tenant's quota may bound its records where the settings bound nothing.
            var policy = await RetentionQuotas.Over(_policy, quotas, await store.ReadModel.Tenants(cancellation), cancellation);
            if (_waits = duty.LosesArchives(policy))
            {
                LogWaiting(_logger, Waiting);
                policy = policy.WithoutArchives();
            }

            if (policy.IsActive)
                await Round(policy, cancellation);
            await Task.Delay(TimeSpan.FromHours(_policy.EveryHours), Time, cancellation);
        }
    }

    private async Task Round(RetentionPolicy policy, CancellationToken cancellation)
    {
        var report = await store.Retain(policy, Time.GetUtcNow(), cancellation);
        if (!report.IsEmpty)
            LogRound(_logger, report.Records, report.TextParts, report.Events, report.HistoryRows);
    }

    [LoggerMessage(1, LogLevel.Information, "Retention let go {Records} decision records, {TextParts} pieces of text, {Events} events (archived), {HistoryRows} rows of history.")]
    private static partial void LogRound(ILogger logger, long records, long textParts, long events, long historyRows);

    [LoggerMessage(2, LogLevel.Warning, "Retention archives nothing: {Reason}.")]
    private static partial void LogWaiting(ILogger logger, string reason);
}

/// <summary>Whether archive files in this process's own directory would be found by those who read the books.</summary>
/// <param name="SharesBooks">Whether other processes have the same books, and may archive or read in their turn.</param>
internal sealed record ArchiveDuty(bool SharesBooks)
{
    public bool LosesArchives(RetentionPolicy policy) => SharesBooks && policy.ArchiveDirectory is null && policy.WritesArchives();

    /// <exception cref="StartupException">The settings want archives, which would lie on whichever silo wrote them.</exception>
    public void RefuseLostArchives(IConfiguration settings)
    {
        if (LosesArchives(StorageSettings.Read(settings).Retention))
        {
            throw new StartupException(
                "Storage:Retention archives events or records of decisions, but Storage:Retention:ArchiveDirectory is empty: each silo would keep its archives to itself; "
                + "name a directory that all silos share, or leave EventDays, DecisionRecordDays and DecisionRecordsMax at 0");
        }
    }
}

internal static class RetentionServices
{
    public static IServiceCollection AddRetention(this IServiceCollection services, ServiceRole role)
    {
        services.AddSingleton(new ArchiveDuty(role is not ServiceRole.All)).AddSingleton<RetentionService>();
        services.AddSingleton<IHealthPart>(static provider => provider.GetRequiredService<RetentionService>());
        return services.AddHostedService(static provider => provider.GetRequiredService<RetentionService>());
    }
}
