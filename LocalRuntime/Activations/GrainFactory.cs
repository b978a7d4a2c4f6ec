using System.Collections.Concurrent;
using OrleansTrader.LocalRuntime.Calls;

namespace OrleansTrader.LocalRuntime.Activations;

/// <summary>Makes references; also the client, since everything is in one process.</summary>
internal sealed class GrainFactory(GrainRuntime runtime) : IClusterClient
{
    private readonly ConcurrentDictionary<(Type Interface, string? Prefix), Maker> _makers = new();

    public IServiceProvider ServiceProvider => runtime.Services;

    public TGrainInterface GetGrain<TGrainInterface>(string primaryKey, string? grainClassNamePrefix = null)
        where TGrainInterface : IGrainWithStringKey =>
        (TGrainInterface)(object)Make(typeof(TGrainInterface), primaryKey, grainClassNamePrefix);

    public TGrainInterface GetGrain<TGrainInterface>(GrainId grainId)
        where TGrainInterface : IAddressable => (TGrainInterface)(object)runtime.Reference(typeof(TGrainInterface), grainId);

    public IGrain GetGrain(Type grainInterfaceType, string grainPrimaryKey) => (IGrain)Make(grainInterfaceType, grainPrimaryKey, null);

    private GrainReference Make(Type grainInterface, string key, string? prefix)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(key);
        var maker = _makers.GetOrAdd(
            (grainInterface, prefix),
            static (sought, runtime) => new Maker(
                runtime.Classes.TypeOf(sought.Interface, sought.Prefix),
                ProxyEmitter.FactoryFor(sought.Interface)),
            runtime);
        return maker.New(runtime, GrainId.Create(maker.Type, key));
    }

    private sealed record Maker(GrainType Type, Func<GrainRuntime, GrainId, GrainReference> New);
}
