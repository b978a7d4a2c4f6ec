using OrleansTrader.Grains;
using OrleansTrader.Silo.Credentials;
using OrleansTrader.Silo.Http;
using OrleansTrader.Silo.Http.Health;
using OrleansTrader.Silo.Http.Security;
using OrleansTrader.Silo.Identity;
using OrleansTrader.Silo.Notifications;
using OrleansTrader.Silo.Options;
using OrleansTrader.Silo.Supervision;
using OrleansTrader.Silo.Telemetry;
using OrleansTrader.Silo.Tenancy;

namespace OrleansTrader.Silo.Hosting;

/// <summary>Pages and API without grains: a client of the silos, which it finds by the cluster's table, waits for, and may lose one of.</summary>
internal static class DashboardRun
{
    public static async Task<int> Run(SiloOptions options, CancellationToken cancellation)
    {
        var access = AccessSettings.Read(options.Settings);
        WebHost.RefuseTakenPort(options.Port);
        using var loggers = Logs.ToConsole(options.Settings);
        await options.Settings.PrepareRuntime(options.Role, cancellation);
        var directory = Directory.CreateDirectory(Books.DirectoryOf(options) ?? throw new StartupException("a dashboard needs a directory of its own: add --data-dir")).FullName;
        Logs.AddFiles(loggers, directory);

        var builder = WebHost.CreateBuilder(options, loggers, access.Listen);
        var services = builder.Services;
        services.AddSingleton(TimeProvider.System).AddSingleton<ServiceRegistry>().AddSingleton<Readiness>().AddSingleton<IHealthPart, SilosHealth>();
        services.AddSingleton(ControlKey.Open(directory));
        builder.AddClusterClient(options.Feed);
        var tenancy = TenancySettings.Read(builder.Configuration);
        services.AddSingleton(tenancy).AddQuotaBook(tenancy.Quotas).AddKeyWrapping(builder.Configuration).AddNotificationSettings(builder.Configuration);
        services.AddSite(access, directory);
        services.AddTelemetry(builder.Configuration, directory);
        await using var app = builder.Build();
        app.MapSite();
        app.UseTelemetry(directory);
        await WebHost.Start(app, options, cancellation);
        WebHost.Announce(app, "Pages and API; the grains are the silos'.", options, access.Listen);
        await app.WaitForShutdownAsync(cancellation);
        await app.StopAsync(CancellationToken.None);
        return 0;
    }
}
