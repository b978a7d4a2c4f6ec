using Orleans.Storage;
using OrleansTrader.Grains.Json;

namespace OrleansTrader.ClusterRuntime.Contracts;

/// <summary>Grain state as ContractJson, byte for byte what the local flavour stores.</summary>
internal sealed class ContractStateSerializer : IGrainStorageSerializer
{
    public BinaryData Serialize<T>(T? input) =>
        new(ContractJson.Encode(input ?? throw new ArgumentNullException(nameof(input), $"a state of type {typeof(T).Name} is null")));

    public T Deserialize<T>(BinaryData input)
    {
        ArgumentNullException.ThrowIfNull(input);
        return ContractJson.Decode<T>(input.ToMemory().Span);
    }
}
