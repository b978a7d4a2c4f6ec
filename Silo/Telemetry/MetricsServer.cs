using OrleansTrader.Silo.Telemetry.Prometheus;

namespace OrleansTrader.Silo.Telemetry;

/// <summary>Serves metrics at an address of their own, where the page's is not for scrapers: nothing else is there.</summary>
internal sealed class MetricsServer(TelemetryOptions options, MeterReader reader, ILoggerFactory loggers) : IHostedService, IAsyncDisposable
{
    private WebApplication? _app;

    /// <summary>Where it listens; empty where the options name no address.</summary>
    public string Address => _app?.Urls.FirstOrDefault() ?? string.Empty;

    public async Task StartAsync(CancellationToken cancellationToken)
    {
        if (options.Listen is not { } listen)
            return;
        var builder = WebApplication.CreateSlimBuilder(new WebApplicationOptions { ContentRootPath = AppContext.BaseDirectory });
        builder.Services.AddSingleton(loggers).AddSingleton(options).AddSingleton(reader);
        builder.WebHost.UseKestrelCore().ConfigureKestrel(kestrel =>
        {
            kestrel.AddServerHeader = false;
            kestrel.Listen(listen);
        });
        _app = builder.Build();
        _app.MapMetrics();
        try
        {
            await _app.StartAsync(cancellationToken);
        }
        catch (IOException fault)
        {
            throw new StartupException($"{TelemetryOptions.Section}:Listen '{listen}' cannot be used ({fault.GetBaseException().Message}): choose another port, or stop what uses it", fault);
        }
    }

    public Task StopAsync(CancellationToken cancellationToken) => _app?.StopAsync(cancellationToken) ?? Task.CompletedTask;

    public ValueTask DisposeAsync() => _app?.DisposeAsync() ?? ValueTask.CompletedTask;
}
