using OrleansTrader.Grains.Ports;
using OrleansTrader.Silo.Http.Health;
using OrleansTrader.Silo.Logging;
using OrleansTrader.Silo.Telemetry.Prometheus;

namespace OrleansTrader.Silo.Telemetry;

/// <summary>Metrics, traces and the watching parts of health, for one start. A replay in virtual time has none of them.</summary>
internal static class TelemetryServices
{
    /// <param name="dataDirectory">Where books and logs lie; null for none.</param>
    /// <exception cref="StartupException">A setting cannot be used.</exception>
    public static IServiceCollection AddTelemetry(this IServiceCollection services, IConfiguration configuration, string? dataDirectory)
    {
        var options = TelemetryOptions.Read(configuration);
        Redactor.Process.Learn(configuration);
        var reader = MeterReader.Start();
        services.AddSingleton(options).AddSingleton(_ => reader);
        services.AddHostedService<MetricsServer>();
        services.AddHostedService<StreamProbe>();
        services.AddSingleton<TraceIds>();
        services.AddOtlp(options);
        if (dataDirectory is not null)
            services.AddSingleton<IHealthPart>(new DiskHealth(dataDirectory, options));
        if (Has<IFeed>(services))
            services.AddSingleton<IHealthPart, ClockHealth>();
        if (Has<IJournal>(services))
        {
            services.AddSingleton(static provider => ActivatorUtilities.CreateInstance<DatabaseProbe>(provider, TimeProvider.System, StoreOutage.Process));
            services.AddSingleton<IHealthPart>(static provider => provider.GetRequiredService<DatabaseProbe>());
            services.AddHostedService(static provider => provider.GetRequiredService<DatabaseProbe>());
        }

        return services;
    }

    /// <summary>Serves what was added: the scrape endpoint at the page's own address, gauges of this service, ids of traces in logs.</summary>
    public static void UseTelemetry(this WebApplication app, string? dataDirectory)
    {
        app.UseRequestSpans();
        app.MapMetrics();
        ServiceGauges.Attach(app.Services, dataDirectory);
        app.Services.GetRequiredService<TraceIds>().Start();
    }

    private static bool Has<T>(IServiceCollection services) => services.Any(static service => service.ServiceType == typeof(T));
}
