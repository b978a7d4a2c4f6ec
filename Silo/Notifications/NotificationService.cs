using OrleansTrader.Grains.Ports;
using OrleansTrader.Grains.Ports.Telemetry;
using OrleansTrader.Silo.Supervision;

namespace OrleansTrader.Silo.Notifications;

/// <summary>
/// Tells tenants' destinations of their alerts, and writes the summary of each day; on one process at a time. A tenant's dead address is the
/// tenant's matter: it stands on the page and in the metrics, and the service stays healthy.
/// </summary>
internal sealed class NotificationService(
    ILeases leases, IOutbox outbox, ICredentialSealer sealer, DailySummaries summaries, NotificationSettings settings, ThisProcess process,
    ServiceRegistry registry, TimeProvider clock, ILogger<NotificationService> logger)
    : SupervisedService("notifications", registry, TimeProvider.System, logger)
{
    /// <summary>Distance of looks into the outbox, in milliseconds.</summary>
    public const int LookMs = 1_000;

    /// <summary>Distance of looks at what waits in all, in seconds.</summary>
    private const int SumSeconds = 10;

    /// <summary>Distance of clearing up, in minutes.</summary>
    private const int SweepMinutes = 5;

    private readonly ILogger _logger = logger;

    protected override async Task Work(CancellationToken cancellation)
    {
        using var delivery = new HttpDelivery(settings.Urls, Time);
        var sender = new OutboxSender(outbox, sealer, delivery, settings.Telegram, Random.Shared, Time, _logger);
        try
        {
            await new OneOfAKind(leases, "notifications", process.Start, Time).Run((_, ending) => Rounds(sender, ending), cancellation);
        }
        finally
        {
            await sender.Idle();
            NotificationMetrics.Show(sums: null, Time);
        }
    }

    private async Task Rounds(OutboxSender sender, CancellationToken ending)
    {
        long? summed = null, swept = null;
        while (true)
        {
            await sender.Look(ending);
            if (IsDue(ref summed, TimeSpan.FromSeconds(SumSeconds)))
            {
                NotificationMetrics.Show(await outbox.Sums(ending), Time);
                await summaries.Write(clock.GetUtcNow(), ending);
            }

            if (IsDue(ref swept, TimeSpan.FromMinutes(SweepMinutes)))
                await outbox.Sweep(ending);
            await Task.Delay(TimeSpan.FromMilliseconds(LookMs), Time, ending);
        }
    }

    private bool IsDue(ref long? last, TimeSpan distance)
    {
        if (last is { } at && Time.GetElapsedTime(at) < distance)
            return false;
        last = Time.GetTimestamp();
        return true;
    }
}
