using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using Orleans.Configuration;
using Orleans.Storage;
using Orleans.TestingHost;
using OrleansTrader.ClusterRuntime.Contracts;
using OrleansTrader.ClusterRuntime.Placement;
using OrleansTrader.Grains;
using OrleansTrader.Grains.Ports;
using OrleansTrader.GrainsTests.Fixture.Clockwork;
using OrleansTrader.Storage.Sqlite;

namespace OrleansTrader.GrainsTests.Fixture;

/// <summary>
/// The whole of the grains on silos of Microsoft Orleans, called by a client of the cluster, on books in a temporary directory. Grains,
/// their timers and reminders go by a clock that tests move; Orleans' own areas by the machine's. The twin of Local.cs, and named as
/// that is, so that every test runs on either.
/// </summary>
internal sealed class Local : IAsyncDisposable
{
    public static readonly DateTimeOffset Start = new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);

    /// <summary>Real time that grains may work at one instant of their clock.</summary>
    private static readonly TimeSpan InstantMax = TimeSpan.FromSeconds(30);

    /// <summary>Real time for which a test's own work may do nothing before the clock goes on for it.</summary>
    private static readonly TimeSpan IdleMin = TimeSpan.FromSeconds(2);

    /// <summary>Real time within which a cluster must have found out that a silo is gone.</summary>
    private static readonly TimeSpan LossMax = TimeSpan.FromMinutes(2);

    private readonly InProcessTestCluster _cluster;
    private readonly SqliteStore _store;
    private readonly SteppedClock _clock;
    private readonly Calm _calm;

    private Losses _losses = new();

    private Local(InProcessTestCluster cluster, SqliteStore store, SteppedClock clock, Calm calm, FaultyJournal faults, RoundTrips roundTrips)
    {
        (_cluster, _store, _clock, _calm, Faults, RoundTrips) = (cluster, store, clock, calm, faults, roundTrips);
    }

    public IClusterClient Client => _cluster.Client;

    public IGrainFactory Grains => _cluster.Client;

    public Orleans.Streams.IStreamProvider Updates => Client.GetStreamProvider(StreamNames.Provider);

    public IJournal Journal => Faults;

    public IReadModel ReadModel => _store.ReadModel;

    public DateTimeOffset Now => _clock.GetUtcNow();

    public RoundTrips RoundTrips { get; }

    public FaultyJournal Faults { get; }

    /// <inheritdoc cref="Local"/>
    /// <param name="seed">Of no meaning here.</param>
    /// <param name="grains">Other settings of the grains.</param>
    /// <param name="failsCall">Whether a call of that method is refused before it begins.</param>
    /// <param name="silos">How many silos the cluster has at first.</param>
    /// <param name="clock">What the grains' clock shows, made of the one that their timers go by; null for that one.</param>
    /// <param name="directory">Where the books are; null for a temporary directory of this fixture's own.</param>
    public static Local Create(
        ulong seed = 1, Func<GrainSettings, GrainSettings>? grains = null, Func<string, bool>? failsCall = null, string? directory = null,
        DateTimeOffset? start = null, JsonGrainStorage? storage = null, IModelPlanner? models = null,
        Func<TimeProvider, TimeProvider>? clock = null, short silos = 1)
    {
        var settings = new GrainSettings { Venue = Scene.Venue, SymbolsTick = false };
        var stepped = new SteppedClock(start ?? Start);
        var store = SqliteStore.Open(
            new SqliteStoreOptions { DataDirectory = directory, Mode = CommitMode.Group }, TimeProvider.System, NullLogger<SqliteStore>.Instance);
        var faults = new FaultyJournal(store.Journal);
        var losses = new Losses();
        var calm = new Calm(stepped, () => faults.Hold is not null || losses.Any);
        var roundTrips = new RoundTrips();
        storage ??= new JsonGrainStorage();
        var shown = clock?.Invoke(stepped) ?? stepped;
        var builder = new InProcessTestClusterBuilder(silos);
        builder.Options.ConfigureFileLogging = false;
        builder.ConfigureHost(host =>
        {
            host.Logging.SetMinimumLevel(LogLevel.Error);
            host.Services.AddSingleton<IOutgoingGrainCallFilter>(calm).AddContracts();
        });
        builder.ConfigureClient(static client => client.AddMemoryStreams(StreamNames.Provider).AddActivityPropagation());
        builder.ConfigureSilo((_, silo) =>
        {
            silo.AddMemoryStreams(StreamNames.Provider).AddMemoryGrainStorage("PubSubStore").AddReminders();
            silo.AddTraderPlacement().AddActivityPropagation();
            silo.Configure<ClusterMembershipOptions>(static options => (options.ProbeTimeout, options.NumVotesForDeathDeclaration) = (TimeSpan.FromSeconds(2), 1));
            silo.Configure<StreamPullingAgentOptions>(static options => options.GetQueueMsgsTimerPeriod = TimeSpan.FromMilliseconds(20));
            silo.Services.AddSingleton(shown).AddSingleton<IIncomingGrainCallFilter>(calm);
            silo.Services.AddKeyedSingleton<TimeProvider>(KeyedService.AnyKey, TimeProvider.System);
            silo.Services.AddKeyedSingleton<TimeProvider>(TimeProviderNames.Grains, stepped);
            silo.Services.AddKeyedSingleton<TimeProvider>(Orleans.Reminders.ReminderTimeProviderNames.Reminders, stepped);
            silo.Services.AddSingleton<IJournal>(faults).AddSingleton(store.ReadModel).AddSingleton(store.Outbox).AddSingleton(store.ReminderTable);
            silo.Services.AddKeyedSingleton<IGrainStorage>(StateNames.Storage, storage);
            silo.Services.AddSingleton(models ?? new NoModels());
            silo.Services.AddGrains(grains?.Invoke(settings) ?? settings);
            silo.Services.AddSingleton<IIncomingGrainCallFilter>(roundTrips);
            if (failsCall is not null)
                silo.Services.AddSingleton<IIncomingGrainCallFilter>(new FailingCalls(failsCall));
        });
        var cluster = builder.Build();
        Await(cluster.DeployAsync());
        return new Local(cluster, store, stepped, calm, faults, roundTrips) { _losses = losses };
    }

    /// <summary>Runs on behalf of the service until the work has ended; time goes on where it waits.</summary>
    public void Run(Func<Task> work) => Run(async () =>
    {
        await work();
        return true;
    });

    public T Run<T>(Func<Task<T>> work) => RunForNobody(async () =>
    {
        using var caller = Caller.AsService();
        return await work();
    });

    /// <summary>Runs on behalf of nobody, or of whom the work names.</summary>
    public T RunForNobody<T>(Func<Task<T>> work)
    {
        var task = Task.Run(work);
        while (!task.IsCompleted)
        {
            _calm.Wait(() => task.IsCompleted, IdleMin, InstantMax);
            if (!task.IsCompleted)
                _clock.Step(DateTimeOffset.MaxValue);
        }

        Settle();
        return task.GetAwaiter().GetResult();
    }

    /// <inheritdoc cref="RunForNobody{T}(Func{Task{T}})"/>
    public void RunForNobody(Func<Task> work) => RunForNobody(async () =>
    {
        await work();
        return true;
    });

    /// <summary>Lets time go on.</summary>
    public void Wait(TimeSpan span) => RunUntil(Now + span);

    /// <summary>Lets time go on to an instant, with everything that is due on the way.</summary>
    public void RunUntil(DateTimeOffset at)
    {
        Settle();
        while (_clock.Step(at))
            Settle();
        _clock.Set(at);
    }

    /// <summary>Waits for what streams bring: they run beside the grains, in their own time.</summary>
    public void Await(Func<bool> holds) => Assert.True(SpinWait.SpinUntil(holds, InstantMax), "it did not come");

    /// <summary>Takes idle grains out of memory; Orleans' own clock would take hours to.</summary>
    public void LetIdleGo()
    {
        Wait(TimeSpan.FromHours(25));
        StopGrains();
    }

    /// <summary>The silos that run, by their addresses.</summary>
    public IReadOnlyList<string> Silos => [.. _cluster.Silos.Where(static silo => silo.IsActive).Select(static silo => silo.SiloAddress.ToString())];

    /// <summary>Grains as they are called from within a silo.</summary>
    public IGrainFactory GrainsAt(string silo) => Handle(silo).ServiceProvider.GetRequiredService<IGrainFactory>();

    /// <summary>Streams as they are followed from within a silo.</summary>
    public Orleans.Streams.IStreamProvider UpdatesAt(string silo) =>
        Handle(silo).ServiceProvider.GetRequiredService<IClusterClient>().GetStreamProvider(StreamNames.Provider);

    /// <summary>Where a grain is in memory.</summary>
    public string SiloOf(IAddressable grain) => Assert.Single(
        _calm.Activations.Where(activation => activation.GrainId == grain.GetGrainId()).Select(static activation => activation.Address.SiloAddress!.ToString()));

    /// <summary>Takes a silo out of the cluster: in order, or as if its process had been killed.</summary>
    public void Lose(string silo, bool isKilled)
    {
        var handle = Handle(silo);
        _losses.Any |= isKilled;
        Await(isKilled ? _cluster.KillSiloAsync(handle) : _cluster.StopSiloAsync(handle));
        _calm.Forget(handle.SiloAddress);
    }

    /// <summary>Tries until it holds: the cluster finds out by itself that a silo is gone, in its own time.</summary>
    public void Eventually(Func<Task<bool>> holds)
    {
        using var bound = new CancellationTokenSource(LossMax);
        while (!Holds())
            Assert.False(bound.IsCancellationRequested, $"it did not come within {LossMax}");

        bool Holds()
        {
            try
            {
                return Run(holds);
            }
            catch (Exception refused) when (refused is OrleansException or TimeoutException or JournalException)
            {
                return false;
            }
        }
    }

    /// <summary>Ends every activation, as a clean stop does, and keeps books and state.</summary>
    public void StopGrains() => Await(Task.WhenAll(_calm.Activations.Select(static activation =>
    {
        activation.Deactivate(new DeactivationReason(DeactivationReasonCode.ApplicationRequested, "the test stops all grains"));
        return activation.Deactivated;
    })));

    public async ValueTask DisposeAsync()
    {
        await _cluster.KillClientAsync();
        foreach (var silo in _cluster.Silos)
            await _cluster.KillSiloAsync(silo);
        await _cluster.DisposeAsync();
        await _store.DisposeAsync();
    }

    private InProcessSiloHandle Handle(string silo) =>
        _cluster.Silos.Single(handle => string.Equals(handle.SiloAddress.ToString(), silo, StringComparison.Ordinal));

    private void Settle() => _calm.Wait(static () => false, TimeSpan.Zero, InstantMax);

    private static void Await(Task task) => task.WaitAsync(InstantMax).GetAwaiter().GetResult();

    /// <summary>Whether silos were killed: calls of theirs end no more.</summary>
    private sealed class Losses
    {
        public bool Any { get; set; }
    }

    private sealed class FailingCalls(Func<string, bool> fails) : IIncomingGrainCallFilter
    {
        public Task Invoke(IIncomingGrainCallContext context) => fails(context.MethodName)
            ? throw new OrleansException($"{context.MethodName} was refused, as the test wished")
            : context.Invoke();
    }
}
