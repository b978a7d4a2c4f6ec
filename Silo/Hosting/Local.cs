using Orleans.Storage;
using OrleansTrader.Grains;
using OrleansTrader.Grains.Json;
using OrleansTrader.Grains.Ports;
using OrleansTrader.LocalRuntime;
using OrleansTrader.Silo.Http;
using OrleansTrader.Silo.Options;
using OrleansTrader.Storage;

namespace OrleansTrader.Silo.Hosting;

/// <summary>The grains on the local runtime: one process, on the thread pool or in virtual time. The only product file that names it.</summary>
internal static class Local
{
    /// <summary>An account or agent that nobody calls for so long leaves memory; its triggers stay with the symbols.</summary>
    private static readonly TimeSpan CollectionAge = TimeSpan.FromMinutes(15);

    /// <summary>Longer than any turn that waits for the disk; a caller that meets it asks by command id.</summary>
    private static readonly TimeSpan ResponseTimeout = TimeSpan.FromSeconds(30);

    /// <summary>One process needs nothing before it starts.</summary>
    public static Task PrepareRuntime(this IConfiguration configuration, ServiceRole role, CancellationToken cancellation) => Task.CompletedTask;

    /// <exception cref="StartupException">A role of a cluster's process: here one process does all.</exception>
    public static void CheckRole(this ServiceRole role)
    {
        if (role != ServiceRole.All)
            throw new StartupException($"--role {role.ToString().ToLowerInvariant()} needs the cluster flavour (build with -p:OrleansRuntime=Microsoft): this one does all in one process");
    }

    /// <param name="speed">Seconds of the services' clock in a real second: time-outs guard against real delays.</param>
    public static void AddLiveRuntime(this WebApplicationBuilder builder, double speed)
    {
        AddStates(builder.Services);
        builder.Services.AddSingleton<IHostFacts>(static provider => provider.GetRequiredService<HostFacts>());
        builder.Services.AddLocalRuntime(options =>
        {
            Configure(options);
            var factor = Math.Max(1, speed);
            options.ResponseTimeout *= factor;
            options.ActivationTimeout *= factor;
            options.DeactivationTimeout *= factor;
            options.ShutdownTimeout *= factor;
        });
    }

    /// <exception cref="StartupException">Always: one process has its grains in it.</exception>
    public static void AddClusterClient(this WebApplicationBuilder builder, string venue) =>
        throw new StartupException("a dashboard apart needs the cluster flavour (build with -p:OrleansRuntime=Microsoft)");

    /// <summary>Everything on the thread that drives <see cref="IVirtualRun"/>; the clock starts at <paramref name="start"/>.</summary>
    public static IServiceCollection AddVirtualRuntime(this IServiceCollection services, ulong seed, DateTimeOffset start)
    {
        AddStates(services);
        services.AddLocalRuntime(options =>
        {
            Configure(options);
            options.Simulate(seed, start);
            options.Simulation!.TimerPriority = static grain => Priorities.OfTimers(grain.Type.ToString() ?? string.Empty);
        });
        return services.AddSingleton<IVirtualRun>(provider => new VirtualRun(provider.GetRequiredService<LocalSimulation>()));
    }

    // What grains and reminders keep lies beside the journal.
    private static void AddStates(IServiceCollection services)
    {
        services.AddKeyedSingleton<IGrainStorage>(StateNames.Storage, (provider, _) => provider.GetRequiredService<IStore>().GrainStorage(ContractJson.Options));
        services.AddSingleton(provider => provider.GetRequiredService<IStore>().ReminderTable);
    }

    private static void Configure(LocalRuntimeOptions options)
    {
        options.GrainAssemblies.Add(typeof(IFeed).Assembly);
        options.AddStreams(StreamNames.Provider);
        options.CollectionAge = CollectionAge;
        options.LaneOf = static grain => GrainKeys.LaneOf(grain.Type.ToString(), grain.Key.ToString());
        options.ResponseTimeout = ResponseTimeout;
    }

    private sealed class VirtualRun(LocalSimulation simulation) : IVirtualRun
    {
        public void Run(Func<Task> work) => simulation.Run(work);

        public void Play<TEvent, TAnswer>(
            IEnumerable<TEvent> events, Func<TEvent, DateTimeOffset> at, Func<TEvent, Task<TAnswer>> send, Action<TEvent, TAnswer> answered,
            CancellationToken cancellation) => simulation.Play(events, at, send, answered, cancellation);

        public void RunUntil(DateTimeOffset at) => simulation.RunUntil(at);
    }
}
