using Microsoft.Extensions.DependencyInjection;
using Orleans.Storage;
using OrleansTrader.Grains;
using OrleansTrader.Grains.Json;
using OrleansTrader.Grains.Ports;
using OrleansTrader.LocalRuntime;
using OrleansTrader.Storage.Sqlite;

namespace OrleansTrader.Benchmarks;

/// <summary>The service's grains on its books, without page and feed.</summary>
internal static class BenchmarkServices
{
    public const string Venue = "simulated";

    public static ServiceProvider Build(
        SqliteStore store, Action<LocalRuntimeOptions> configure, bool symbolsTick, Action<IServiceCollection>? add = null, IJournal? journal = null)
    {
        var services = new ServiceCollection();
        services.AddLogging();
        services.AddSingleton(journal ?? store.Journal);
        services.AddSingleton(store.ReadModel);
        services.AddSingleton(store.ReminderTable);
        services.AddKeyedSingleton<IGrainStorage>(StateNames.Storage, (_, _) => store.GrainStorage(ContractJson.Options));
        add?.Invoke(services);
        services.AddGrains(new GrainSettings { Venue = Venue, SymbolsTick = symbolsTick });
        services.AddLocalRuntime(options =>
        {
            options.AddGrainsOf<GrainSettings>().AddStreams(StreamNames.Provider);
            configure(options);
        });
        return services.BuildServiceProvider();
    }
}
