using Microsoft.Extensions.Logging.Abstractions;
using OrleansTrader.Grains;
using OrleansTrader.Grains.Agents;
using OrleansTrader.Grains.Strategies;
using OrleansTrader.Grains.Tenants;
using OrleansTrader.GrainsTests.Fixture;
using OrleansTrader.Storage.Sqlite;
using OrleansTrader.Trading.Accounts;
using OrleansTrader.Trading.Strategies;

namespace OrleansTrader.GrainsTests;

/// <summary>An agent that runs comes back by its reminder, whatever took it out of memory.</summary>
public sealed class AgentReturnTests
{
    private static readonly AgentKey Key = new(Scene.Tenant, "agent");

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Reminder_processRestarted_theAgentGoesOnUncalled(bool isKilled)
    {
        using var home = new Home();
        DateTimeOffset diedAt;
        long cycles;
        await using (var local = home.Start())
        {
            var agent = Create(local);
            local.Wait(TimeSpan.FromMinutes(10));
            cycles = local.Run(agent.GetSnapshot)!.Cycles;
            Assert.InRange(cycles, 9, 11);
            if (!isKilled)
                local.StopGrains();
            diedAt = local.Now;
        }

        await using var again = home.Start(diedAt.AddMinutes(2));
        new Scene(again).StartSymbol(epoch: 2);
        again.Wait(TimeSpan.FromMinutes(30));

        // Nobody has called it so far: it must have run by itself for at least 24 of the 30 minutes.
        var snapshot = again.Run(again.Grains.Agent(Key).GetSnapshot)!;
        Assert.Equal(AgentStatus.Active, snapshot.Status);
        Assert.InRange(snapshot.Cycles - (isKilled ? 0 : cycles), 24, 31);
        Assert.InRange(snapshot.LastCycleAt!.Value, again.Now.AddMinutes(-2), again.Now);
    }

    [Fact]
    public async Task Reminder_pausedAgent_staysPausedAfterARestart()
    {
        using var home = new Home();
        DateTimeOffset diedAt;
        await using (var local = home.Start())
        {
            var agent = Create(local);
            local.Wait(TimeSpan.FromMinutes(3));
            Assert.Equal(SetupStatus.Done, local.Run(agent.Pause).Status);
            diedAt = local.Now;
        }

        await using var again = home.Start(diedAt.AddMinutes(2));
        again.Wait(TimeSpan.FromMinutes(30));

        var snapshot = again.Run(again.Grains.Agent(Key).GetSnapshot)!;
        Assert.Equal((AgentStatus.Paused, null), (snapshot.Status, snapshot.LastCycleAt));
    }

    [Fact]
    public async Task Reminder_agentFailedOutOfMemory_goesOn()
    {
        using var home = new Home();
        await using var local = home.Start();
        var agent = Create(local);
        local.Wait(TimeSpan.FromMinutes(3));
        home.Storage.WritesToFail = 1;
        Assert.ThrowsAny<Exception>(() => local.Run(agent.Pause));

        local.Wait(TimeSpan.FromMinutes(12));

        var snapshot = local.Run(agent.GetSnapshot)!;
        Assert.Equal(AgentStatus.Active, snapshot.Status);
        Assert.InRange(snapshot.LastCycleAt!.Value, local.Now.AddMinutes(-2), local.Now);
    }

    [Fact]
    public async Task Reminder_ofAnotherPeriod_isSetToTodaysByItsFirstTick()
    {
        using var home = new Home();
        DateTimeOffset diedAt;
        await using (var local = home.Start())
        {
            Create(local);
            local.Wait(TimeSpan.FromMinutes(3));
            diedAt = local.Now;
        }

        // As releases before wrote it.
        await Reminder(home, static entry => entry.Period = TimeSpan.FromMinutes(5));
        await using (var again = home.Start(diedAt.AddMinutes(2)))
        {
            new Scene(again).StartSymbol(epoch: 2);
            again.Wait(TimeSpan.FromMinutes(30));
        }

        Assert.Equal(TimeSpan.FromMinutes(1), (await Reminder(home, static _ => { })).Period);
    }

    private static async Task<ReminderEntry> Reminder(Home home, Action<ReminderEntry> change)
    {
        await using var store = SqliteStore.Open(new SqliteStoreOptions { DataDirectory = home.Directory }, TimeProvider.System, NullLogger.Instance);
        var entry = await store.ReminderTable.ReadRow(GrainId.Create(GrainTypes.Agent, Key.ToString()), "running");
        change(entry!);
        await store.ReminderTable.UpsertRow(entry!);
        return entry!;
    }

    private static IAgentGrain Create(Local local)
    {
        var scene = new Scene(local);
        scene.StartSymbol();
        scene.OpenAccount();
        var tenant = local.Grains.Tenant(Scene.Tenant);
        var config = new VersionConfig(
            StrategyConfig.Of("sma-cross", ("fast", "3"), ("slow", "9")), Scene.Venue, [Scene.Btc], 3m, TimeSpan.FromSeconds(60), null);
        Assert.False(local.Run(() => tenant.CreateVersion("s", "1.0.0", config)).IsRefused);
        var setup = new AgentSetup(new VersionKey(Scene.Tenant, "s", "1.0.0"), Scene.Key("main"));
        Assert.False(local.Run(() => tenant.CreateAgent(new AgentCreation(Key.Name, setup, Starts: true))).IsRefused);
        return local.Grains.Agent(Key);
    }
}
