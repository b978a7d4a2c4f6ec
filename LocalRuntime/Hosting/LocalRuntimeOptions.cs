using System.Reflection;

namespace OrleansTrader.LocalRuntime;

/// <summary>Settings of the local runtime.</summary>
public sealed class LocalRuntimeOptions
{
    /// <summary>Assemblies whose grain classes can be called.</summary>
    public IList<Assembly> GrainAssemblies { get; } = [];

    /// <summary>Single grain classes, beside those of the assemblies.</summary>
    public IList<Type> GrainClasses { get; } = [];

    /// <summary>Names of stream providers.</summary>
    public IList<string> StreamProviders { get; } = [];

    /// <summary>Names of grain storages that keep state in memory. Others: a keyed <c>IGrainStorage</c> in the services.</summary>
    public IList<string> MemoryStorages { get; } = [];

    /// <summary>How long a caller waits for an answer. Found by a sweep: up to a second late on the thread pool.</summary>
    public TimeSpan ResponseTimeout { get; set; } = TimeSpan.FromSeconds(30);

    /// <summary>How long an activation is idle before it is collected.</summary>
    public TimeSpan CollectionAge { get; set; } = TimeSpan.FromMinutes(15);

    /// <summary>Time between two looks for idle activations.</summary>
    public TimeSpan CollectionQuantum { get; set; } = TimeSpan.FromMinutes(1);

    /// <summary>After this the token of <c>OnActivateAsync</c> is cancelled.</summary>
    public TimeSpan ActivationTimeout { get; set; } = TimeSpan.FromSeconds(30);

    /// <summary>After this an activation goes, whether or not <c>OnDeactivateAsync</c> has ended.</summary>
    public TimeSpan DeactivationTimeout { get; set; } = TimeSpan.FromSeconds(10);

    /// <summary>How long the silo waits for all activations when it stops.</summary>
    public TimeSpan ShutdownTimeout { get; set; } = TimeSpan.FromSeconds(20);

    /// <summary>The shortest period a reminder may have.</summary>
    public TimeSpan MinimumReminderPeriod { get; set; } = TimeSpan.FromMinutes(1);

    /// <summary>Items that may wait for one subscription of a stream; further ones are lost to it.</summary>
    public int StreamQueueItemsMax { get; set; } = 10_000;

    /// <summary>
    /// Set: grains of different lanes (such as tenants) take turns on the thread pool, so that much to do in one delays the others little. Null: all
    /// in the order in which they have something to do. In virtual time it changes nothing.
    /// </summary>
    public Func<GrainId, string>? LaneOf { get; set; }

    /// <summary>Set: everything runs on one thread in virtual time. Null: on the thread pool.</summary>
    public LocalSimulationOptions? Simulation { get; set; }

    /// <summary>Adds the grain classes of the assembly that <typeparamref name="T"/> is in.</summary>
    public LocalRuntimeOptions AddGrainsOf<T>()
    {
        GrainAssemblies.Add(typeof(T).Assembly);
        return this;
    }

    public LocalRuntimeOptions AddGrain<T>()
        where T : IGrainBase
    {
        GrainClasses.Add(typeof(T));
        return this;
    }

    public LocalRuntimeOptions AddStreams(string name)
    {
        StreamProviders.Add(name);
        return this;
    }

    public LocalRuntimeOptions AddMemoryStorage(string name = Storage.PersistentStates.DefaultStorage)
    {
        MemoryStorages.Add(name);
        return this;
    }

    /// <summary>Runs everything on one thread in virtual time, from this instant.</summary>
    public LocalRuntimeOptions Simulate(ulong seed, DateTimeOffset start)
    {
        Simulation = new LocalSimulationOptions { Seed = seed, Start = start };
        return this;
    }
}
