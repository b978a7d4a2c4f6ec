using System.Globalization;
using System.Text.Json;
using Orleans.Storage;
using OrleansTrader.Storage.Postgres.Database;

namespace OrleansTrader.Storage.Postgres.States;

/// <summary>
/// Grain state as JSON in the journal's database. A cleared state leaves its row, so that a version is never given twice. A state that is
/// not there is a new one, as in Orleans' own providers.
/// </summary>
internal sealed class PostgresGrainStorage(PostgresDatabase database, JsonSerializerOptions json) : IGrainStorage
{
    public async Task ReadStateAsync<T>(string stateName, GrainId grainId, IGrainState<T> grainState)
    {
        var row = await database.First(
            new Query("SELECT etag, state FROM grain_state WHERE grain = $1 AND name = $2").Add(grainId.ToString()).Add(stateName),
            static stored => new Row(stored.Long(), stored.Bytes()), CancellationToken.None);
        grainState.State = row is { State.Length: > 0 } ? JsonSerializer.Deserialize<T>(row.State, json) : Activator.CreateInstance<T>();
        grainState.ETag = row is null ? null : Text(row.ETag);
        grainState.RecordExists = row is { State.Length: > 0 };
    }

    public async Task WriteStateAsync<T>(string stateName, GrainId grainId, IGrainState<T> grainState)
    {
        grainState.ETag = await Replace(stateName, grainId, grainState.ETag, JsonSerializer.SerializeToUtf8Bytes(grainState.State, json));
        grainState.RecordExists = true;
    }

    public async Task ClearStateAsync<T>(string stateName, GrainId grainId, IGrainState<T> grainState)
    {
        if (grainState.ETag is not null)
            grainState.ETag = await Replace(stateName, grainId, grainState.ETag, state: null);
        grainState.State = Activator.CreateInstance<T>();
        grainState.RecordExists = false;
    }

    private async Task<string> Replace(string name, GrainId grainId, string? etag, byte[]? state)
    {
        var grain = grainId.ToString();
        var write = etag is null
            ? new Query("INSERT INTO grain_state(grain, name, etag, state) VALUES ($1, $2, 1, $3) ON CONFLICT DO NOTHING RETURNING etag")
                .Add(grain).Add(name).Add(state)
            : new Query("UPDATE grain_state SET etag = etag + 1, state = $3 WHERE grain = $1 AND name = $2 AND etag = $4 RETURNING etag")
                .Add(grain).Add(name).Add(state).Add(long.Parse(etag, CultureInfo.InvariantCulture));
        if (await database.First(write, static row => row.Long(), CancellationToken.None) is > 0 and var written)
            return Text(written);
        var stored = await database.First(
            new Query("SELECT etag FROM grain_state WHERE grain = $1 AND name = $2").Add(grain).Add(name), static row => row.Long(), CancellationToken.None);
        throw new InconsistentStateException(
            $"state '{name}' of {grain} was changed by another: stored version {stored}, expected {etag ?? "none"}", Text(stored), etag);
    }

    private static string Text(long etag) => etag.ToString(CultureInfo.InvariantCulture);

    private sealed record Row(long ETag, byte[] State);
}
