using System.Collections.Concurrent;
using OrleansTrader.LocalRuntime.Activations;

namespace OrleansTrader.LocalRuntime.Reminders;

/// <summary>Wakes grains by the rows of the reminder table.</summary>
internal sealed class ReminderService(GrainRuntime runtime, IReminderTable table)
{
    private readonly ConcurrentDictionary<(GrainId Grain, string Name), LocalReminder> _reminders = new();
    private volatile bool _stopped;

    internal async Task StartAsync(CancellationToken cancellationToken)
    {
        await table.StartAsync(cancellationToken);
        var rows = await table.ReadRows(0, 0);
        foreach (var row in rows.Reminders) Follow(row);
    }

    internal async Task StopAsync(CancellationToken cancellationToken)
    {
        _stopped = true;
        foreach (var reminder in _reminders.Values) reminder.Dispose();
        _reminders.Clear();
        await table.StopAsync(cancellationToken);
    }

    internal async Task<IGrainReminder> RegisterOrUpdateAsync(GrainId grain, string name, TimeSpan dueTime, TimeSpan period)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(dueTime, TimeSpan.Zero);
        var least = runtime.Options.MinimumReminderPeriod;
        if (period < least)
        {
            throw new ArgumentException($"Reminder '{name}' of {grain}: period {period} is below the least one, {least}.", nameof(period));
        }

        var row = new ReminderEntry
        {
            GrainId = grain,
            ReminderName = name,
            StartAt = runtime.Scheduler.Time.GetUtcNow().UtcDateTime + dueTime,
            Period = period,
        };
        row.ETag = await table.UpsertRow(row)
            ?? throw new InvalidOperationException($"Reminder '{name}' of {grain} was not stored: another writer was faster. Register it again.");
        Follow(row);
        return new Reminder(name, row.ETag);
    }

    internal async Task UnregisterAsync(GrainId grain, IGrainReminder reminder)
    {
        if (_reminders.TryRemove((grain, reminder.ReminderName), out var followed)) followed.Dispose();
        var eTag = (reminder as Reminder)?.ETag ?? (await table.ReadRow(grain, reminder.ReminderName))?.ETag;
        if (eTag is not null && !await table.RemoveRow(grain, reminder.ReminderName, eTag))
        {
            throw new InvalidOperationException(
                $"Reminder '{reminder.ReminderName}' of {grain} was changed since it was read, or is gone. Get it again.");
        }
    }

    internal async Task<IGrainReminder?> GetAsync(GrainId grain, string name) =>
        await table.ReadRow(grain, name) is { } row ? new Reminder(name, row.ETag!) : null;

    internal async Task<List<IGrainReminder>> GetAllAsync(GrainId grain)
    {
        var rows = await table.ReadRows(grain);
        return [.. rows.Reminders.Select(row => new Reminder(row.ReminderName, row.ETag!))];
    }

    private void Follow(ReminderEntry row)
    {
        var followed = new LocalReminder(runtime, row);
        _reminders.AddOrUpdate((row.GrainId, row.ReminderName), followed, (_, old) =>
        {
            old.Dispose();
            return followed;
        });
        if (_stopped) followed.Dispose();
        else followed.Start();
    }

    private sealed record Reminder(string ReminderName, string ETag) : IGrainReminder;
}
