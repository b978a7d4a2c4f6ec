using System.Globalization;
using System.Text.Json;
using Orleans.Storage;
using OrleansTrader.Storage.Sqlite.Commits;
using OrleansTrader.Storage.Sqlite.Database;

namespace OrleansTrader.Storage.Sqlite.States;

/// <summary>
/// Grain state as JSON in the journal's database, in the same group commits. A cleared state leaves its row, so that a version is
/// never given twice. A state that is not there is a new one, as in Orleans' own providers.
/// </summary>
internal sealed class SqliteGrainStorage(IBooks books, JsonSerializerOptions json) : IGrainStorage
{
    public async Task ReadStateAsync<T>(string stateName, GrainId grainId, IGrainState<T> grainState)
    {
        var row = await books.Read(
            database => database.Prepared("SELECT etag, state FROM grain_state WHERE grain = ? AND name = ?")
                .Add(grainId.ToString()).Add(stateName)
                .First(stored => new Row(stored.Long(), stored.IsNull() ? null : stored.Blob().ToArray())),
            CancellationToken.None);
        grainState.State = row?.State is { } state ? JsonSerializer.Deserialize<T>(state, json) : Activator.CreateInstance<T>();
        grainState.ETag = row is null ? null : Text(row.ETag);
        grainState.RecordExists = row?.State is not null;
    }

    public async Task WriteStateAsync<T>(string stateName, GrainId grainId, IGrainState<T> grainState)
    {
        var state = JsonSerializer.SerializeToUtf8Bytes(grainState.State, json);
        grainState.ETag = await Replace(stateName, grainId, grainState.ETag, state);
        grainState.RecordExists = true;
    }

    public async Task ClearStateAsync<T>(string stateName, GrainId grainId, IGrainState<T> grainState)
    {
        if (grainState.ETag is not null)
            grainState.ETag = await Replace(stateName, grainId, grainState.ETag, state: null);
        grainState.State = Activator.CreateInstance<T>();
        grainState.RecordExists = false;
    }

    private async Task<string> Replace(string stateName, GrainId grainId, string? etag, byte[]? state)
    {
        var grain = grainId.ToString();
        var stored = await books.Write(writer => writer.Guarded(guarded => Replace(guarded.Database, stateName, grain, etag, state)));
        return stored.IsWritten
            ? Text(stored.ETag)
            : throw new InconsistentStateException(
                $"state '{stateName}' of {grain} was changed by another: stored version {stored.ETag}, expected {etag ?? "none"}",
                Text(stored.ETag), etag);
    }

    private static (bool IsWritten, long ETag) Replace(SqliteDatabase database, string name, string grain, string? etag, byte[]? state)
    {
        var current = database.Prepared("SELECT etag FROM grain_state WHERE grain = ? AND name = ?").Add(grain).Add(name)
            .First(row => row.Long());
        if (!string.Equals(current == 0 ? null : Text(current), etag, StringComparison.Ordinal))
            return (false, current);
        var insert = database.Prepared("INSERT OR REPLACE INTO grain_state(grain, name, etag, state) VALUES (?, ?, ?, ?)")
            .Add(grain).Add(name).Add(current + 1);
        (state is null ? insert.AddNull() : insert.Add(state)).Run();
        return (true, current + 1);
    }

    private static string Text(long etag) => etag.ToString(CultureInfo.InvariantCulture);

    private sealed record Row(long ETag, byte[]? State);
}
