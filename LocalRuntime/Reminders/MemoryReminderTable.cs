using System.Collections.Concurrent;
using System.Globalization;

namespace OrleansTrader.LocalRuntime.Reminders;

/// <summary>Reminders that end with the process.</summary>
internal sealed class MemoryReminderTable : IReminderTable
{
    private readonly ConcurrentDictionary<(GrainId Grain, string Name), ReminderEntry> _rows = new();
    private long _version;

    public Task<ReminderTableData> ReadRows(GrainId grainId) => Task.FromResult(Rows(row => row.GrainId == grainId));

    public Task<ReminderTableData> ReadRows(uint begin, uint end) =>
        Task.FromResult(Rows(row => IsInRange(row.GrainId.GetUniformHashCode(), begin, end)));

    public Task<ReminderEntry?> ReadRow(GrainId grainId, string reminderName) =>
        Task.FromResult(_rows.GetValueOrDefault((grainId, reminderName)));

    public Task<string?> UpsertRow(ReminderEntry entry)
    {
        entry.ETag = Interlocked.Increment(ref _version).ToString(CultureInfo.InvariantCulture);
        _rows[(entry.GrainId, entry.ReminderName)] = entry;
        return Task.FromResult<string?>(entry.ETag);
    }

    public Task<bool> RemoveRow(GrainId grainId, string reminderName, string eTag)
    {
        var key = (grainId, reminderName);
        var removed = _rows.TryGetValue(key, out var row)
            && string.Equals(row.ETag, eTag, StringComparison.Ordinal)
            && _rows.TryRemove(KeyValuePair.Create(key, row));
        return Task.FromResult(removed);
    }

    public Task TestOnlyClearTable()
    {
        _rows.Clear();
        return Task.CompletedTask;
    }

    private static bool IsInRange(uint hash, uint begin, uint end) =>
        begin == end || (begin < end ? hash > begin && hash <= end : hash > begin || hash <= end);

    private ReminderTableData Rows(Func<ReminderEntry, bool> matches) => new(_rows.Values
        .Where(matches)
        .OrderBy(row => row.GrainId)
        .ThenBy(row => row.ReminderName, StringComparer.Ordinal));
}
