using System.Security.Cryptography;
using OrleansTrader.Grains;
using OrleansTrader.Grains.Agents;
using OrleansTrader.Grains.Alerts;
using OrleansTrader.Grains.Books;
using OrleansTrader.Grains.Strategies;
using OrleansTrader.Grains.Tenants;
using OrleansTrader.GrainsTests.Fixture;
using OrleansTrader.Trading.Accounts;
using OrleansTrader.Trading.Markets;
using OrleansTrader.Trading.Strategies;

namespace OrleansTrader.GrainsTests;

public sealed class AgentGrainTests
{
    [Theory]
    [InlineData("sma-cross", "fast=3 slow=9")]
    [InlineData("trend", "interval=1m")]
    [InlineData("mean-reversion", "interval=1m")]
    [InlineData("breakout", "interval=1m")]
    [InlineData("adaptive", "interval=1m")]
    public async Task Cycle_overHoursOfAMarket_tradesAndTheBooksAddUp(string strategy, string parameters)
    {
        await using var local = Local.Create();
        var scene = new Scene(local);
        scene.StartSymbol();
        var agent = Agent(local, scene, strategy, parameters);

        Play(local, scene, hours: 12);

        var snapshot = local.Run(() => agent.GetSnapshot())!;
        Assert.Null(snapshot.LastError);
        Assert.InRange(snapshot.Cycles, 12 * 60 - 2, 12 * 60 + 2);
        Assert.True(snapshot.Holds < snapshot.Cycles, snapshot.HoldReason);
        var fills = local.Run(() => scene.Account().GetFills(PageRequest.Newest(1_000))).Rows;
        Assert.NotEmpty(fills);
        var books = scene.View().Books;
        Assert.Equal(100_000m + books.Realised - books.Fees + books.Funding + books.DeficitAbsorbed, books.Cash);
        var decisions = local.Run(() => agent.GetDecisions(PageRequest.Newest(10))).Rows;
        Assert.All(decisions, static row => Assert.NotEmpty(row.Outcome));
        Assert.True(local.Run(() => local.Journal.Verify(default).AsTask()).IsSound);
    }

    [Fact]
    public async Task Cycle_indicatorsNotWarm_holdsAndSaysSo()
    {
        await using var local = Local.Create();
        var scene = new Scene(local);
        scene.StartSymbol();
        var agent = Agent(local, scene, "sma-cross", "fast=10 slow=30");
        local.Wait(TimeSpan.FromMinutes(2));
        Assert.Equal("no quotes yet", local.Run(() => agent.GetSnapshot())!.HoldReason);

        Play(local, scene, hours: 0, minutes: 10);
        Assert.Equal("indicators of BTC-USDT are warming up", local.Run(() => agent.GetSnapshot())!.HoldReason);

        Play(local, scene, hours: 0, minutes: 30);
        Assert.Null(local.Run(() => agent.GetSnapshot())!.HoldReason);
    }

    [Fact]
    public async Task Cycle_pricesStale_holdsAndSaysSo()
    {
        await using var local = Local.Create();
        var scene = new Scene(local);
        scene.StartSymbol();
        var agent = Agent(local, scene, "sma-cross", "fast=3 slow=9");
        Play(local, scene, hours: 1);
        scene.Tick(new FeedStale(Scene.Btc, local.Now, StaleReason.Disconnected, "test"));

        local.Wait(TimeSpan.FromMinutes(2));

        Assert.Equal("prices of BTC-USDT are stale (Disconnected)", local.Run(() => agent.GetSnapshot())!.HoldReason);
        var alert = Assert.Single(Alerts(local), static alert => alert.Kind == AlertKind.Service);
        Assert.Equal((AlertSeverity.Warning, "prices of BTC-USDT are stale (Disconnected)"), (alert.Severity, alert.Message));
    }

    [Fact]
    public async Task Cycle_fails_isCountedToldAndTheNextOneRuns()
    {
        await using var local = Local.Create();
        var scene = new Scene(local);
        scene.StartSymbol();
        var agent = Agent(local, scene, "sma-cross", "fast=3 slow=9");
        Play(local, scene, hours: 0, minutes: 9);
        Assert.Equal(0, local.Run(() => agent.GetSnapshot())!.Faults);
        local.Faults.WritesToFail = int.MaxValue;
        Play(local, scene, hours: 1);
        local.Faults.WritesToFail = 0;

        var failed = local.Run(() => agent.GetSnapshot())!;
        Assert.True(failed.Faults > 0);
        Assert.Equal("the rows failed, as the test wished", failed.LastError);
        var cycles = failed.Cycles;
        Play(local, scene, hours: 1);
        var after = local.Run(() => agent.GetSnapshot())!;
        Assert.Equal(failed.Faults, after.Faults);
        Assert.True(after.Cycles > cycles);
    }

    [Fact]
    public async Task Cycle_ordersRefused_isToldOnceUntilOneIsTaken()
    {
        await using var local = Local.Create();
        var scene = new Scene(local);
        scene.StartSymbol();
        Agent(local, scene, "sma-cross", "fast=3 slow=9");
        Assert.True(scene.Execute("halt", new HaltAccount("by hand", Flatten: false)).IsDone);

        Play(local, scene, hours: 3);

        var alert = Assert.Single(Alerts(local), static alert => alert.Message.StartsWith("refused", StringComparison.Ordinal));
        Assert.Contains("by hand", alert.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Life_pauseStartStop_doWhatTheySay()
    {
        await using var local = Local.Create();
        var scene = new Scene(local);
        scene.StartSymbol();
        var agent = Agent(local, scene, "sma-cross", "fast=3 slow=9");
        Play(local, scene, hours: 1);
        Assert.Contains(scene.View().Books.Positions, static p => p.Quantity != 0m);

        Assert.Equal(SetupStatus.Done, local.Run(agent.Pause).Status);
        var paused = local.Run(() => agent.GetSnapshot())!;
        Play(local, scene, hours: 0, minutes: 10);
        Assert.Equal(paused.Cycles, local.Run(() => agent.GetSnapshot())!.Cycles);
        Assert.Equal(SetupStatus.Done, local.Run(agent.Start).Status);
        Play(local, scene, hours: 0, minutes: 10);
        Assert.True(local.Run(() => agent.GetSnapshot())!.Cycles > paused.Cycles);
        Assert.Equal(SetupStatus.Done, local.Run(() => agent.Stop(true)).Status);

        Assert.DoesNotContain(scene.View().Books.Positions, static p => p.Quantity != 0m);
        Assert.Empty(scene.View().Books.Orders);
        Assert.True(local.Run(agent.Start).IsRefused);
        Assert.Equal(AgentStatus.Stopped, local.Run(() => agent.GetSnapshot())!.Status);
    }

    [Fact]
    public async Task Setup_again_changesNothingAndAnotherIsRefused()
    {
        await using var local = Local.Create();
        var scene = new Scene(local);
        scene.StartSymbol();
        Agent(local, scene, "trend", "");
        var tenant = local.Grains.Tenant(Scene.Tenant);
        var version = new VersionKey(Scene.Tenant, "trend", "1.0.0");

        Assert.Equal(SetupStatus.Unchanged, local.Run(() => tenant.CreateAccount(new AccountCreation("main", Scene.Venue, "USDT", 100_000m))).Status);
        Assert.True(local.Run(() => tenant.CreateAccount(new AccountCreation("main", Scene.Venue, "USDT", 5m))).IsRefused);
        Assert.Equal(SetupStatus.Unchanged, local.Run(() => tenant.CreateVersion("trend", "1.0.0", Config("trend", ""))).Status);
        Assert.True(local.Run(() => tenant.CreateVersion("trend", "1.0.0", Config("breakout", ""))).IsRefused);
        Assert.True(local.Run(() => tenant.CreateVersion("trend", "1.0.1", Config("unknown", ""))).IsRefused);
        Assert.Equal(SetupStatus.Unchanged, local.Run(() => tenant.CreateAgent(new AgentCreation("agent", new AgentSetup(version, Scene.Key("main")), true))).Status);
        Assert.True(local.Run(() => tenant.CreateAgent(new AgentCreation("agent", new AgentSetup(version, Scene.Key("other")), true))).IsRefused);

        var overview = local.Run(() => tenant.GetOverview(OverviewRequest.Default(local.Now)));
        Assert.Single(overview.Agents);
        Assert.Single(overview.Accounts);
        Assert.Single(overview.Symbols);
    }

    [Fact]
    public async Task Run_sameSeedTwice_sameJournal()
    {
        var digests = new List<string>();
        for (var run = 0; run < 2; run++)
        {
            await using var local = Local.Create(seed: 7);
            var scene = new Scene(local);
            scene.StartSymbol();
            Agent(local, scene, "sma-cross", "fast=3 slow=9");
            Play(local, scene, hours: 6);
            digests.Add(local.Run(() => local.Journal.Digest(default).AsTask()).Sha256);
        }

        Assert.Equal(digests[0], digests[1]);
        Assert.NotEqual(Convert.ToHexStringLower(SHA256.HashData([])), digests[0]);
    }

    private static VersionConfig Config(string strategy, string parameters) => new(
        StrategyConfig.Of(strategy, [.. parameters.Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(static p => (p.Split('=')[0], p.Split('=')[1]))]),
        Scene.Venue, [Scene.Btc], 3m, TimeSpan.FromSeconds(60), null);

    private static IAgentGrain Agent(Local local, Scene scene, string strategy, string parameters)
    {
        scene.OpenAccount();
        var tenant = local.Grains.Tenant(Scene.Tenant);
        var made = local.Run(() => tenant.CreateVersion(strategy, "1.0.0", Config(strategy, parameters)));
        Assert.True(made.Status == SetupStatus.Done, string.Join(' ', made.Errors));
        var setup = new AgentSetup(new VersionKey(Scene.Tenant, strategy, "1.0.0"), Scene.Key("main"));
        var agent = local.Run(() => tenant.CreateAgent(new AgentCreation("agent", setup, Starts: true)));
        Assert.True(agent.Status == SetupStatus.Done, string.Join(' ', agent.Errors));
        return local.Grains.Agent(new AgentKey(Scene.Tenant, "agent"));
    }

    // A market that swings and shakes: four quotes a minute.
    private static void Play(Local local, Scene scene, int hours, int minutes = 0)
    {
        var random = new Random(hours + minutes);
        var begin = local.Now;
        var end = begin.AddHours(hours).AddMinutes(minutes);
        for (var at = begin.AddSeconds(15 - (begin.Second % 15)); at <= end; at = at.AddSeconds(15))
        {
            local.RunUntil(at);
            var phase = (at - Local.Start).TotalMinutes;
            var price = 60_000 + (1_500 * Math.Sin(phase / 25)) + (400 * Math.Sin(phase / 4)) + random.Next(-60, 60);
            scene.Tick(decimal.Round((decimal)price, 1));
        }
    }

    private static IEnumerable<AlertRow> Alerts(Local local) =>
        local.Run(() => local.Grains.Tenant(Scene.Tenant).GetAlerts(PageRequest.Newest(50))).Rows;
}
