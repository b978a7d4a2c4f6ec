using System.Net;
using System.Net.Sockets;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using OrleansTrader.ClusterRuntime.Contracts;
using OrleansTrader.ClusterRuntime.Placement;
using OrleansTrader.Grains;
using OrleansTrader.Silo.Http;

namespace OrleansTrader.Silo.Tests.Runtime;

/// <summary>The grains under a site that is tested: one silo of Microsoft Orleans that keeps what is its own in memory. The twin of Local.cs.</summary>
internal static class GrainsOfTests
{
    public static void AddGrainRuntime(this WebApplicationBuilder builder)
    {
        builder.UseOrleans(static silo =>
        {
            silo.UseLocalhostClustering(FreePort(), FreePort());
            silo.AddMemoryGrainStorage(StateNames.Storage).AddMemoryGrainStorage("PubSubStore");
            silo.AddMemoryStreams(StreamNames.Provider).UseInMemoryReminderService();
            silo.AddTraderPlacement();
            silo.Services.AddContracts();
        });
        builder.Services.AddSingleton<IHostFacts>(static provider => provider.GetRequiredService<HostFacts>());
    }

    private static int FreePort()
    {
        using var probe = new TcpListener(IPAddress.Loopback, 0);
        probe.Start();
        return ((IPEndPoint)probe.LocalEndpoint).Port;
    }
}
