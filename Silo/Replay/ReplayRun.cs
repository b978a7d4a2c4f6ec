using OrleansTrader.Grains;
using OrleansTrader.Grains.Symbols;
using OrleansTrader.LanguageModels.Planning;
using OrleansTrader.Silo.Breakers;
using OrleansTrader.Silo.Demo;
using OrleansTrader.Silo.Feeds;
using OrleansTrader.Silo.Hosting;
using OrleansTrader.Silo.Options;
using OrleansTrader.Silo.Planning;
using OrleansTrader.Trading.Markets;
using OrleansTrader.Venues.Replay;

namespace OrleansTrader.Silo.Replay;

/// <summary>The whole service over a file, in virtual time, as fast as possible; then a summary.</summary>
internal static class ReplayRun
{
    public static async Task<int> Run(SiloOptions options, FeedPlan plan, IReplaySource source, ILoggerFactory loggers, CancellationToken cancellation)
    {
        var demo = DemoPlan.Of(options, plan);
        await using var store = Books.Open(options, TimeProvider.System, loggers);
        await using var records = demo.Configs.Any(static config => config.Model is not null) ? Books.OpenRecords(options, loggers) : null;
        var market = MarketChoice.Of(source.BarLength);
        var services = new ServiceCollection()
            .AddSingleton(loggers)
            .AddLogging()
            .AddBooks(store)
            .AddGrains(new GrainSettings { Venue = plan.Venue, PublishesUpdates = false, SymbolsTick = false, WritesNotices = false, StandingFor = null })
            .AddVirtualRuntime(options.Seed, source.Start);
        if (records is not null)
            services.AddRecordedPlanning(records, options, market, cancellation);
        await using var provider = services.BuildServiceProvider();

        var run = provider.GetRequiredService<IVirtualRun>();
        var grains = provider.GetRequiredService<IGrainFactory>();
        await Console.Out.WriteLineAsync($"Replaying {source.Bars} bars of {string.Join(", ", source.Symbols)} from {source.Start:u} to {source.End:u} in virtual time.");

        run.Run(() => Begin(provider, plan, demo, market, options.Breakers));
        var began = TimeProvider.System.GetTimestamp();
        new ReplayDriver(run, grains, source, plan.Venue).Play(cancellation);
        var elapsed = TimeProvider.System.GetElapsedTime(began);

        ReplaySummary? summary = null;
        run.Run(async () =>
        {
            using var identity = Caller.AsService();
            summary = await ReplaySummary.Read(source.Bars, elapsed, grains, store.Journal, store.ReadModel, cancellation) with
            {
                Models = provider.GetService<RecordedDesk>()?.Tally,
            };
            if (options.Breakers is not null)
                summary = summary with { Breakers = await BreakerTable.Read(summary.Agents, source.Start, source.End, store.Journal, store.ReadModel, cancellation) };
            foreach (var hosted in provider.GetServices<IHostedService>().Reverse())
                await hosted.StopAsync(cancellation);
        });
        summary!.Print(Console.Out);
        return summary.IsWhole ? 0 : 1;
    }

    private static async Task Begin(IServiceProvider provider, FeedPlan plan, DemoPlan demo, MarketOptions market, StartBreakers? breakers)
    {
        foreach (var hosted in provider.GetServices<IHostedService>())
            await hosted.StartAsync(CancellationToken.None);

        using var identity = Caller.AsService();
        var grains = provider.GetRequiredService<IGrainFactory>();
        foreach (var instrument in plan.Instruments)
        {
            var start = new SymbolStart(instrument, ReplayDriver.Epoch, UsesBackPressure: true, market, History: []);
            await grains.Symbol(new(plan.Venue, instrument.Symbol)).Start(start);
        }

        await new DemoSetup(grains, demo).Run();
        if (breakers is not null)
            await breakers.SetUp(grains, demo);
    }
}
