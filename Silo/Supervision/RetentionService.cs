using OrleansTrader.Grains.Ports;
using OrleansTrader.Silo.Tenancy;
using OrleansTrader.Storage;
using OrleansTrader.Storage.Retention;

namespace OrleansTrader.Silo.Supervision;

/// <summary>Lets go what the settings say, on one process at a time.</summary>
internal sealed partial class RetentionService(
    IStore store, IQuotaBook quotas, ThisProcess process, IConfiguration configuration, ServiceRegistry registry, ILogger<RetentionService> logger)
    : SupervisedService("retention", registry, TimeProvider.System, logger)
{
    private readonly ILogger _logger = logger;
    private readonly RetentionPolicy _policy = StorageSettings.Read(configuration).Retention;

    protected override Task Work(CancellationToken cancellation) =>
        new OneOfAKind(store.Leases, "retention", process.Start, Time).Run((_, ending) => Rounds(ending), cancellation);

    private async Task Rounds(CancellationToken cancellation)
    {
        while (true)
        {
            // A tenant's quota may bound its records where the settings bound nothing.
            var policy = await RetentionQuotas.Over(_policy, quotas, await store.ReadModel.Tenants(cancellation), cancellation);
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
}
