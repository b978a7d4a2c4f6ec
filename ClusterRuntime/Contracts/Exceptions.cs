using Orleans.Serialization;

namespace OrleansTrader.ClusterRuntime.Contracts;

/// <summary>Lets exceptions name their type on the wire; where the reader does not have it, it gets one that says so.</summary>
internal sealed class Exceptions : ITypeFilter
{
    public static bool IsOne(Type type) => typeof(Exception).IsAssignableFrom(type);

    public bool? IsTypeAllowed(Type type) => IsOne(type) ? true : null;
}
