using OrleansTrader.Grains;
using OrleansTrader.Grains.Agents;
using OrleansTrader.Grains.Json;
using OrleansTrader.Grains.Strategies;
using OrleansTrader.Grains.Tenants;
using OrleansTrader.GrainsTests.Fixture;
using OrleansTrader.Trading.Accounts;
using OrleansTrader.Trading.Orders;
using OrleansTrader.Trading.Risk;
using OrleansTrader.Trading.Strategies;

namespace OrleansTrader.GrainsTests.Control;

public sealed class AgentLimitsTests
{
    private static readonly AccountLimits Tight = new(LeverageMax: 5m, OrderNotionalMax: 1_000m, DrawdownMax: 0.2m);

    private static readonly AgentKey One = new(Scene.Tenant, "one");

    [Fact]
    public async Task Start_versionWithLimits_holdsTheAccountToThemUntilTheAgentIsStopped()
    {
        await using var local = Local.Create();
        var scene = Opened(local);
        scene.Execute("own", new SetLimits(new AccountLimits(LeverageMax: 8m, OrderNotionalMax: 50_000m, PriceCollar: 0.1m)));
        Start(local, Tight);

        Assert.Equal(Tight with { PriceCollar = 0.1m }, scene.View().Books.Limits);
        Assert.Equal(scene.View().Books.Limits, local.Run(() => scene.Account().Observe())!.Account.Limits);
        var refusal = scene.Execute("large", Scene.AtMarket(Side.Buy, 0.1m)).Refusal!;
        Assert.Equal((RefusalCode.RiskOrderNotional, "at most 1000"), (refusal.Code, refusal.Remedy));

        local.Run(() => local.Grains.Agent(One).Pause());
        Assert.Equal(1_000m, scene.View().Books.Limits!.OrderNotionalMax);
        local.Run(() => local.Grains.Agent(One).Stop(closesPositions: false));

        Assert.Equal(new AccountLimits(LeverageMax: 8m, OrderNotionalMax: 50_000m, PriceCollar: 0.1m), scene.View().Books.Limits);
        Assert.True(scene.Execute("large-again", Scene.AtMarket(Side.Buy, 0.1m)).IsDone);
    }

    [Fact]
    public async Task Start_versionWithoutLimits_sendsTheAccountNothing()
    {
        await using var local = Local.Create();
        var scene = Opened(local);
        var version = scene.View().Books.Version;

        Start(local, limits: null);
        local.Run(() => local.Grains.Agent(One).Stop(closesPositions: false));

        Assert.Equal(version, scene.View().Books.Version);
        Assert.Null(scene.View().Books.AgentLimits);
    }

    [Fact]
    public async Task Limits_ofAnAgent_areThereAfterARestart_fromTheSnapshotToo()
    {
        using var home = new Home();
        await using (var local = home.Start(grains: static settings => settings with { SnapshotEveryEvents = 1 }))
        {
            Opened(local);
            Start(local, Tight);
            local.StopGrains();
        }

        await using var again = home.Start(Local.Start.AddHours(1));
        var scene = new Scene(again);
        Assert.Equal(Tight, scene.View().Books.Limits);
        Assert.Equal(new AgentLimits("one", Tight), Assert.Single(scene.View().Books.AgentLimits!.Value));
        Assert.Equal(SetupStatus.Done, again.Run(() => again.Grains.Agent(One).Stop(closesPositions: false)).Status);
        Assert.Equal(AccountLimits.None, scene.View().Books.Limits);
        Assert.True(again.Run(() => again.Journal.Verify(default).AsTask()).IsSound);
    }

    [Fact]
    public async Task Stop_repeatedWhereTheLimitsWereLeft_takesThemBack()
    {
        await using var local = Local.Create();
        var scene = Opened(local);
        Start(local, Tight);
        local.Run(() => local.Grains.Agent(One).Stop(closesPositions: false));
        scene.Execute("as-if-left", new SetAgentLimits("one", Tight));
        local.Wait(TimeSpan.FromSeconds(1));

        Assert.Equal(SetupStatus.Unchanged, local.Run(() => local.Grains.Agent(One).Stop(closesPositions: false)).Status);

        Assert.Equal(AccountLimits.None, scene.View().Books.Limits);
    }

    [Fact]
    public async Task RollBack_toAVersionWithOtherLimits_leavesTheNewOnesOnly()
    {
        await using var local = Local.Create();
        var scene = Opened(local);
        var older = Version(local, "1.0.0", new AccountLimits(OpenPositionsMax: 1), isDryRun: false);
        Start(local, Tight, "1.1.0");

        local.Run(() => local.Grains.Tenant(Scene.Tenant).RollBack(new AgentRollback("one", older, "two", ClosesPositions: false)));

        Assert.Equal(new AgentLimits("two", new AccountLimits(OpenPositionsMax: 1)), Assert.Single(scene.View().Books.AgentLimits!.Value));
        Assert.Equal(new AccountLimits(OpenPositionsMax: 1), scene.View().Books.Limits);
    }

    [Fact]
    public async Task Archive_whilePaused_thenTheAgentCanStillBeStopped()
    {
        await using var local = Local.Create();
        Opened(local);
        Start(local, Tight);
        local.Run(() => local.Grains.Agent(One).Pause());
        Assert.True(local.Run(() => local.Grains.Tenant(Scene.Tenant).ArchiveAccount(new CommandId("archive"), "main")).IsDone);

        Assert.Equal(SetupStatus.Done, local.Run(() => local.Grains.Agent(One).Stop(closesPositions: false)).Status);
    }

    [Fact]
    public async Task DryRun_isJudgedByItsLimits_butSetsNone()
    {
        await using var local = Local.Create();
        var scene = Opened(local);
        Start(local, Tight, isDryRun: true);

        Assert.Equal(AccountLimits.None, scene.View().Books.Limits);
        var version = scene.View().Books.Version;
        var within = new AgentLimits("one", Tight);
        Assert.True(local.Run(() => scene.Account().Judge(Scene.AtMarket(Side.Buy, 0.1m))).IsDone);
        Assert.Equal(RefusalCode.RiskOrderNotional, local.Run(() => scene.Account().JudgeWithin(Scene.AtMarket(Side.Buy, 0.1m), within)).Refusal!.Code);
        Assert.True(local.Run(() => scene.Account().JudgeWithin(Scene.AtMarket(Side.Buy, 0.01m), within)).IsDone);
        Assert.Equal(version, scene.View().Books.Version);
    }

    [Fact]
    public async Task Version_limitsThatCannotBe_areRefusedByField()
    {
        await using var local = Local.Create();
        new Scene(local).StartSymbol();

        Assert.Equal("limits", Refused(new AccountLimits(OnBreach: BreachAction.Halt)));
        Assert.Equal("limits.drawdownMax", Refused(new AccountLimits(DrawdownMax: 1.5m)));
        Assert.Equal("limits.dailyLossMax", Refused(new AccountLimits(DailyLossMax: -5m)));
        Assert.Equal("leverage", Refused(new AccountLimits(LeverageMax: 1.5m)));

        string Refused(AccountLimits limits) =>
            Assert.Single(local.Run(() => local.Grains.Tenant(Scene.Tenant).CreateVersion("cross", "1.0.0", Config(limits, isDryRun: false))).Errors).Field;
    }

    [Fact]
    public void Version_limits_areAPartOfItsIdentityAndOfADifference()
    {
        var (loose, tight) = (Config(null, isDryRun: false), Config(Tight, isDryRun: false));

        Assert.NotEqual(loose, tight);
        Assert.Equal(tight, Config(Tight with { }, isDryRun: false));
        Assert.Contains(new FieldChange("limits.drawdownMax", null, "0.2"), VersionDiff.Of(loose, tight));
    }

    [Fact]
    public void Books_storedBeforeAgentsBroughtLimits_areReadAndWrittenAsTheyWere()
    {
        const string stored =
            """
            {"version":1,"currency":"USDT","cash":"100","deposited":"100","realised":"0","fees":"0","funding":"0","deficitAbsorbed":"0","turnover":"0","halt":"none","haltReason":"","limits":{"leverageMax":"3","onBreach":"halt"},"peakEquity":"100","dayStartEquity":"100","day":"2026-01-01T00:00:00+00:00","lastOrderId":0,"orders":[],"positions":[]}
            """;

        var books = ContractJson.Decode<AccountStateData>(stored).ToState();

        Assert.Empty(books.AgentLimits);
        Assert.Equal(new AccountLimits(LeverageMax: 3m, OnBreach: BreachAction.Halt), books.LimitsInForce);
        Assert.Equal(stored, ContractJson.EncodeText(books.ToData()));
    }

    [Fact]
    public void Version_storedBeforeLimits_isReadWithoutAny()
    {
        var stored = ContractJson.EncodeText(Config(null, isDryRun: false));

        Assert.DoesNotContain("limits", stored, StringComparison.Ordinal);
        Assert.Equal(Config(null, isDryRun: false), ContractJson.Decode<VersionConfig>(stored));
    }

    private static Scene Opened(Local local)
    {
        var scene = new Scene(local);
        scene.StartSymbol();
        scene.OpenAccount();
        scene.Tick(60_000m);
        return scene;
    }

    private static void Start(Local local, AccountLimits? limits, string version = "1.0.0", bool isDryRun = false)
    {
        var setup = new AgentSetup(Version(local, version, limits, isDryRun), Scene.Key("main"));
        var reply = local.Run(() => local.Grains.Tenant(Scene.Tenant).CreateAgent(new AgentCreation("one", setup, Starts: true)));
        Assert.Equal(SetupStatus.Done, reply.Status);
    }

    private static VersionKey Version(Local local, string version, AccountLimits? limits, bool isDryRun)
    {
        var reply = local.Run(() => local.Grains.Tenant(Scene.Tenant).CreateVersion("cross", version, Config(limits, isDryRun)));
        Assert.Equal(SetupStatus.Done, reply.Status);
        return new VersionKey(Scene.Tenant, "cross", version);
    }

    private static VersionConfig Config(AccountLimits? limits, bool isDryRun) => new(
        StrategyConfig.Of("sma-cross", ("fast", "3"), ("slow", "9")), Scene.Venue, [Scene.Btc], 2m, TimeSpan.FromSeconds(60), null)
    {
        Limits = limits,
        DryRun = isDryRun,
    };
}
