using Microsoft.Extensions.DependencyInjection;

namespace OrleansTrader.LocalRuntimeTests.Reminders;

public interface IRemindedGrain : IRemindable, IGrainWithStringKey
{
    Task Register(string name, TimeSpan due, TimeSpan period);

    Task<bool> Unregister(string name);

    Task<List<string>> Names();

    Task End();
}

public sealed class RemindedGrain(Journal journal, TimeProvider time) : Grain, IRemindedGrain
{
    public Task Register(string name, TimeSpan due, TimeSpan period) => this.RegisterOrUpdateReminder(name, due, period);

    public async Task<bool> Unregister(string name)
    {
        if (await this.GetReminder(name) is not { } reminder) return false;
        await this.UnregisterReminder(reminder);
        return true;
    }

    public async Task<List<string>> Names() => [.. (await this.GetReminders()).Select(reminder => reminder.ReminderName)];

    public Task End()
    {
        DeactivateOnIdle();
        return Task.CompletedTask;
    }

    public Task ReceiveReminder(string reminderName, TickStatus status)
    {
        journal.Add(FormattableString.Invariant(
            $"{(time.GetUtcNow() - Silo.Start).TotalMinutes} {reminderName} {(status.CurrentTickTime - status.FirstTickTime).TotalMinutes} {status.Period}"));
        return reminderName is "failing" ? throw new InvalidOperationException("tick") : Task.CompletedTask;
    }
}

public sealed class ReminderTests
{
    private static readonly TimeSpan Minute = TimeSpan.FromMinutes(1);

    [Fact]
    public async Task Reminder_registered_wakesTheGrainOnItsGridUntilUnregistered()
    {
        await using var silo = Silo.Simulated();
        var grain = silo.Client.GetGrain<IRemindedGrain>("g");
        silo.Simulation.Run(async () =>
        {
            await grain.Register("r", 2 * Minute, 3 * Minute);
            await grain.End();
        });
        silo.Simulation.RunUntil(Silo.Start.AddMinutes(8));
        Assert.Equal(["2 r 0 00:03:00", "5 r 3 00:03:00", "8 r 6 00:03:00"], silo.Journal.Lines);
        silo.Simulation.Run(async () =>
        {
            Assert.Equal(["r"], await grain.Names());
            Assert.True(await grain.Unregister("r"));
            Assert.False(await grain.Unregister("r"));
        });
        silo.Simulation.RunUntil(Silo.Start.AddMinutes(30));
        Assert.Equal(3, silo.Journal.Lines.Count);
    }

    [Fact]
    public async Task Reminder_failing_comesAgain()
    {
        await using var silo = Silo.Simulated();
        silo.Simulation.Run(() => silo.Client.GetGrain<IRemindedGrain>("g").Register("failing", Minute, Minute));
        silo.Simulation.RunUntil(Silo.Start.AddMinutes(2));
        Assert.Equal(["1 failing 0 00:01:00", "2 failing 1 00:01:00"], silo.Journal.Lines);
    }

    [Fact]
    public async Task RegisterOrUpdateReminder_periodBelowTheLeast_isRefused()
    {
        await using var silo = Silo.Simulated();
        var grain = silo.Client.GetGrain<IRemindedGrain>("g");
        silo.Simulation.Run(() => Assert.ThrowsAsync<ArgumentException>(() => grain.Register("r", Minute, TimeSpan.FromSeconds(59))));
    }

    [Fact]
    public async Task Start_withStoredReminders_followsThemOnTheirGrid()
    {
        var table = new OneRowTable(new ReminderEntry
        {
            GrainId = GrainId.Create("reminded", "stored"),
            ReminderName = "old",
            StartAt = Silo.Start.UtcDateTime.AddMinutes(-7),
            Period = TimeSpan.FromMinutes(5),
            ETag = "1",
        });
        await using var silo = Silo.Simulated(services: services => services.AddSingleton<IReminderTable>(table));
        silo.Simulation.RunUntil(Silo.Start.AddMinutes(10));
        Assert.Equal(["3 old 10 00:05:00", "8 old 15 00:05:00"], silo.Journal.Lines);
    }

    private sealed class OneRowTable(ReminderEntry row) : IReminderTable
    {
        public Task<ReminderTableData> ReadRows(GrainId grainId) => Task.FromResult(new ReminderTableData());

        public Task<ReminderTableData> ReadRows(uint begin, uint end) => Task.FromResult(new ReminderTableData(row));

        public Task<ReminderEntry?> ReadRow(GrainId grainId, string reminderName) => Task.FromResult<ReminderEntry?>(row);

        public Task<string?> UpsertRow(ReminderEntry entry) => Task.FromResult<string?>("2");

        public Task<bool> RemoveRow(GrainId grainId, string reminderName, string eTag) => Task.FromResult(true);

        public Task TestOnlyClearTable() => Task.CompletedTask;
    }
}
