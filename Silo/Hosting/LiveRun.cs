using OrleansTrader.Grains;
using OrleansTrader.Grains.Ports;
using OrleansTrader.Silo.Credentials;
using OrleansTrader.Silo.Demo;
using OrleansTrader.Silo.Feeds;
using OrleansTrader.Silo.Http;
using OrleansTrader.Silo.Http.Health;
using OrleansTrader.Silo.Http.Security;
using OrleansTrader.Silo.Identity;
using OrleansTrader.Silo.Notifications;
using OrleansTrader.Silo.Options;
using OrleansTrader.Silo.Planning;
using OrleansTrader.Silo.Replay;
using OrleansTrader.Silo.Signals;
using OrleansTrader.Silo.Supervision;
using OrleansTrader.Silo.Telemetry;
using OrleansTrader.Silo.Tenancy;
using OrleansTrader.Storage;
using OrleansTrader.Venues.Replay;

namespace OrleansTrader.Silo.Hosting;

/// <summary>The service in real (or scaled) time, with page and API, until it is told to stop.</summary>
internal static class LiveRun
{
    public static async Task<int> Run(
        SiloOptions options, FeedPlan plan, IFeed feed, IReplaySource? source, TimeProvider clock, CancellationToken cancellation)
    {
        var demo = DemoPlan.Of(options, plan);
        var access = AccessSettings.Read(options.Settings);
        WebHost.RefuseTakenPort(options.Port);
        await options.Settings.PrepareRuntime(options.Role, cancellation);
        using var loggers = Logs.ToConsole(options.Settings);
        await using var store = await Books.OpenLive(options, loggers, cancellation);
        // One of several writers does not read all that the others wrote before it helps them: Silo verify does.
        var trust = options.Role == ServiceRole.All ? await Books.RefuseAltered(store, options.Settings, cancellation) : null;
        if (Books.DirectoryOf(options) is { } directory)
            Logs.AddFiles(loggers, directory);
        await using var app = Build(options, plan, feed, source, clock, demo, store, trust, loggers, access);
        await WebHost.Start(app, options, cancellation);
        if (access.SetsUpTheDemo && (options.Role == ServiceRole.All || !options.Agents.IsEmpty))
        {
            using var identity = Caller.AsService();
            await app.Services.GetRequiredService<DemoSetup>().Run();
            if (access.LogsInTheDemoUser && Books.DirectoryOf(options) is { } place)
                await app.Services.GetRequiredService<DemoSource>().Run(place);
        }

        app.Services.GetRequiredService<Readiness>().DemoIsReady();
        WebHost.Announce(app, plan.Description, options, access.Listen);

        var isWhole = true;
        if (options.Exit && source is not null)
            isWhole = await EndOfReplay(app, source, store, cancellation);
        else
            await app.WaitForShutdownAsync(cancellation);
        await app.StopAsync(CancellationToken.None);
        return isWhole ? 0 : 1;
    }

    private static WebApplication Build(
        SiloOptions options, FeedPlan plan, IFeed feed, IReplaySource? source, TimeProvider clock, DemoPlan demo,
        IStore store, JournalTrust? trust, ILoggerFactory loggers, AccessSettings access)
    {
        var builder = WebHost.CreateBuilder(options, loggers, access.Listen);
        var services = builder.Services;
        services.AddSingleton(TenancySettings.Read(builder.Configuration));
        services.AddSingleton(clock);
        var speed = clock is ScaledTimeProvider scaled ? scaled.Speed : 1;
        services.AddBooks(store).AddGrains(new GrainSettings { Venue = plan.Venue, WritesNotices = source is null, ClockSpeed = Math.Max(1, speed), LeasesRisk = true, Quotas = TenancySettings.Read(builder.Configuration).Quotas, Symbols = [.. plan.Symbols.Select(static key => key.Symbol)] });
        builder.AddLiveRuntime(speed);
        services.AddSingleton(plan).AddSingleton(feed).AddSingleton(demo).AddSingleton<DemoSetup>().AddSingleton<DemoSource>();
        var market = source is null ? MarketChoice.Live : MarketChoice.Of(source.BarLength);
        services.AddSingleton(market);
        services.AddOwnFacts();
        services.AddSingleton<FeedService>().AddHostedService(provider => provider.GetRequiredService<FeedService>());
        services.AddSingleton<IFeedDuty>(static provider => provider.GetRequiredService<FeedService>());
        services.AddSingleton(ControlKey.Open(store.DataDirectory));
        services.AddCredentials(builder.Configuration, access.Listen.IsOnlyHere);
        services.AddPlanning(builder.Configuration, options, market);
        services.AddRetention(options.Role);
        services.AddNotificationSender(builder.Configuration, isReplay: source is not null);
        services.AddSignals();
        if (trust is not null)
            services.AddJournalChecks(trust);
        services.AddTelemetry(builder.Configuration, store.DataDirectory);
        services.AddSite(access, store.DataDirectory);
        var app = builder.Build();
        app.MapSite();
        app.UseTelemetry(store.DataDirectory);
        return app;
    }

    private static async Task<bool> EndOfReplay(
        WebApplication app, IReplaySource source, IStore store, CancellationToken cancellation)
    {
        var began = TimeProvider.System.GetTimestamp();
        using var stopping = CancellationTokenSource.CreateLinkedTokenSource(cancellation, app.Lifetime.ApplicationStopping);
        await app.Services.GetRequiredService<FeedService>().Ended.WaitAsync(stopping.Token);
        using var identity = Caller.AsService();
        var grains = app.Services.GetRequiredService<IGrainFactory>();
        var summary = await ReplaySummary.Read(
            source.Bars, TimeProvider.System.GetElapsedTime(began), grains, store.Journal, store.ReadModel, stopping.Token);
        summary.Print(Console.Out);
        var restarted = app.Services.GetRequiredService<ServiceRegistry>().Statuses.Where(status => status.Restarts > 0).ToList();
        foreach (var status in restarted)
        {
            await Console.Out.WriteLineAsync(
                $"The service '{status.Name}' failed {status.Restarts} times, so this is not what a whole run would have done; the last error: {status.LastError}");
        }

        return summary.IsWhole && restarted.Count == 0;
    }
}
