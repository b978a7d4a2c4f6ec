using System.Net;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using Orleans.Configuration;
using OrleansTrader.ClusterRuntime.Contracts;
using OrleansTrader.ClusterRuntime.Databases;
using OrleansTrader.ClusterRuntime.Placement;
using OrleansTrader.Grains;
using OrleansTrader.Storage.Postgres;

namespace OrleansTrader.Benchmarks.Cluster;

/// <summary>What Orleans itself can do: a grain that adds.</summary>
public interface IPingGrain : IGrainWithStringKey
{
    Task<int> Ping(int number);
}

public sealed class PingGrain : Grain, IPingGrain
{
    private int _sum;

    public Task<int> Ping(int number) => Task.FromResult(_sum += number);
}

/// <summary>A silo as a process of its own: the product's grains on the product's books, set up as the service sets them up, without feed and pages.</summary>
internal static class BenchmarkSilo
{
    public const string Ready = "ready";

    private const string Service = "benchmark";
    private const int SiloPort = 21_110, GatewayPort = 23_000;

    public static string Database => Environment.GetEnvironmentVariable("BENCHMARK_DATABASE")
        ?? throw new InvalidOperationException("set BENCHMARK_DATABASE to an empty database, e.g. Host=127.0.0.1;Port=25432;Username=trader;Database=benchmark");

    /// <summary>Serves until its standard input ends.</summary>
    /// <param name="directory">Where all silos of a run keep what does not lie in the database: the key of the books.</param>
    public static async Task<int> Run(int number, string directory)
    {
        await OrleansTables.Prepare(Database, Service, Service, CancellationToken.None);
        await using var store = await PostgresStore.Open(
            new PostgresStoreOptions { ConnectionString = Database, DataDirectory = Path.Combine(directory, $"silo-{number}"), KeyFile = Path.Combine(directory, "journal.key") }, TimeProvider.System, NullLogger.Instance, CancellationToken.None);
        var builder = Host.CreateApplicationBuilder();
        builder.Logging.ClearProviders();
        builder.Services.AddSingleton(TimeProvider.System).AddSingleton(store.Journal).AddSingleton(store.ReadModel);
        builder.Services.AddGrains(new GrainSettings { Venue = ClusterBenchmark.Venue, Quotas = ClusterBenchmark.Quotas });
        builder.UseOrleans(silo =>
        {
            silo.Configure<ClusterOptions>(Name);
            silo.ConfigureEndpoints(IPAddress.Loopback, SiloPort + number, GatewayPort + number);
            silo.UseAdoNetClustering(static options => (options.Invariant, options.ConnectionString) = ("Npgsql", Database));
            silo.UseAdoNetReminderService(static options => (options.Invariant, options.ConnectionString) = ("Npgsql", Database));
            silo.AddAdoNetGrainStorage(StateNames.Storage, static options => (options.Invariant, options.ConnectionString) = ("Npgsql", Database));
            silo.AddMemoryGrainStorage("PubSubStore");
            silo.AddMemoryStreams(StreamNames.Provider);
            silo.AddTraderPlacement();
            silo.Services.AddContracts();
        });
        using var host = builder.Build();
        await host.StartAsync();
        Console.WriteLine(Ready);
        await Console.In.ReadToEndAsync();
        await host.StopAsync();
        return 0;
    }

    public static async Task<IHost> Connect()
    {
        var builder = Host.CreateApplicationBuilder();
        builder.Logging.ClearProviders();
        builder.UseOrleansClient(static client =>
        {
            client.Configure<ClusterOptions>(Name);
            client.UseAdoNetClustering(static options => (options.Invariant, options.ConnectionString) = ("Npgsql", Database));
            client.AddMemoryStreams(StreamNames.Provider);
            client.Services.AddContracts();
        });
        var host = builder.Build();
        await host.StartAsync();
        return host;
    }

    private static void Name(ClusterOptions options) => (options.ServiceId, options.ClusterId) = (Service, Service);
}
