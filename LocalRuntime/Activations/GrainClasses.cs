using System.Reflection;

namespace OrleansTrader.LocalRuntime.Activations;

/// <summary>All grain classes, by name and by interface.</summary>
internal sealed class GrainClasses
{
    private readonly Dictionary<GrainType, GrainClass> _byType = [];
    private readonly Dictionary<Type, List<GrainClass>> _byInterface = [];

    internal GrainClasses(IEnumerable<Assembly> assemblies, IEnumerable<Type> classes)
    {
        var found = assemblies.Distinct().SelectMany(assembly => assembly.GetTypes()).Where(IsGrainClass).Concat(classes).Distinct();
        foreach (var type in found.OrderBy(type => type.FullName, StringComparer.Ordinal)) Add(new GrainClass(type));
    }

    internal IEnumerable<GrainClass> All => _byType.Values;

    internal GrainClass Find(GrainType type) => _byType.TryGetValue(type, out var found)
        ? found
        : throw new ArgumentException($"No grain class is of type '{type}'. Is its assembly among the options' grain assemblies?", nameof(type));

    internal GrainType TypeOf(Type grainInterface, string? classPrefix)
    {
        if (!_byInterface.TryGetValue(grainInterface, out var candidates))
        {
            throw new ArgumentException(
                $"Could not find an implementation of {grainInterface}. Is its assembly among the options' grain assemblies?",
                nameof(grainInterface));
        }

        if (classPrefix is not null)
        {
            candidates = candidates.FindAll(candidate => candidate.Type.FullName!.StartsWith(classPrefix, StringComparison.Ordinal));
        }

        return candidates is [var only]
            ? only.GrainType
            : throw new ArgumentException(
                $"{candidates.Count} classes implement {grainInterface}: name one by the start of its full name (grainClassNamePrefix).",
                nameof(classPrefix));
    }

    private static bool IsGrainClass(Type type) =>
        type is { IsClass: true, IsAbstract: false, IsGenericTypeDefinition: false }
        && typeof(IGrainBase).IsAssignableFrom(type) && typeof(IGrain).IsAssignableFrom(type);

    private void Add(GrainClass added)
    {
        if (!_byType.TryAdd(added.GrainType, added))
        {
            throw new InvalidOperationException(
                $"Grain type '{added.GrainType}' is claimed by {_byType[added.GrainType].Type} and by {added.Type}: give one another [GrainType].");
        }

        foreach (var grainInterface in added.Interfaces)
        {
            if (!_byInterface.TryGetValue(grainInterface, out var list)) _byInterface[grainInterface] = list = [];
            list.Add(added);
        }
    }
}
