using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;
using OrleansTrader.Grains;
using OrleansTrader.Grains.Agents;
using OrleansTrader.Grains.Ports;
using OrleansTrader.Grains.Strategies;
using OrleansTrader.Grains.Tenants;
using OrleansTrader.LanguageModels.Planning;
using OrleansTrader.LocalRuntime;
using OrleansTrader.Storage.Sqlite;
using OrleansTrader.Trading.Accounts;
using OrleansTrader.Trading.Strategies;

namespace OrleansTrader.Benchmarks.Agents;

/// <summary>The service without page: grains on the thread pool, books on disk, five markets, and models that answer at once.</summary>
internal sealed class AgentHost : IAsyncDisposable
{
    public static readonly TimeSpan CycleInterval = VersionConfig.CycleIntervalDefault;

    private const decimal Cash = 100_000m;

    // A clock that leaps must not take a call in work for one that is lost.
    private static readonly TimeSpan _responseTimeout = TimeSpan.FromDays(1);

    private readonly ServiceProvider _services;
    private readonly SqliteStore _store;
    private readonly CancellationTokenSource _stopped = new();
    private readonly Task _planning;

    private AgentHost(ServiceProvider services, SqliteStore store, string directory, Markets markets)
    {
        (_services, _store, Directory, Markets) = (services, store, directory, markets);
        Models = new InstantModels(markets, services.GetRequiredService<TimeProvider>());
        var desk = new ModelDesk(
            Models, new ModelDeskOptions(), store.Journal, store.ReadModel, Watch, services.GetRequiredService<TimeProvider>(), NullLogger<ModelDesk>.Instance);
        services.GetRequiredService<DeskSlot>().Desk = desk;
        _planning = desk.Run(_stopped.Token);
    }

    public string Directory { get; }

    public Markets Markets { get; }

    public InstantModels Models { get; }

    public CycleWatch Watch => _services.GetRequiredService<CycleWatch>();

    public IGrainFactory Grains => _services.GetRequiredService<IGrainFactory>();

    public IReadModel ReadModel => _store.ReadModel;

    public static async Task<AgentHost> Start(TimeProvider time)
    {
        var directory = System.IO.Directory.CreateTempSubdirectory("agents-benchmark-").FullName;
        var store = SqliteStore.Open(
            new SqliteStoreOptions { DataDirectory = directory, Mode = CommitMode.Group }, TimeProvider.System, NullLogger.Instance);
        var services = BenchmarkServices.Build(store, static options => options.ResponseTimeout = _responseTimeout, symbolsTick: true, added => added
            .AddSingleton(time)
            .AddSingleton<DeskSlot>()
            .AddSingleton(static provider => new CycleWatch(
                new Lazy<IModelPlanner>(() => provider.GetRequiredService<DeskSlot>().Desk!), provider.GetRequiredService<IGrainFactory>()))
            .AddSingleton<IModelPlanner>(static provider => provider.GetRequiredService<CycleWatch>())
            .AddSingleton<IPlanInbox>(static provider => provider.GetRequiredService<CycleWatch>()));
        await services.GetRequiredService<LocalSilo>().StartAsync(CancellationToken.None);
        var markets = await Markets.Start(services.GetRequiredService<IGrainFactory>(), time);
        return new AgentHost(services, store, directory, markets);
    }

    /// <summary>An account with an agent of a version that the model plans; the agent starts.</summary>
    public async Task<AgentKey> StartAgent(TenantId tenant, string name, string model)
    {
        var grain = Grains.Tenant(tenant);
        var config = new VersionConfig(
            StrategyConfig.Of(ModelConfig.Strategy), BenchmarkServices.Venue, Markets.Symbols, 3m, CycleInterval, Notes: null,
            new ModelConfig($"{InstantModels.Provider}/{model}"));
        Check(await grain.CreateVersion(model, "1.0.0", config));
        Check(await grain.CreateAccount(new AccountCreation(name, BenchmarkServices.Venue, "USDT", Cash)));
        var setup = new AgentSetup(new VersionKey(tenant, model, "1.0.0"), new AccountKey(tenant, name));
        Check(await grain.CreateAgent(new AgentCreation(name, setup, Starts: true)));
        return new AgentKey(tenant, name);
    }

    public async ValueTask DisposeAsync()
    {
        await _stopped.CancelAsync();
        try
        {
            await _planning;
        }
        catch (OperationCanceledException)
        {
            // The end that was asked for.
        }

        await _services.GetRequiredService<LocalSilo>().StopAsync(CancellationToken.None);
        await _services.DisposeAsync();
        await _store.DisposeAsync();
        System.IO.Directory.Delete(Directory, recursive: true);
        _stopped.Dispose();
    }

    private static void Check(SetupReply reply)
    {
        if (reply.IsRefused)
            throw new InvalidOperationException($"refused: {reply.Errors[0]}");
    }

    // Grains ask for the desk when they are made; the desk needs the markets, which are grains.
    private sealed class DeskSlot
    {
        public ModelDesk? Desk { get; set; }
    }
}
