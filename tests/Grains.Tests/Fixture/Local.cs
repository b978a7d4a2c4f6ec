using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Logging;
using Orleans.Storage;
using OrleansTrader.Grains;
using OrleansTrader.Grains.Ports;
using OrleansTrader.LocalRuntime;
using OrleansTrader.Storage.Sqlite;

namespace OrleansTrader.GrainsTests.Fixture;

/// <summary>The whole of the grains in virtual time, on books in a temporary directory. The only test file that names the runtime.</summary>
internal sealed class Local : IAsyncDisposable
{
    public static readonly DateTimeOffset Start = new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);

    private readonly ServiceProvider _services;

    private Local(ServiceProvider services) => _services = services;

    public IClusterClient Client => _services.GetRequiredService<IClusterClient>();

    public IGrainFactory Grains => _services.GetRequiredService<IGrainFactory>();

    public Orleans.Streams.IStreamProvider Updates => Client.GetStreamProvider(StreamNames.Provider);

    public IJournal Journal => _services.GetRequiredService<IJournal>();

    public IReadModel ReadModel => _services.GetRequiredService<IReadModel>();

    private LocalSimulation Simulation => _services.GetRequiredService<LocalSimulation>();

    public DateTimeOffset Now => Simulation.Now;

    public RoundTrips RoundTrips => _services.GetRequiredService<RoundTrips>();

    public FaultyJournal Faults => _services.GetRequiredService<FaultyJournal>();

    /// <param name="grains">Other settings of the grains.</param>
    /// <param name="failsCall">Whether a call of that method is refused by the runtime.</param>
    /// <param name="clock">What the grains' clock shows, made of the one that their timers go by; null for that one.</param>
    /// <param name="directory">Where the books are; null for a temporary directory of this fixture's own.</param>
    public static Local Create(
        ulong seed = 1, Func<GrainSettings, GrainSettings>? grains = null, Func<string, bool>? failsCall = null, string? directory = null,
        DateTimeOffset? start = null, JsonGrainStorage? storage = null, IModelPlanner? models = null,
        Func<TimeProvider, TimeProvider>? clock = null)
    {
        var settings = new GrainSettings { Venue = Scene.Venue, SymbolsTick = false };
        var services = new ServiceCollection();
        services.AddLogging(logging => logging.SetMinimumLevel(LogLevel.Error));
        services.AddSingleton(provider => SqliteStore.Open(
            new SqliteStoreOptions { DataDirectory = directory, Mode = CommitMode.Behind }, provider.GetRequiredService<TimeProvider>(),
            provider.GetRequiredService<ILogger<SqliteStore>>()));
        services.AddSingleton(provider => new FaultyJournal(provider.GetRequiredService<SqliteStore>().Journal));
        services.AddSingleton<IJournal>(provider => provider.GetRequiredService<FaultyJournal>());
        services.AddSingleton(provider => provider.GetRequiredService<SqliteStore>().ReadModel);
        services.AddSingleton(provider => provider.GetRequiredService<SqliteStore>().Outbox);
        services.AddKeyedSingleton<IGrainStorage>(StateNames.Storage, storage ?? new JsonGrainStorage());
        services.AddSingleton(provider => provider.GetRequiredService<SqliteStore>().ReminderTable);
        services.AddSingleton(models ?? new NoModels());
        services.AddGrains(grains?.Invoke(settings) ?? settings);
        services.AddSingleton<RoundTrips>().AddSingleton<IIncomingGrainCallFilter>(provider => provider.GetRequiredService<RoundTrips>());
        services.AddLocalRuntime(options =>
        {
            options.AddGrainsOf<GrainSettings>().AddStreams(StreamNames.Provider);
            options.Simulate(seed, start ?? Start);
            if (failsCall is not null)
                options.Simulation!.Faults = new LocalFaults { FailCall = 1, MayFail = (_, method) => failsCall(method) };
        });
        if (clock is not null)
            services.Replace(ServiceDescriptor.Singleton(provider => clock(provider.GetRequiredService<LocalSimulation>().Time)));
        var local = new Local(services.BuildServiceProvider());
        local.Run(() => local._services.GetRequiredService<LocalSilo>().StartAsync(default));
        return local;
    }

    /// <summary>The grains on the thread pool, in real time, over services that are there already; to be stopped by <see cref="StopPool"/>.</summary>
    public static async Task<ServiceProvider> StartPool(IServiceCollection services, CancellationToken cancellation)
    {
        services.AddLocalRuntime(static options => options.AddGrainsOf<GrainSettings>().AddStreams(StreamNames.Provider));
        var provider = services.BuildServiceProvider();
        await provider.GetRequiredService<LocalSilo>().StartAsync(cancellation);
        return provider;
    }

    public static async Task StopPool(ServiceProvider provider)
    {
        await provider.GetRequiredService<LocalSilo>().StopAsync(CancellationToken.None);
        await provider.DisposeAsync();
    }

    /// <summary>Runs on behalf of the service until the work has ended; time goes on where it waits.</summary>
    public void Run(Func<Task> work) => Simulation.Run(async () =>
    {
        using var caller = Caller.AsService();
        await work();
    });

    public T Run<T>(Func<Task<T>> work) => Simulation.Run(async () =>
    {
        using var caller = Caller.AsService();
        return await work();
    });

    /// <summary>Runs on behalf of nobody, or of whom the work names.</summary>
    public void RunForNobody(Func<Task> work) => Simulation.Run(work);

    /// <inheritdoc cref="RunForNobody(Func{Task})"/>
    public T RunForNobody<T>(Func<Task<T>> work) => Simulation.Run(work);

    /// <summary>Lets time go on.</summary>
    public void Wait(TimeSpan span) => RunUntil(Now + span);

    /// <summary>Lets time go on to an instant, with everything that is due on the way.</summary>
    public void RunUntil(DateTimeOffset at) => Simulation.RunUntil(at);

    /// <summary>Waits for what streams bring: here it has come already.</summary>
    public void Await(Func<bool> holds)
    {
        Simulation.RunUntilIdle();
        Assert.True(holds(), "it did not come");
    }

    /// <summary>Waits for so long that the runtime takes idle grains out of memory.</summary>
    public void LetIdleGo() => Wait(TimeSpan.FromHours(25));

    /// <summary>Ends every activation, as a clean stop does, and keeps books and state.</summary>
    public void StopGrains() => Run(() => _services.GetRequiredService<LocalSilo>().StopAsync(default));

    public async ValueTask DisposeAsync() => await _services.DisposeAsync();
}
