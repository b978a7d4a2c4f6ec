using System.Collections.Concurrent;
using System.Globalization;
using Orleans.Storage;

namespace OrleansTrader.LocalRuntime.Storage;

/// <summary>Grain state in memory, by reference: states are immutable records.</summary>
internal sealed class MemoryStorage : IGrainStorage
{
    private readonly ConcurrentDictionary<(string State, GrainId Grain), Row> _rows = new();
    private long _version;

    public Task ReadStateAsync<T>(string stateName, GrainId grainId, IGrainState<T> grainState)
    {
        var row = _rows.GetValueOrDefault((stateName, grainId));
        grainState.State = row is null ? PersistentState<T>.Empty() : (T?)row.Value;
        grainState.ETag = row?.ETag;
        grainState.RecordExists = row is not null;
        return Task.CompletedTask;
    }

    public Task WriteStateAsync<T>(string stateName, GrainId grainId, IGrainState<T> grainState)
    {
        var key = (stateName, grainId);
        var row = new Row(grainState.State, Interlocked.Increment(ref _version).ToString(CultureInfo.InvariantCulture));
        var current = _rows.GetValueOrDefault(key);
        var written = string.Equals(current?.ETag, grainState.ETag, StringComparison.Ordinal)
            && (current is null ? _rows.TryAdd(key, row) : _rows.TryUpdate(key, row, current));
        if (!written) throw Conflict(stateName, grainId, current, grainState.ETag);
        grainState.ETag = row.ETag;
        grainState.RecordExists = true;
        return Task.CompletedTask;
    }

    public Task ClearStateAsync<T>(string stateName, GrainId grainId, IGrainState<T> grainState)
    {
        var key = (stateName, grainId);
        var current = _rows.GetValueOrDefault(key);
        var cleared = string.Equals(current?.ETag, grainState.ETag, StringComparison.Ordinal)
            && (current is null || _rows.TryRemove(KeyValuePair.Create(key, current)));
        if (!cleared) throw Conflict(stateName, grainId, current, grainState.ETag);
        grainState.State = PersistentState<T>.Empty();
        grainState.ETag = null;
        grainState.RecordExists = false;
        return Task.CompletedTask;
    }

    private static InconsistentStateException Conflict(string stateName, GrainId grainId, Row? stored, string? current) => new(
        $"State '{stateName}' of {grainId} was changed by another: stored version {stored?.ETag ?? "none"}, expected {current ?? "none"}.",
        stored?.ETag,
        current);

    private sealed class Row(object? value, string eTag)
    {
        internal object? Value => value;

        internal string ETag => eTag;
    }
}
