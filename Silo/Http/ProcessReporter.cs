using OrleansTrader.Grains;
using OrleansTrader.Grains.Venues;
using OrleansTrader.Silo.Feeds;
using OrleansTrader.Silo.Supervision;

namespace OrleansTrader.Silo.Http;

/// <summary>Tells the others of a cluster, again and again, which market this process serves and how its services do.</summary>
internal sealed class ProcessReporter(
    ThisProcess process, FeedPlan plan, HostFacts own, IGrainFactory grains, ServiceRegistry registry, TimeProvider time, ILogger<ProcessReporter> logger)
    : SupervisedService(Name, registry, time, logger)
{
    public const string Name = "reports";

    /// <summary>Distance of reports, in seconds.</summary>
    public const int ReportSeconds = 5;

    protected override async Task Work(CancellationToken cancellation)
    {
        var notice = plan.Notice;
        while (true)
        {
            using (Caller.AsService())
                await grains.Venue(plan.Venue).Report(new ProcessReport(process.Name, notice, own.Services));
            await Task.Delay(TimeSpan.FromSeconds(ReportSeconds), Time, cancellation);
        }
    }
}
