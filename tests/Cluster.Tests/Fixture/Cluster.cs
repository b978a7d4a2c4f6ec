using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Orleans.Configuration;
using Orleans.Connections.Security;
using OrleansTrader.ClusterRuntime.Contracts;
using OrleansTrader.Grains;

namespace OrleansTrader.ClusterTests.Fixture;

/// <summary>A client of a running cluster, as a dashboard is one.</summary>
internal sealed class Cluster : IAsyncDisposable
{
    private readonly IHost _host;

    private Cluster(IHost host) => _host = host;

    public IClusterClient Client => _host.Services.GetRequiredService<IClusterClient>();

    /// <param name="secure">How the client makes connections secret; null for plain ones.</param>
    /// <param name="waits">Whether it tries until a silo takes it, or fails at the first refusal.</param>
    public static async Task<Cluster> Connect(string database, Action<TlsOptions>? secure = null, bool waits = true)
    {
        var builder = Host.CreateApplicationBuilder();
        builder.Logging.ClearProviders();
        builder.UseOrleansClient(client =>
        {
            client.Configure<ClusterOptions>(static options => (options.ServiceId, options.ClusterId) = ("orleans-trader", "main"));
            client.UseAdoNetClustering(options => (options.Invariant, options.ConnectionString) = ("Npgsql", database));
            client.AddMemoryStreams(StreamNames.Provider);
            client.Services.AddContracts();
            client.Configure<GatewayOptions>(static options => options.GatewayListRefreshPeriod = TimeSpan.FromSeconds(2));
            client.Configure<ClientMessagingOptions>(static options => options.ResponseTimeout = TimeSpan.FromSeconds(5));
            client.UseConnectionRetryFilter(async (_, cancellation) =>
            {
                if (waits)
                    await Task.Delay(TimeSpan.FromMilliseconds(500), cancellation);
                return waits;
            });
            if (secure is not null)
                client.UseTls(secure);
        });
        var host = builder.Build();
        try
        {
            await host.StartAsync(TestContext.Current.CancellationToken);
            return new Cluster(host);
        }
        catch
        {
            host.Dispose();
            throw;
        }
    }

    public async ValueTask DisposeAsync()
    {
        await _host.StopAsync();
        _host.Dispose();
    }
}
