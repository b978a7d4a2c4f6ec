using System.Runtime.CompilerServices;
using Microsoft.Extensions.DependencyInjection;
using Orleans.Core;
using Orleans.Storage;
using OrleansTrader.LocalRuntime.Activations;

namespace OrleansTrader.LocalRuntime.Storage;

/// <summary>Makes the states that a grain's constructor asks for.</summary>
internal static class PersistentStates
{
    internal const string DefaultStorage = "Default";

    internal static IStorage Create(Type parameter, IPersistentStateConfiguration configuration, Activation activation)
    {
        if (!parameter.IsGenericType || parameter.GetGenericTypeDefinition() != typeof(IPersistentState<>))
        {
            throw new InvalidOperationException($"{activation.Class.Type}: [PersistentState] stands on a {parameter}, expected IPersistentState<T>.");
        }

        var name = configuration.StorageName ?? DefaultStorage;
        var storage = activation.ActivationServices.GetKeyedService<IGrainStorage>(name)
            ?? throw new InvalidOperationException(
                $"{activation.Class.Type}: no grain storage is named '{name}' (state '{configuration.StateName}').");
        var type = typeof(PersistentState<>).MakeGenericType(parameter.GetGenericArguments());
        return (IStorage)Activator.CreateInstance(type, storage, activation.GrainId, configuration.StateName)!;
    }
}

/// <summary>A grain's state and where it is kept.</summary>
internal sealed class PersistentState<T>(IGrainStorage storage, GrainId grainId, string stateName) : IPersistentState<T>
{
    private readonly GrainState<T> _state = new(Empty());

    public T State
    {
        get => _state.State!;
        set => _state.State = value;
    }

    public string? Etag => _state.ETag;

    public bool RecordExists => _state.RecordExists;

    public Task ReadStateAsync() => storage.ReadStateAsync(stateName, grainId, _state);

    public Task WriteStateAsync() => storage.WriteStateAsync(stateName, grainId, _state);

    public Task ClearStateAsync() => storage.ClearStateAsync(stateName, grainId, _state);

    /// <summary>
    /// As in Orleans: by the parameterless constructor, or unset where there is none. A storage gives this for a state that it has not.
    /// </summary>
    internal static T Empty()
    {
        if (typeof(T).IsValueType) return default!;
        if (typeof(T).IsAbstract || typeof(T) == typeof(string)) return default!;
        return typeof(T).GetConstructor(Type.EmptyTypes) is not null
            ? Activator.CreateInstance<T>()
            : (T)RuntimeHelpers.GetUninitializedObject(typeof(T));
    }
}
