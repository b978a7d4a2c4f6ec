using System.Text.Json;
using Orleans.Storage;

namespace OrleansTrader.Storage.Tests.Contract;

public sealed class StatesTests : IDisposable
{
    private static readonly GrainId _grain = GrainId.Create("tenant", "demo");
    private readonly AnyBooks _books = new();

    public void Dispose() => _books.Dispose();

    [Theory]
    [MemberData(nameof(Stores.All), MemberType = typeof(Stores))]
    public async Task WriteState_thenReopened_isReadBackWithItsVersion(StoreKind kind)
    {
        var state = new GrainState<Settings>(new Settings("one", 1.50m));
        await using (var store = await _books.Open(kind))
        {
            var storage = store.GrainStorage(JsonSerializerOptions.Web);
            await storage.WriteStateAsync("settings", _grain, state);
            state.State = new Settings("two", 2m);
            await storage.WriteStateAsync("settings", _grain, state);
        }

        await using var again = await _books.Open(kind);
        var read = new GrainState<Settings>();
        await again.GrainStorage(JsonSerializerOptions.Web).ReadStateAsync("settings", _grain, read);
        Assert.Equal((new Settings("two", 2m), state.ETag, true), (read.State, read.ETag, read.RecordExists));
    }

    [Theory]
    [MemberData(nameof(Stores.Durable), MemberType = typeof(Stores))]
    public async Task WriteState_staleVersion_throwsAndChangesNothing(StoreKind kind)
    {
        await using var store = await _books.Open(kind);
        var storage = store.GrainStorage(JsonSerializerOptions.Web);
        var first = new GrainState<Settings>(new Settings("first", 1m));
        await storage.WriteStateAsync("settings", _grain, first);
        var stale = new GrainState<Settings>(new Settings("stale", 2m));

        var error = await Assert.ThrowsAsync<InconsistentStateException>(() => storage.WriteStateAsync("settings", _grain, stale));
        Assert.Equal((first.ETag, null), (error.StoredEtag, error.CurrentEtag));
        var read = new GrainState<Settings>();
        await storage.ReadStateAsync("settings", _grain, read);
        Assert.Equal("first", read.State!.Name);
    }

    [Theory]
    [MemberData(nameof(Stores.Durable), MemberType = typeof(Stores))]
    public async Task ClearState_thenWrittenAgain_neverRepeatsAVersion(StoreKind kind)
    {
        await using var store = await _books.Open(kind);
        var storage = store.GrainStorage(JsonSerializerOptions.Web);
        var state = new GrainState<Settings>(new Settings("first", 1m));
        await storage.WriteStateAsync("settings", _grain, state);
        var old = new GrainState<Settings>(new Settings("old", 1m), state.ETag);
        await storage.ClearStateAsync("settings", _grain, state);
        Assert.False(state.RecordExists);
        var read = new GrainState<Settings>();
        await storage.ReadStateAsync("settings", _grain, read);
        Assert.Equal((new Settings(), false), (read.State, read.RecordExists));

        read.State = new Settings("again", 3m);
        await storage.WriteStateAsync("settings", _grain, read);
        await Assert.ThrowsAsync<InconsistentStateException>(() => storage.WriteStateAsync("settings", _grain, old));
    }

    [Theory]
    [MemberData(nameof(Stores.Durable), MemberType = typeof(Stores))]
    public async Task ReminderTable_upsertReadRemove_keepsRowsByGrainAndRange(StoreKind kind)
    {
        var due = new DateTime(2026, 1, 1, 0, 0, 0, DateTimeKind.Utc);
        var entry = new ReminderEntry { GrainId = _grain, ReminderName = "wake", StartAt = due, Period = TimeSpan.FromMinutes(1) };
        await using (var store = await _books.Open(kind))
        {
            await store.ReminderTable.UpsertRow(entry);
            await store.ReminderTable.UpsertRow(new ReminderEntry { GrainId = _grain, ReminderName = "other", StartAt = due, Period = TimeSpan.FromHours(1) });
        }

        await using var again = await _books.Open(kind);
        var table = again.ReminderTable;
        var read = await table.ReadRow(_grain, "wake");
        Assert.Equal((_grain, "wake", due, TimeSpan.FromMinutes(1)), (read!.GrainId, read.ReminderName, read.StartAt, read.Period));
        Assert.Equal(["other", "wake"], (await table.ReadRows(_grain)).Reminders.Select(row => row.ReminderName));
        var hash = _grain.GetUniformHashCode();
        Assert.Equal(2, (await table.ReadRows(0, 0)).Reminders.Count);
        Assert.Equal(2, (await table.ReadRows(hash - 1, hash)).Reminders.Count);
        Assert.Empty((await table.ReadRows(hash, hash + 1)).Reminders);

        var newer = await table.UpsertRow(entry);
        Assert.False(await table.RemoveRow(_grain, "wake", read.ETag!));
        Assert.True(await table.RemoveRow(_grain, "wake", newer!));
        Assert.Null(await table.ReadRow(_grain, "wake"));
    }

    private sealed record Settings(string Name, decimal Limit)
    {
        public Settings()
            : this(string.Empty, 0m)
        {
        }
    }
}
