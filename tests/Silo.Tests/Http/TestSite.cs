using System.Net.Sockets;
using System.Text;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Logging;
using OrleansTrader.Dashboard.Live;
using OrleansTrader.Grains.Ports;
using OrleansTrader.Silo.Feeds;
using OrleansTrader.Silo.Http;
using OrleansTrader.Silo.Http.Health;
using OrleansTrader.Silo.Http.Security;

namespace OrleansTrader.Silo.Tests.Http;

/// <summary>Page, API and health on a real socket of loopback, over a service that is made up.</summary>
public sealed class TestSite : IAsyncLifetime
{
    private WebApplication? _app;

    /// <summary>The control key of this service.</summary>
    public const string Key = "the-key-of-the-tests";

    internal FakeTrader Trader { get; } = new();

    internal FakeControl Control { get; } = new();

    internal FakeJournal Journal { get; } = new();

    internal FakeFeed Feed { get; } = new();

    internal Readiness Readiness => _app!.Services.GetRequiredService<Readiness>();

    public Uri Address { get; private set; } = new("http://127.0.0.1");

    public HttpClient Client { get; private set; } = new();

    public async ValueTask InitializeAsync()
    {
        var builder = WebApplication.CreateBuilder(new WebApplicationOptions { ApplicationName = "Silo", ContentRootPath = AppContext.BaseDirectory });
        builder.Logging.ClearProviders();
        builder.WebHost.UseStaticWebAssets();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        var services = builder.Services;
        services.AddSingleton(TimeProvider.System);
        services.AddSingleton<IJournal>(Journal).AddSingleton<IFeed>(Feed);
        services.AddSingleton(new FeedPlan("simulated", "Made up.", [FakeTrader.Instrument]));
        services.AddOwnFacts().AddSingleton<IHostFacts>(static provider => provider.GetRequiredService<HostFacts>());
        services.AddSite();
        services.AddSingleton(ControlKey.Of(Key));
        services.Replace(ServiceDescriptor.Singleton<ITrader>(Trader));
        services.Replace(ServiceDescriptor.Singleton<IControl>(Control));
        _app = builder.Build();
        _app.MapSite();
        await _app.StartAsync();
        Address = new Uri(_app.Urls.Single());
        Client = new HttpClient { BaseAddress = Address };
    }

    public async ValueTask DisposeAsync()
    {
        Client.Dispose();
        if (_app is not null)
            await _app.DisposeAsync();
    }

    /// <summary>Sends bytes as they stand, for requests that no client would make, and reads the first line of the answer.</summary>
    public async Task<string> StatusLineOf(string request, CancellationToken cancellation)
    {
        using var client = new TcpClient();
        await client.ConnectAsync(Address.Host, Address.Port, cancellation);
        await using var stream = client.GetStream();
        await stream.WriteAsync(Encoding.ASCII.GetBytes(request.ReplaceLineEndings("\r\n")), cancellation);
        using var reader = new StreamReader(stream, Encoding.ASCII);
        return await reader.ReadLineAsync(cancellation) ?? string.Empty;
    }
}
