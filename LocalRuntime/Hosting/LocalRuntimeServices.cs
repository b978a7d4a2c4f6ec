using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Hosting;
using Orleans.Storage;
using Orleans.Streams;
using OrleansTrader.LocalRuntime.Activations;
using OrleansTrader.LocalRuntime.Hosting;
using OrleansTrader.LocalRuntime.Reminders;
using OrleansTrader.LocalRuntime.Scheduling;
using OrleansTrader.LocalRuntime.Storage;
using OrleansTrader.LocalRuntime.Streams;

namespace OrleansTrader.LocalRuntime;

/// <summary>Puts the local runtime into the services.</summary>
public static class LocalRuntimeServices
{
    /// <summary>
    /// Adds <see cref="IGrainFactory"/>, <see cref="IClusterClient"/>, the named streams and storages, and
    /// <see cref="LocalSilo"/> as a hosted service. Call filters, keyed <see cref="IGrainStorage"/>s and an
    /// <see cref="IReminderTable"/> are taken from the services. In a simulation also <see cref="LocalSimulation"/>, whose
    /// clock replaces the services' <see cref="TimeProvider"/>.
    /// </summary>
    public static IServiceCollection AddLocalRuntime(this IServiceCollection services, Action<LocalRuntimeOptions> configure)
    {
        var options = new LocalRuntimeOptions();
        configure(options);
        services.AddLogging();
        services.AddSingleton(options);
        services.AddSingleton<RuntimeLog>();
        services.AddSingleton(new GrainClasses(options.GrainAssemblies, options.GrainClasses));
        if (options.Simulation is { } simulation)
        {
            var driver = new LocalSimulation(simulation);
            services.AddSingleton(driver);
            services.AddSingleton<ITurnScheduler>(driver);
            services.Replace(ServiceDescriptor.Singleton<TimeProvider>(driver.Time));
        }
        else
        {
            services.TryAddSingleton(TimeProvider.System);
            services.AddSingleton<ITurnScheduler, PoolScheduler>();
        }

        services.AddSingleton<GrainRuntime>();
        services.AddSingleton<IClusterClient>(provider => provider.GetRequiredService<GrainRuntime>().Factory);
        services.AddSingleton<IGrainFactory>(provider => provider.GetRequiredService<GrainRuntime>().Factory);
        services.TryAddSingleton<IReminderTable, MemoryReminderTable>();
        services.AddSingleton<ReminderService>();
        foreach (var name in options.StreamProviders.Distinct(StringComparer.Ordinal))
        {
            services.AddKeyedSingleton<IStreamProvider>(name, (provider, _) => new LocalStreamProvider(name, provider.GetRequiredService<GrainRuntime>()));
        }

        foreach (var name in options.MemoryStorages.Distinct(StringComparer.Ordinal))
        {
            services.AddKeyedSingleton<IGrainStorage>(name, (_, _) => new MemoryStorage());
        }

        services.AddSingleton(provider => new LocalSilo(
            provider.GetRequiredService<GrainRuntime>(), provider.GetRequiredService<ReminderService>()));
        services.AddSingleton<IHostedService>(provider => provider.GetRequiredService<LocalSilo>());
        return services;
    }
}
