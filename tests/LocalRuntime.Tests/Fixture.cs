using Microsoft.Extensions.DependencyInjection;
using OrleansTrader.LocalRuntime;

namespace OrleansTrader.LocalRuntimeTests;

/// <summary>A silo with the test's grains, simulated or on the thread pool.</summary>
internal sealed class Silo : IAsyncDisposable
{
    internal static readonly DateTimeOffset Start = new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);

    private readonly ServiceProvider _services;

    private Silo(ServiceProvider services) => _services = services;

    internal IServiceProvider Services => _services;

    internal IClusterClient Client => _services.GetRequiredService<IClusterClient>();

    internal LocalSimulation Simulation => _services.GetRequiredService<LocalSimulation>();

    internal LocalSilo Host => _services.GetRequiredService<LocalSilo>();

    internal Journal Journal => _services.GetRequiredService<Journal>();

    internal static Silo Simulated(Action<LocalRuntimeOptions>? configure = null, Action<IServiceCollection>? services = null, ulong seed = 1)
    {
        var silo = Build(options =>
        {
            options.Simulate(seed, Start);
            configure?.Invoke(options);
        }, services);
        silo.Simulation.Run(() => silo.Host.StartAsync(default));
        return silo;
    }

    internal static async Task<Silo> OnPool(Action<LocalRuntimeOptions>? configure = null, Action<IServiceCollection>? services = null)
    {
        var silo = Build(configure, services);
        await silo.Host.StartAsync(default);
        return silo;
    }

    public ValueTask DisposeAsync() => _services.DisposeAsync();

    private static Silo Build(Action<LocalRuntimeOptions>? configure, Action<IServiceCollection>? services)
    {
        var collection = new ServiceCollection();
        collection.AddSingleton<Journal>();
        services?.Invoke(collection);
        collection.AddLocalRuntime(options =>
        {
            options.AddGrainsOf<Silo>().AddStreams("streams").AddMemoryStorage();
            configure?.Invoke(options);
        });
        return new Silo(collection.BuildServiceProvider(new ServiceProviderOptions { ValidateScopes = true }));
    }
}

/// <summary>What grains did, in order.</summary>
public sealed class Journal
{
    private readonly List<string> _lines = [];

    public IReadOnlyList<string> Lines
    {
        get
        {
            lock (_lines) return [.. _lines];
        }
    }

    public void Add(string line)
    {
        lock (_lines) _lines.Add(line);
    }
}

/// <summary>Waits for a condition that another thread brings about, within a bound.</summary>
internal static class Eventually
{
    private static readonly TimeSpan Bound = TimeSpan.FromSeconds(20);

    internal static async Task IsTrue(Func<bool> condition)
    {
        var start = TimeProvider.System.GetTimestamp();
        while (!condition())
        {
            if (TimeProvider.System.GetElapsedTime(start) > Bound) Assert.Fail("The condition did not come true in time.");
            await Task.Yield();
        }
    }
}
