using OrleansTrader.Grains;
using OrleansTrader.Grains.Agents;
using OrleansTrader.Grains.Strategies;
using OrleansTrader.Grains.Tenants;
using OrleansTrader.GrainsTests.Fixture;
using OrleansTrader.Trading.Accounts;
using OrleansTrader.Trading.Orders;
using OrleansTrader.Trading.Strategies;

namespace OrleansTrader.GrainsTests.Control;

public sealed class QuotaTests
{
    private static readonly VersionConfig Config = new(
        StrategyConfig.Of("sma-cross", ("fast", "2"), ("slow", "3")), Scene.Venue, [Scene.Btc], 2m, TimeSpan.FromMinutes(1), Notes: null);

    [Fact]
    public async Task Create_beyondTheQuota_isRefusedWithTheLimit_andTheSameAgainIsNot()
    {
        await using var local = Limited(new TenantQuotas(Agents: 1, Accounts: 2, Versions: 1));
        var scene = new Scene(local);
        scene.StartSymbol();
        scene.OpenAccount("a");
        scene.OpenAccount("b");
        var tenant = local.Grains.Tenant(Scene.Tenant);

        var account = local.Run(() => tenant.CreateAccount(new AccountCreation("c", Scene.Venue, "USDT", 100m)));
        Assert.Equal(("quota.accounts", "2"), (account.Errors[0].Field, account.Errors[0].Value));
        Assert.Equal(SetupStatus.Unchanged, local.Run(() => tenant.CreateAccount(new AccountCreation("b", Scene.Venue, "USDT", 100_000m))).Status);

        Assert.Equal(SetupStatus.Done, local.Run(() => tenant.CreateVersion("trend", "1.0.0", Config)).Status);
        Assert.Equal("quota.versions", local.Run(() => tenant.DraftVersion("trend", "1.1.0", Config)).Errors[0].Field);
        Assert.Equal(SetupStatus.Unchanged, local.Run(() => tenant.CreateVersion("trend", "1.0.0", Config)).Status);

        var version = new VersionKey(Scene.Tenant, "trend", "1.0.0");
        Assert.Equal(SetupStatus.Done, local.Run(() => tenant.CreateAgent(new AgentCreation("one", new AgentSetup(version, Scene.Key("a")), Starts: true))).Status);
        var second = new AgentCreation("two", new AgentSetup(version, Scene.Key("b")), Starts: true);
        Assert.Equal("quota.agents", local.Run(() => tenant.CreateAgent(second)).Errors[0].Field);

        // What is stopped makes room.
        local.Run(() => local.Grains.Agent(new AgentKey(Scene.Tenant, "one")).Stop(closesPositions: false));
        Assert.Equal(SetupStatus.Done, local.Run(() => tenant.CreateAgent(second)).Status);
    }

    [Fact]
    public async Task RollBack_ofAStoppedAgent_needsRoomForItsSuccessor()
    {
        await using var local = Limited(new TenantQuotas(Agents: 1));
        var scene = new Scene(local);
        scene.StartSymbol();
        scene.OpenAccount("a");
        scene.OpenAccount("b");
        var tenant = local.Grains.Tenant(Scene.Tenant);
        local.Run(() => tenant.CreateVersion("trend", "1.0.0", Config));
        local.Run(() => tenant.CreateVersion("trend", "1.1.0", Config with { Notes = "other" }));
        var (older, newer) = (new VersionKey(Scene.Tenant, "trend", "1.0.0"), new VersionKey(Scene.Tenant, "trend", "1.1.0"));
        local.Run(() => tenant.CreateAgent(new AgentCreation("one", new AgentSetup(newer, Scene.Key("a")), Starts: true)));

        // The one that is stopped by it makes room.
        Assert.Equal(SetupStatus.Done, local.Run(() => tenant.RollBack(new AgentRollback("one", older, "two", ClosesPositions: false))).Status);
        var refused = local.Run(() => tenant.RollBack(new AgentRollback("one", older, "three", ClosesPositions: false)));
        Assert.Equal(("quota.agents", "1"), (refused.Errors[0].Field, refused.Errors[0].Value));
        Assert.Null(local.Run(() => local.Grains.Agent(new AgentKey(Scene.Tenant, "three")).GetSnapshot()));
        Assert.Equal(SetupStatus.Unchanged, local.Run(() => tenant.RollBack(new AgentRollback("one", older, "two", ClosesPositions: false))).Status);
    }

    [Fact]
    public async Task Orders_beyondTheMinute_areRefusedUntilTheNext_overAllAccountsTogether()
    {
        await using var local = Limited(new TenantQuotas(OrdersPerMinute: 10));
        var scene = Open(local, "a", "b", "c");

        var replies = Enumerable.Range(0, 30).Select(i => scene.Execute($"o{i}", Scene.Limit(Side.Buy, 0.001m, 90_000m), "abc"[i % 3].ToString())).ToArray();

        Assert.Equal(10, replies.Count(static reply => reply.IsDone));
        var refused = replies.Where(static reply => !reply.IsDone).Select(static reply => reply.Refusal!).ToArray();
        Assert.All(refused, static refusal => Assert.Equal((RefusalCode.QuotaExceeded, "ordersPerMinute", "10"), (refusal.Code, refusal.Field, refusal.Value)));
        Assert.Contains("2026-01-01T00:01:00Z", refused[0].Remedy, StringComparison.Ordinal);
        local.Wait(TimeSpan.FromSeconds(17.5));
        Assert.Equal(
            TimeSpan.FromSeconds(42.5), scene.Execute("later", Scene.Limit(Side.Buy, 0.001m, 90_000m), "a").Refusal!.RetryAfter);

        // The same id may be sent again: a refusal for want of headroom is not kept.
        local.Wait(TimeSpan.FromSeconds(42.5));
        scene.Tick(100_000m);
        Assert.True(scene.Execute("o29", Scene.Limit(Side.Buy, 0.001m, 90_000m), "c").IsDone);
    }

    [Fact]
    public async Task Orders_thatOnlyReduceOrClose_passWithoutHeadroom()
    {
        await using var local = Limited(new TenantQuotas(OrdersPerMinute: 1));
        var scene = Open(local, "a");
        Assert.True(scene.Execute("open", Scene.AtMarket(Side.Buy, 0.5m), "a").IsDone);
        Assert.Equal(RefusalCode.QuotaExceeded, scene.Execute("more", Scene.AtMarket(Side.Buy, 0.1m), "a").Refusal?.Code);

        var stop = new SubmitOrder(new OrderIntent(Scene.Btc, Side.Sell, OrderType.Stop, OrderQuantity.InBase(0.5m)) { TriggerPrice = 90_000m, ReduceOnly = true });
        Assert.True(scene.Execute("protect", stop, "a").IsDone);
        Assert.True(scene.Execute("less", Scene.AtMarket(Side.Sell, 0.2m), "a").IsDone);
        Assert.Equal(RefusalCode.QuotaExceeded, scene.Execute("flip", Scene.AtMarket(Side.Sell, 0.4m), "a").Refusal?.Code);
        Assert.True(scene.Execute("close", new ClosePosition(Scene.Btc, OrderNote.None), "a").IsDone);
        Assert.Equal(0m, scene.View("a").Books.Positions.Sum(static position => position.Quantity));
    }

    [Fact]
    public async Task Order_thatWasCarriedOut_keepsItsAnswerWhenHeadroomIsGone()
    {
        await using var local = Limited(new TenantQuotas(OrdersPerMinute: 1));
        var scene = Open(local, "a");
        var first = scene.Execute("one", Scene.Limit(Side.Buy, 0.001m, 90_000m), "a");

        Assert.Equal(first, scene.Execute("one", Scene.Limit(Side.Buy, 0.001m, 90_000m), "a"));
        Assert.Equal(RefusalCode.QuotaExceeded, scene.Execute("two", Scene.Limit(Side.Buy, 0.001m, 90_000m), "a").Refusal?.Code);
    }

    [Fact]
    public async Task Account_asksItsTenantAFewTimesAMinute_notWithEachOrder()
    {
        var leases = 0;
        await using var local = Local.Create(grains: static settings => settings with { Quotas = new TenantQuotas(OrdersPerMinute: 600) }, failsCall: method =>
        {
            leases += string.Equals(method, nameof(ITenantGrain.LeaseOrders), StringComparison.Ordinal) ? 1 : 0;
            return false;
        });
        var scene = Open(local, "a");

        for (var i = 0; i < 150; i++)
            Assert.True(scene.Execute($"o{i}", new CancelOrders(), "a").IsDone);
        Assert.Equal(0, leases);
        for (var i = 0; i < 150; i++)
            Assert.True(scene.Execute($"p{i}", Scene.Limit(Side.Buy, 0.001m, 90_000m - (i % 2)), "a").Refusal is null or { Code: RefusalCode.TooManyOrders });
        Assert.InRange(leases, 1, 12);
    }

    [Fact]
    public async Task Operator_raisesAQuota_itHoldsAtOnceAndAfterARestart()
    {
        using var home = new Home();
        await using (var local = home.Start(grains: static settings => settings with { Quotas = new TenantQuotas(Accounts: 1) }))
        {
            new Scene(local).OpenAccount("a");
            var tenant = local.Grains.Tenant(Scene.Tenant);
            Assert.True(local.Run(() => tenant.CreateAccount(new AccountCreation("b", Scene.Venue, "USDT", 100m))).IsRefused);
            Assert.True(local.Run(() => tenant.SetQuotas(new QuotaOverrides(Accounts: -1))).IsRefused);
            Assert.True(local.RunForNobody(async () =>
            {
                using var own = Caller.As(Scene.Tenant);
                return await tenant.SetQuotas(new QuotaOverrides(Accounts: 9));
            }).IsRefused);
            Assert.Equal(SetupStatus.Done, local.Run(() => tenant.SetQuotas(new QuotaOverrides(Accounts: 2))).Status);
            new Scene(local).OpenAccount("b");
            local.StopGrains();
        }

        await using var again = home.Start(grains: static settings => settings with { Quotas = new TenantQuotas(Accounts: 1) });
        var state = again.Run(() => again.Grains.Tenant(Scene.Tenant).GetQuotas());
        Assert.Equal((2, 2, 600), (state.Quotas.Accounts, state.Use.Accounts, state.Quotas.OrdersPerMinute));
    }

    private static Local Limited(TenantQuotas quotas) => Local.Create(grains: settings => settings with { Quotas = quotas });

    private static Scene Open(Local local, params string[] accounts)
    {
        var scene = new Scene(local);
        scene.StartSymbol();
        foreach (var account in accounts)
            scene.OpenAccount(account);
        scene.Tick(100_000m);
        return scene;
    }
}
