using OrleansTrader.Storage;
using OrleansTrader.Storage.Retention;

namespace OrleansTrader.Silo.Supervision;

/// <summary>Lets go what the settings say, on one process at a time.</summary>
internal sealed partial class RetentionService(IStore store, ThisProcess process, IConfiguration configuration, ServiceRegistry registry, ILogger<RetentionService> logger)
    : SupervisedService("retention", registry, TimeProvider.System, logger)
{
    private readonly ILogger _logger = logger;
    private readonly RetentionPolicy _policy = StorageSettings.Read(configuration).Retention;

    protected override Task Work(CancellationToken cancellation) => _policy.IsActive
        ? new OneOfAKind(store.Leases, "retention", process.Start, Time).Run((_, ending) => Rounds(ending), cancellation)
        : Task.CompletedTask;

    private async Task Rounds(CancellationToken cancellation)
    {
        while (true)
        {
            var report = await store.Retain(_policy, Time.GetUtcNow(), cancellation);
            if (!report.IsEmpty)
                LogRound(_logger, report.Records, report.TextParts, report.Events, report.HistoryRows);
            await Task.Delay(TimeSpan.FromHours(_policy.EveryHours), Time, cancellation);
        }
    }

    [LoggerMessage(1, LogLevel.Information, "Retention let go {Records} decision records, {TextParts} pieces of text, {Events} events (archived), {HistoryRows} rows of history.")]
    private static partial void LogRound(ILogger logger, long records, long textParts, long events, long historyRows);
}
