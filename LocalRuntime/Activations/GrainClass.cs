using System.Collections.Concurrent;
using System.Reflection;
using Microsoft.Extensions.DependencyInjection;
using Orleans.Core;
using OrleansTrader.LocalRuntime.Calls;
using OrleansTrader.LocalRuntime.Storage;

namespace OrleansTrader.LocalRuntime.Activations;

/// <summary>What the runtime knows of a grain class.</summary>
internal sealed class GrainClass
{
    private const string Suffix = "grain";

    private static readonly Type[] Bases = [typeof(IGrain), typeof(IGrainWithStringKey), typeof(IRemindable)];

    private readonly ConstructorInfo _constructor;
    private readonly ParameterInfo[] _parameters;
    private readonly ImplicitStreamSubscriptionAttribute[] _subscriptions;
    private readonly ConcurrentDictionary<MethodDescriptor, MethodInfo> _implementations = new();

    internal GrainClass(Type type)
    {
        Type = type;
        GrainType = type.GetCustomAttribute<GrainTypeAttribute>()?.GetGrainType(null!, type) ?? GrainType.Create(ConventionalName(type));
        Interfaces = [.. type.GetInterfaces().Where(candidate => typeof(IGrain).IsAssignableFrom(candidate) && !Bases.Contains(candidate))];
        _constructor = type.GetConstructors().OrderByDescending(candidate => candidate.GetParameters().Length).FirstOrDefault()
            ?? throw new InvalidOperationException($"Grain class {type} has no public constructor.");
        _parameters = _constructor.GetParameters();
        _subscriptions = [.. type.GetCustomAttributes<ImplicitStreamSubscriptionAttribute>()];
        IsFilter = typeof(IIncomingGrainCallFilter).IsAssignableFrom(type);
        var end = type.GetMethod(nameof(IGrainBase.OnDeactivateAsync), [typeof(DeactivationReason), typeof(CancellationToken)]);
        HasDeactivation = end is null || end.DeclaringType != typeof(Grain);
    }

    internal Type Type { get; }

    internal GrainType GrainType { get; }

    internal Type[] Interfaces { get; }

    /// <summary>The interface that the grain's own reference has: the most derived one.</summary>
    internal Type MainInterface => field ??= Interfaces.OrderByDescending(candidate => candidate.GetInterfaces().Length).FirstOrDefault()
        ?? throw new InvalidOperationException($"Grain class {Type} has no grain interface.");

    internal bool IsFilter { get; }

    internal bool HasDeactivation { get; }

    internal bool SubscribesTo(string streamNamespace) => Array.Exists(_subscriptions, attribute => attribute.Predicate.IsMatch(streamNamespace));

    internal long CollectionAgeMs(LocalRuntimeOptions options) => (long)options.CollectionAge.TotalMilliseconds;

    internal MethodInfo ImplementationOf(MethodDescriptor method) => _implementations.GetOrAdd(method, static (sought, type) =>
    {
        if (sought.Method.DeclaringType is not { } declaring || !declaring.IsAssignableFrom(type)) return sought.Method;
        var map = type.GetInterfaceMap(declaring);
        var index = Array.IndexOf(map.InterfaceMethods, sought.Method);
        return index < 0 ? sought.Method : map.TargetMethods[index];
    }, Type);

    /// <summary>Makes the grain in its activation's turn, with its services and its states, which are still to be read.</summary>
    internal object Create(Activation activation, out List<IStorage> states)
    {
        states = [];
        var arguments = new object?[_parameters.Length];
        for (var i = 0; i < arguments.Length; i++) arguments[i] = ArgumentOf(_parameters[i], activation, states);
        return _constructor.Invoke(BindingFlags.DoNotWrapExceptions, null, arguments, null);
    }

    private static object? ArgumentOf(ParameterInfo parameter, Activation activation, List<IStorage> states)
    {
        var services = activation.ActivationServices;
        if (parameter.GetCustomAttribute<PersistentStateAttribute>() is { } attribute)
        {
            var state = PersistentStates.Create(parameter.ParameterType, attribute, activation);
            states.Add(state);
            return state;
        }

        if (parameter.ParameterType == typeof(IGrainContext)) return activation;
        var service = parameter.GetCustomAttribute<FromKeyedServicesAttribute>() is { Key: { } key }
            ? ((IKeyedServiceProvider)services).GetKeyedService(parameter.ParameterType, key)
            : services.GetService(parameter.ParameterType);
        return service ?? (parameter.HasDefaultValue
            ? parameter.DefaultValue
            : throw new InvalidOperationException(
                $"Grain {activation.GrainId}: no service for constructor parameter '{parameter.Name}' of type {parameter.ParameterType}."));
    }

    private static string ConventionalName(Type type)
    {
        var name = type.Name.ToLowerInvariant();
        return name.EndsWith(Suffix, StringComparison.Ordinal) && name.Length > Suffix.Length ? name[..^Suffix.Length] : name;
    }
}
