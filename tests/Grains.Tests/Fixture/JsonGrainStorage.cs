using System.Collections.Concurrent;
using Orleans.Storage;
using OrleansTrader.Grains.Json;

namespace OrleansTrader.GrainsTests.Fixture;

/// <summary>Grain state as the bytes that a database would hold.</summary>
internal sealed class JsonGrainStorage : IGrainStorage
{
    private readonly ConcurrentDictionary<(string, GrainId), byte[]> _rows = new();

    /// <summary>Writes that fail from now on.</summary>
    public int WritesToFail { get; set; }

    public Task ReadStateAsync<T>(string stateName, GrainId grainId, IGrainState<T> grainState)
    {
        grainState.RecordExists = _rows.TryGetValue((stateName, grainId), out var bytes);
        if (bytes is not null)
            grainState.State = ContractJson.Decode<T>(bytes);
        return Task.CompletedTask;
    }

    public Task WriteStateAsync<T>(string stateName, GrainId grainId, IGrainState<T> grainState)
    {
        if (WritesToFail > 0)
        {
            WritesToFail--;
            throw new InvalidOperationException("the storage failed, as the test wished");
        }

        _rows[(stateName, grainId)] = ContractJson.Encode(grainState.State);
        grainState.RecordExists = true;
        return Task.CompletedTask;
    }

    public Task ClearStateAsync<T>(string stateName, GrainId grainId, IGrainState<T> grainState)
    {
        _rows.TryRemove((stateName, grainId), out _);
        grainState.RecordExists = false;
        return Task.CompletedTask;
    }
}
