using OrleansTrader.Grains;
using OrleansTrader.Grains.Accounts;
using OrleansTrader.Grains.Agents;
using OrleansTrader.Grains.Books;
using OrleansTrader.Grains.Strategies;
using OrleansTrader.Grains.Tenants;
using OrleansTrader.GrainsTests.Fixture;
using OrleansTrader.Trading.Accounts;
using OrleansTrader.Trading.Orders;
using OrleansTrader.Trading.Risk;
using OrleansTrader.Trading.Strategies;

namespace OrleansTrader.GrainsTests.Control;

public sealed class AccountControlTests
{
    [Fact]
    public async Task Reset_repeated_isCarriedOutOnceAndListedAnew()
    {
        await using var local = Local.Create();
        var scene = Traded(local);

        var first = scene.Execute("reset-1", new ResetAccount(2_500m));
        scene.Execute("deposit-1", new Deposit(100m));
        var second = scene.Execute("reset-1", new ResetAccount(2_500m));

        Assert.Equal(CommandStatus.Done, first.Status);
        Assert.Equal(first, second);
        var view = scene.View();
        Assert.Equal((2_600m, 2_600m, 0m), (view.Books.Cash, view.Books.Deposited, view.Return));
        Assert.Equal(2_600m, local.Run(() => local.ReadModel.Account(Scene.Key("main"), default).AsTask())!.Deposited);
        Assert.Empty(local.Run(() => scene.Account().Observe())!.LastTrades);
        Assert.Single(local.Run(() => scene.Account().GetClosedTrades(PageRequest.Newest(10))).Rows);
    }

    [Fact]
    public async Task Reset_readAgainFromTheJournal_isTheSame()
    {
        using var home = new Home();
        AccountSnapshot before;
        await using (var local = home.Start(grains: static settings => settings with { SnapshotEveryEvents = 1 }))
        {
            var scene = Traded(local);
            scene.Execute("reset-1", new ResetAccount(2_500m));
            before = scene.View().Books;
            local.StopGrains();
        }

        await using var again = home.Start(Local.Start.AddHours(1));
        var after = new Scene(again).View().Books;
        Assert.Equal((before.Version, before.Cash, before.ResetAt), (after.Version, after.Cash, after.ResetAt));
    }

    [Fact]
    public async Task Archive_activeAgent_isRefusedUntilItIsStopped_thenNoAgentMayTradeIt()
    {
        await using var local = Local.Create();
        var scene = Traded(local);
        var tenant = local.Grains.Tenant(Scene.Tenant);
        var version = Version(local, "1.0.0");
        var setup = new AgentSetup(version, Scene.Key("main"));
        Assert.Equal(SetupStatus.Done, local.Run(() => tenant.CreateAgent(new AgentCreation("one", setup, Starts: true))).Status);

        var refused = local.Run(() => tenant.ArchiveAccount(new CommandId("archive-1"), "main"));
        Assert.Equal((RefusalCode.AgentActive, "one"), (refused.Refusal!.Code, refused.Refusal.Value));

        local.Run(() => local.Grains.Agent(new AgentKey(Scene.Tenant, "one")).Pause());
        Assert.True(local.Run(() => tenant.ArchiveAccount(new CommandId("archive-2"), "main")).IsDone);
        Assert.Equal("archived", local.Run(() => local.ReadModel.Account(Scene.Key("main"), default).AsTask())!.Halted);
        Assert.Equal("account", Assert.Single(local.Run(() => local.Grains.Agent(new AgentKey(Scene.Tenant, "one")).Start()).Errors).Field);
        Assert.Equal("account", Assert.Single(local.Run(() => tenant.CreateAgent(new AgentCreation("two", setup, Starts: true))).Errors).Field);
    }

    [Fact]
    public async Task RollBack_toAnEarlierVersion_stopsTheOldAgentAndStartsANewOneOnItsAccount()
    {
        await using var local = Local.Create();
        var scene = Traded(local);
        var tenant = local.Grains.Tenant(Scene.Tenant);
        var (older, newer) = (Version(local, "1.0.0"), Version(local, "1.1.0", "4"));
        local.Run(() => tenant.CreateAgent(new AgentCreation("cross", new AgentSetup(newer, Scene.Key("main")), Starts: true)));
        var rollback = new AgentRollback("cross", older, "cross-2", ClosesPositions: false);

        Assert.Equal(SetupStatus.Done, local.Run(() => tenant.RollBack(rollback)).Status);
        Assert.Equal(SetupStatus.Unchanged, local.Run(() => tenant.RollBack(rollback)).Status);

        var old = local.Run(() => local.Grains.Agent(new AgentKey(Scene.Tenant, "cross")).GetSnapshot())!;
        var next = local.Run(() => local.Grains.Agent(new AgentKey(Scene.Tenant, "cross-2")).GetSnapshot())!;
        Assert.Equal((AgentStatus.Stopped, newer), (old.Status, old.Version));
        Assert.Equal((AgentStatus.Active, older, old.Account), (next.Status, next.Version, next.Account));
    }

    [Fact]
    public async Task RollBack_toARetiredVersion_isRefusedAndTheOldAgentGoesOn()
    {
        await using var local = Local.Create();
        Traded(local);
        var tenant = local.Grains.Tenant(Scene.Tenant);
        var (older, newer) = (Version(local, "1.0.0"), Version(local, "1.1.0", "4"));
        local.Run(() => tenant.CreateAgent(new AgentCreation("cross", new AgentSetup(newer, Scene.Key("main")), Starts: true)));
        local.Run(() => local.Grains.StrategyVersion(older).Retire());

        Assert.Equal("version", Assert.Single(local.Run(() => tenant.RollBack(new AgentRollback("cross", older, "cross-2", false))).Errors).Field);

        Assert.Equal(AgentStatus.Active, local.Run(() => local.Grains.Agent(new AgentKey(Scene.Tenant, "cross")).GetSnapshot())!.Status);
    }

    [Fact]
    public async Task ClaimKey_usedTwice_tellsWhatItWasFirstUsedFor_alsoAfterARestart()
    {
        using var home = new Home();
        await using (var local = home.Start())
        {
            var tenant = local.Grains.Tenant(Scene.Tenant);
            Assert.Equal("a", local.Run(() => tenant.ClaimKey(new CommandId("api/1"), "a")));
            Assert.Equal("a", local.Run(() => tenant.ClaimKey(new CommandId("api/1"), "b")));
            Assert.Equal("b", local.Run(() => tenant.ClaimKey(new CommandId("api/2"), "b")));
            Assert.Equal("c", local.Run(() => local.Grains.Tenant(new TenantId("other")).ClaimKey(new CommandId("api/1"), "c")));
            local.StopGrains();
        }

        await using var again = home.Start(Local.Start.AddHours(1));
        Assert.Equal("a", again.Run(() => again.Grains.Tenant(Scene.Tenant).ClaimKey(new CommandId("api/1"), "d")));
        Assert.True(again.Run(() => again.Journal.Verify(default).AsTask()).IsSound);
    }

    [Fact]
    public async Task Observe_accountWithLimits_showsThemToThePlanner()
    {
        await using var local = Local.Create();
        var scene = Traded(local);
        Assert.Equal(AccountLimits.None, local.Run(() => scene.Account().Observe())!.Account.Limits);

        var limits = new AccountLimits(LeverageMax: 3m, DrawdownMax: 0.2m);
        Assert.True(scene.Execute("limits", new SetLimits(limits)).IsDone);

        Assert.Equal(limits, local.Run(() => scene.Account().Observe())!.Account.Limits);
    }

    private static Scene Traded(Local local)
    {
        var scene = new Scene(local);
        scene.StartSymbol();
        scene.OpenAccount();
        scene.Tick(60_000m);
        Assert.True(scene.Execute("buy", Scene.AtMarket(Side.Buy, 0.1m)).IsDone);
        scene.NextTick(60_100m);
        Assert.True(scene.Execute("close", new ClosePosition(Scene.Btc, OrderNote.None)).IsDone);
        return scene;
    }

    private static VersionKey Version(Local local, string version, string fast = "3")
    {
        var config = new VersionConfig(StrategyConfig.Of("sma-cross", ("fast", fast), ("slow", "9")), Scene.Venue, [Scene.Btc], 3m, TimeSpan.FromSeconds(60), null);
        Assert.Equal(SetupStatus.Done, local.Run(() => local.Grains.Tenant(Scene.Tenant).CreateVersion("cross", version, config)).Status);
        return new VersionKey(Scene.Tenant, "cross", version);
    }
}
