using System.Net;
using System.Security.Authentication;
using Npgsql;
using Orleans.Configuration;
using Orleans.Connections.Security;
using OrleansTrader.ClusterRuntime.Contracts;
using OrleansTrader.ClusterRuntime.Databases;
using OrleansTrader.ClusterRuntime.Peers;
using OrleansTrader.ClusterRuntime.Placement;
using OrleansTrader.Grains;
using OrleansTrader.Silo.Feeds;
using OrleansTrader.Silo.Http;
using OrleansTrader.Silo.Http.Health;
using OrleansTrader.Silo.Options;
using ClusterOptions = Orleans.Configuration.ClusterOptions;
using OrleansSiloOptions = Orleans.Configuration.SiloOptions;

namespace OrleansTrader.Silo.Hosting;

/// <summary>The grains on a Microsoft Orleans cluster with PostgreSQL. The twin of Local.cs; why the figures are what they are stands in decision 015.</summary>
internal static class Cluster
{
    private const string Npgsql = "Npgsql";

    /// <summary>Orleans' own name for where streams keep their subscribers.</summary>
    private const string Subscribers = "PubSubStore";

    /// <summary>A silo that misses this many probes in a row is voted out: about three seconds after a kill.</summary>
    private const int MissedProbesMax = 3;

    /// <summary>
    /// Connections of Orleans' own tables a process, beside those of the books: what a PostgreSQL of 100 connections bears with three silos and two
    /// dashboards. A connection string with a Maximum Pool Size of its own keeps it.
    /// </summary>
    private const int OrleansConnectionsMax = 16;

    private static readonly TimeSpan Probe = TimeSpan.FromSeconds(1);

    /// <summary>Longer than any turn that waits for the database; shorter than what a person takes for a failure. A caller that meets it asks by command id.</summary>
    private static readonly TimeSpan ResponseTimeout = TimeSpan.FromSeconds(15);

    /// <summary>
    /// A client is not told that the silo died which its gateway had passed the call on to: it learns so by this. A turn that waits for the
    /// database longer than this while nothing is wrong has not been seen.
    /// </summary>
    private static readonly TimeSpan ClientResponseTimeout = TimeSpan.FromSeconds(5);

    /// <summary>An account or agent that nobody calls for so long leaves memory; its triggers stay with the symbols.</summary>
    private static readonly TimeSpan CollectionAge = TimeSpan.FromMinutes(15);

    /// <summary>Hints older than this are of no use to anybody: pages read the journal then.</summary>
    private static readonly TimeSpan HintAgeMax = TimeSpan.FromSeconds(30);

    /// <summary>Queues that carry hints, spread over the silos; enough for some eight silos to share.</summary>
    private const int HintQueues = 8;

    /// <summary>A clock that is further off would let leases and orders' times contradict each other.</summary>
    private static readonly TimeSpan ClockAheadMax = TimeSpan.FromSeconds(30);

    /// <summary>Every role can be played in a cluster.</summary>
    public static void CheckRole(this ServiceRole role) => _ = role;

    /// <exception cref="StartupException">A database that cannot be reached, books of another cluster, a clock that is off, silos that do not trust this process.</exception>
    public static async Task PrepareRuntime(this IConfiguration configuration, ServiceRole role, CancellationToken cancellation)
    {
        var (settings, database) = (ClusterSettings.Read(configuration), Database(configuration));
        try
        {
            var ahead = await OrleansTables.ClockAhead(database, TimeProvider.System, cancellation);
            if (ahead.Duration() > ClockAheadMax)
            {
                throw new StartupException(
                    $"this machine's clock is {ahead.Duration().TotalSeconds:F0} s {(ahead > TimeSpan.Zero ? "ahead of" : "behind")} the database's: "
                    + $"set both by NTP; at most {ClockAheadMax.TotalSeconds:F0} s are borne");
            }

            if (await OrleansTables.Prepare(database, settings.ServiceId, settings.ClusterId, cancellation) is { } refusal)
                throw new StartupException(refusal);
            if (await Stranger(settings, database, role == ServiceRole.Dashboard, cancellation) is { } strange)
                throw new StartupException(strange);
        }
        catch (NpgsqlException fault)
        {
            throw new StartupException(
                $"the database of Storage__ConnectionString cannot be used ({fault.GetBaseException().Message}): look at host, port, user, password and database", fault);
        }
    }

    /// <param name="speed">Seconds of the services' clock in a real second: a cluster runs in real time only.</param>
    public static void AddLiveRuntime(this WebApplicationBuilder builder, double speed)
    {
        if (speed is not 1)
            throw new StartupException("a cluster runs in real time: replay with --speed in the local flavour (without -p:OrleansRuntime=Microsoft)");
        var (settings, database) = (ClusterSettings.Read(builder.Configuration), Database(builder.Configuration));
        builder.UseOrleans(silo =>
        {
            silo.Configure<ClusterOptions>(options => Name(options, settings));
            silo.Configure<EndpointOptions>(options => Listen(options, settings));
            silo.Configure<OrleansSiloOptions>(options => options.SiloName = settings.Process ?? options.SiloName);
            silo.UseAdoNetClustering(options => (options.Invariant, options.ConnectionString) = (Npgsql, database));
            silo.UseAdoNetReminderService(options => (options.Invariant, options.ConnectionString) = (Npgsql, database));
            silo.AddAdoNetGrainStorage(StateNames.Storage, options => (options.Invariant, options.ConnectionString) = (Npgsql, database));
            silo.AddAdoNetGrainStorage(Subscribers, options => (options.Invariant, options.ConnectionString) = (Npgsql, database));
            silo.AddMemoryStreams(StreamNames.Provider, streams =>
            {
                streams.ConfigurePartitioning(HintQueues);
                streams.ConfigureCacheEviction(cache => cache.Configure(options =>
                    (options.DataMaxAgeInCache, options.DataMinTimeInCache) = (HintAgeMax, HintAgeMax / 2)));
                streams.ConfigurePullingAgent(agent => agent.Configure(options => options.MaxEventDeliveryTime = HintAgeMax));
            });
            silo.AddTraderPlacement();
            silo.AddActivityPropagation();
            silo.Services.AddContracts();
            silo.Configure<ClusterMembershipOptions>(Watch);
            silo.Configure<SiloMessagingOptions>(options => options.ResponseTimeout = ResponseTimeout);
            silo.Configure<GrainCollectionOptions>(options => options.CollectionAge = CollectionAge);
            if (settings.Peers is { } peers)
                silo.UseTls(options => Secure(options, peers));
        });

        CertificateHealth.Add(builder.Services, settings.Peers);

        // What is hosted starts in the order in which it was added: the silo before those who call its grains.
        AddFacts(builder.Services, static provider =>
        {
            var plan = provider.GetRequiredService<FeedPlan>();
            return ActivatorUtilities.CreateInstance<ClusterFacts>(provider, plan.Venue, plan.Notice);
        });
        builder.Services.AddHostedService<ProcessReporter>();
    }

    /// <summary>A process without grains: it calls those of the silos, and goes on when one of them is lost.</summary>
    public static void AddClusterClient(this WebApplicationBuilder builder, string venue)
    {
        var (settings, database) = (ClusterSettings.Read(builder.Configuration), Database(builder.Configuration));
        builder.UseOrleansClient(client =>
        {
            client.Configure<ClusterOptions>(options => Name(options, settings));
            client.UseAdoNetClustering(options => (options.Invariant, options.ConnectionString) = (Npgsql, database));
            client.AddMemoryStreams(StreamNames.Provider, streams => streams.ConfigurePartitioning(HintQueues));
            client.AddActivityPropagation();
            client.Services.AddContracts();
            client.Configure<GatewayOptions>(options => options.GatewayListRefreshPeriod = Probe * 5);
            client.Configure<ClientMessagingOptions>(options => options.ResponseTimeout = ClientResponseTimeout);
            client.UseConnectionRetryFilter(static async (_, cancellation) =>
            {
                // A dashboard may start before the silos, and waits for them.
                await Task.Delay(Probe, cancellation);
                return true;
            });
            if (settings.Peers is { } peers)
                client.UseTls(options => Secure(options, peers));
        });
        CertificateHealth.Add(builder.Services, settings.Peers);
        AddFacts(builder.Services, provider => ActivatorUtilities.CreateInstance<ClusterFacts>(provider, venue));
    }

    /// <exception cref="StartupException">Always: virtual time is the local runtime's.</exception>
    public static IServiceCollection AddVirtualRuntime(this IServiceCollection services, ulong seed, DateTimeOffset start) =>
        throw new StartupException("--speed max replays in virtual time, which the local flavour has: build without -p:OrleansRuntime=Microsoft");

    // What one process knows of itself is not what the service is.
    private static void AddFacts(IServiceCollection services, Func<IServiceProvider, ClusterFacts> facts)
    {
        services.AddSingleton(facts);
        services.AddSingleton<IHostFacts>(static provider => provider.GetRequiredService<ClusterFacts>());
        services.AddHostedService(static provider => provider.GetRequiredService<ClusterFacts>());
    }

    private static string Database(IConfiguration configuration)
    {
        const string Remedy = "set Storage__ConnectionString, e.g. Host=db;Database=trader;Username=trader;Password=…";
        if (configuration["Storage:ConnectionString"] is not { Length: > 0 } text)
            throw new StartupException($"a cluster keeps its books in PostgreSQL: {Remedy}");
        try
        {
            var settings = new NpgsqlConnectionStringBuilder(text);
            if (!settings.ContainsKey("Maximum Pool Size"))
                settings.MaxPoolSize = OrleansConnectionsMax;
            return settings.ConnectionString;
        }
        catch (ArgumentException fault)
        {
            throw new StartupException($"Storage__ConnectionString cannot be read: {Remedy}", fault);
        }
    }

    private static void Name(ClusterOptions options, ClusterSettings settings) =>
        (options.ServiceId, options.ClusterId) = (settings.ServiceId, settings.ClusterId);

    private static void Listen(EndpointOptions options, ClusterSettings settings)
    {
        options.AdvertisedIPAddress = settings.Address;
        (options.SiloPort, options.GatewayPort) = (settings.SiloPort, settings.GatewayPort);
        options.SiloListeningEndpoint = new IPEndPoint(settings.Address, settings.SiloPort);
        options.GatewayListeningEndpoint = new IPEndPoint(settings.Address, settings.GatewayPort);
    }

    // Asked twice: a silo that is just going may hang up, too.
    private static async Task<string?> Stranger(ClusterSettings settings, string database, bool isClient, CancellationToken cancellation)
    {
        if (await Ask() is null)
            return null;
        await Task.Delay(Probe, cancellation);
        return await Ask();

        async Task<string?> Ask() => await PeerGreeting.Refusal(
            await OrleansTables.ActiveSilos(database, settings.ClusterId, cancellation), isClient,
            settings.Peers?.Own, shown => settings.Peers?.FaultOf(shown), cancellation);
    }

    private static void Watch(ClusterMembershipOptions options)
    {
        options.ProbeTimeout = Probe;
        options.NumMissedProbesLimit = MissedProbesMax;
        options.TableRefreshTimeout = Probe * 10;
        options.IAmAliveTablePublishTimeout = Probe * 10;
        options.DeathVoteExpirationTimeout = Probe * 60;
        options.DefunctSiloExpiration = TimeSpan.FromDays(1);

        // A join that is stuck ends in a clear refusal, and the supervisor tries again.
        options.MaxJoinAttemptTime = TimeSpan.FromMinutes(1);
    }

    private static void Secure(TlsOptions options, PeerCertificates peers)
    {
        options.LocalCertificate = peers.Own;
        options.RemoteCertificateMode = RemoteCertificateMode.RequireCertificate;
        options.ClientCertificateMode = RemoteCertificateMode.RequireCertificate;

        // Whoever holds a certificate of the cluster's own authority is one of us, under whatever address it answers.
        options.RemoteCertificateValidation = (shown, _, _) => peers.FaultOf(shown) is { } fault
            ? throw new AuthenticationException($"the certificate '{shown.Subject}' of a process that wants to connect {fault}")
            : true;
        options.OnAuthenticateAsClient = static (_, client) => client.TargetHost = "trader-silo";
    }
}
