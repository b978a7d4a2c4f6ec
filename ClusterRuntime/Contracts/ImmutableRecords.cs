using System.Diagnostics.CodeAnalysis;
using Orleans.Serialization.Cloning;
using OrleansTrader.Grains.Json;

namespace OrleansTrader.ClusterRuntime.Contracts;

/// <summary>Passes the contract's types by reference within a silo: every one of them is immutable.</summary>
internal sealed class ImmutableRecords : IGeneralizedCopier, IOptionalDeepCopier
{
    public bool IsSupportedType(Type type) => ContractTypes.Contains(type);

    public bool IsShallowCopyable() => true;

    [return: NotNullIfNotNull(nameof(input))]
    public object? DeepCopy(object? input, CopyContext context) => input;
}
