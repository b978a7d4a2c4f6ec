using System.Globalization;
using System.Net;
using System.Net.Sockets;
using OrleansTrader.Silo.Identity.Listening;
using OrleansTrader.Silo.Options;
using OrleansTrader.Silo.Supervision;

namespace OrleansTrader.Silo.Hosting;

/// <summary>The web server that every long-lived process has, whatever its role.</summary>
internal static partial class WebHost
{
    public static WebApplicationBuilder CreateBuilder(SiloOptions options, ILoggerFactory loggers, ListenSettings listen)
    {
        var builder = WebApplication.CreateBuilder(new WebApplicationOptions { ContentRootPath = AppContext.BaseDirectory });
        builder.Configuration.AddConfiguration(options.Settings);
        builder.Services.AddSingleton(loggers);
        builder.Services.AddSingleton(options).AddSingleton(new ThisProcess(NameOf(builder.Configuration, options)));
        builder.WebHost.UseStaticWebAssets();
        builder.WebHost.ConfigureKestrel(kestrel => kestrel.ListenAsSaid(listen, options.Port));
        return builder;
    }

    /// <summary>A start that fails is ended in order: what had begun already, such as membership of a cluster, is left again.</summary>
    /// <exception cref="StartupException">The port is taken.</exception>
    public static async Task Start(WebApplication app, SiloOptions options, CancellationToken cancellation)
    {
        try
        {
            await app.StartAsync(cancellation);
        }
        catch (IOException fault) when (fault.InnerException is Microsoft.AspNetCore.Connections.AddressInUseException)
        {
            await Leave(app);
            throw PortTaken(options.Port, fault);
        }
        catch
        {
            await Leave(app);
            throw;
        }
    }

    // Why it could not start is what is told; that it could not stop either only goes to the log.
    private static async Task Leave(WebApplication app)
    {
        try
        {
            await app.StopAsync(CancellationToken.None);
        }
        catch (Exception fault)
        {
            LogNotStopped(app.Logger, fault);
        }
    }

    /// <summary>Before anything is opened or written: the web server itself comes last.</summary>
    /// <exception cref="StartupException">The port is taken.</exception>
    public static void RefuseTakenPort(int port)
    {
        if (port == 0)
            return;
        try
        {
            using var probe = new TcpListener(IPAddress.Loopback, port);
            probe.Start();
        }
        catch (SocketException fault)
        {
            throw PortTaken(port, fault);
        }
    }

    public static void Announce(WebApplication app, string description, SiloOptions options, ListenSettings listen)
    {
        var address = listen.PublicUrl is { } known ? known.ToString() : options.Port == 0 || listen.HasTls ? app.Urls.First() : $"http://localhost:{options.Port}";
        Console.Out.WriteLine($"OrleansTrader {ThisVersion()}. {description}");
        if (string.Equals(options.Feed, "simulated", StringComparison.Ordinal))
            Console.Out.WriteLine("For the real market, still on paper: --feed coinbase");
        Console.Out.WriteLine($"Open {address} (Ctrl-C stops).");
    }

    private static string NameOf(IConfiguration configuration, SiloOptions options) => ClusterSettings.ProcessOf(configuration)
        ?? string.Create(CultureInfo.InvariantCulture, $"{Environment.MachineName}:{options.Port}");

    private static string ThisVersion() => typeof(WebHost).Assembly.GetName().Version!.ToString(fieldCount: 3);

    [LoggerMessage(1, LogLevel.Warning, "What had begun at a start that failed could not be stopped in order.")]
    private static partial void LogNotStopped(ILogger logger, Exception fault);

    private static StartupException PortTaken(int port, Exception fault) =>
        new($"port {port} on localhost cannot be used ({fault.GetBaseException().Message}): stop what uses it, or choose another with --port", fault);
}
