using OrleansTrader.Grains;
using OrleansTrader.Grains.Books;
using OrleansTrader.Grains.Breakers;
using OrleansTrader.Grains.Tenants;
using OrleansTrader.GrainsTests.Fixture;
using OrleansTrader.Trading.Accounts;
using OrleansTrader.Trading.Markets;
using OrleansTrader.Trading.Orders;
using OrleansTrader.Trading.Risk.Breakers;

namespace OrleansTrader.GrainsTests.Breakers;

public sealed class ScopeBreakerTests
{
    private static readonly HaltOrder Stop = new("maintenance", "ann", Closes: false);
    private static readonly HaltOrder Out = new("get out", "ann", Closes: true);

    [Fact]
    public async Task TenantHalt_closing_reachesEveryAccountAndEndsHalted()
    {
        await using var local = Local.Create();
        var scene = Begin(local, "one", "two", "three");
        foreach (var name in new[] { "one", "two" })
            Assert.True(scene.Execute($"buy {name}", Scene.AtMarket(Side.Buy, 0.1m, new Bracket(StopPrice: 50_000m)), name).IsDone);
        scene.Execute("rest", Scene.Limit(Side.Buy, 0.1m, 40_000m), "three");

        Assert.Equal(SetupStatus.Done, local.Run(() => Tenant(local).Halt(Out)).Status);
        local.Wait(TimeSpan.FromSeconds(10));

        foreach (var name in new[] { "one", "two", "three" })
        {
            var books = scene.View(name).Books;
            Assert.Equal((TradingState.Halted, 0, 0), (books.State, books.Positions.Length, books.Orders.Length));
            Assert.Equal("tenant", scene.Execute($"more {name}", Scene.AtMarket(Side.Buy, 0.1m), name).Refusal!.Field);
        }

        var shown = local.Run(() => Tenant(local).Get());
        Assert.Equal((TradingState.Halted, 0), (shown.State, shown.Untold));
        Assert.Contains(
            local.Run(() => local.Grains.Tenant(Scene.Tenant).GetAlerts(PageRequest.Newest(50))).Rows,
            static alert => string.Equals(alert.Source, "demo", StringComparison.Ordinal) && alert.Message.Contains("get out", StringComparison.Ordinal));

        Assert.Equal(SetupStatus.Done, local.Run(() => Tenant(local).Resume("bob")).Status);
        local.Wait(TimeSpan.FromSeconds(10));
        Assert.True(scene.Execute("again", Scene.AtMarket(Side.Buy, 0.1m), "one").IsDone);
        Assert.Equal(SetupStatus.Refused, local.Run(() => Tenant(local).Resume("bob")).Status);
    }

    [Fact]
    public async Task TenantHalt_whenCallsFail_isToldAgainUntilEachAccountHasIt()
    {
        var fails = false;
        await using var local = Local.Create(failsCall: method => fails && method is "Execute");
        var scene = Begin(local, "one", "two");
        fails = true;

        Assert.Equal(SetupStatus.Done, local.Run(() => Tenant(local).Halt(Stop)).Status);
        local.Wait(TimeSpan.FromSeconds(30));
        Assert.Equal(2, local.Run(() => Tenant(local).Get()).Untold);
        Assert.Equal(TradingState.Active, scene.View("one").Books.State);
        fails = false;
        local.Wait(TimeSpan.FromSeconds(10));

        Assert.Equal(0, local.Run(() => Tenant(local).Get()).Untold);
        Assert.All(["one", "two"], name => Assert.Equal(TradingState.Halted, scene.View(name).Books.State));
    }

    [Fact]
    public async Task TenantHalt_accountOpenedAfterwards_learnsOfItWithItsFirstOrder()
    {
        await using var local = Local.Create();
        var scene = Begin(local, "one");
        local.Run(() => Tenant(local).Halt(Stop));
        local.Wait(TimeSpan.FromSeconds(10));
        scene.OpenAccount("late");

        var refused = scene.Execute("buy", Scene.AtMarket(Side.Buy, 0.1m), "late");

        Assert.Equal((RefusalCode.Halted, "tenant", "maintenance"), (refused.Refusal!.Code, refused.Refusal.Field, refused.Refusal.Value));
        Assert.Equal(TradingState.Halted, scene.View("late").Books.State);
    }

    [Fact]
    public async Task TenantHalt_processEndsWhileClosing_theNextOneClosesWhenTheMarketIsBack()
    {
        using var home = new Home();
        DateTimeOffset at;
        await using (var local = home.Start())
        {
            var scene = Begin(local, "one", "two");
            Assert.True(scene.Execute("buy", Scene.AtMarket(Side.Buy, 0.1m, new Bracket(StopPrice: 50_000m)), "one").IsDone);
            scene.Tick(new FeedStale(Scene.Btc, local.Now, StaleReason.Disconnected, "gone"));
            local.Run(() => Tenant(local).Halt(Out));
            local.Wait(TimeSpan.FromSeconds(10));
            var books = scene.View("one").Books;
            Assert.Equal((TradingState.Reducing, 1), (books.State, books.Positions.Length));
            Assert.Equal([OrderRole.Stop, OrderRole.Flatten], books.Orders.Select(static order => order.Role));
            Assert.Equal(TradingState.Reducing, local.Run(() => Tenant(local).Get()).State);
            at = local.Now;
        }

        await using var again = home.Start(at.AddSeconds(1));
        var later = new Scene(again);
        Assert.Equal(TradingState.Reducing, later.View("one").Books.State);
        later.StartSymbol();
        later.Tick(60_100m);
        later.NextTick(60_100m);
        again.Wait(TimeSpan.FromMinutes(2));

        var done = later.View("one").Books;
        Assert.Equal((TradingState.Halted, 0, 0), (done.State, done.Positions.Length, done.Orders.Length));
        Assert.Equal(TradingState.Halted, later.View("two").Books.State);
        Assert.Equal(TradingState.Halted, again.Run(() => Tenant(again).Get()).State);
        Assert.True(again.Run(() => again.Journal.Verify(default).AsTask()).IsSound);
    }

    [Fact]
    public async Task TenantRule_onTheLossOfAllAccounts_haltsThemAndADepositIsNoProfit()
    {
        await using var local = Local.Create();
        var scene = Begin(local, "one", "two");
        var rule = new BreakerRule(BreakerKind.Drawdown, 0.02m, CoolDown: TimeSpan.FromMinutes(10));
        Assert.Equal(SetupStatus.Refused, local.Run(() => Tenant(local).SetRules([rule with { Kind = BreakerKind.Volatility }])).Status);
        Assert.Equal(SetupStatus.Done, local.Run(() => Tenant(local).SetRules([rule])).Status);
        local.Wait(TimeSpan.FromSeconds(10));
        scene.Execute("pay", new Deposit(1_000_000m), "two");
        local.Wait(TimeSpan.FromSeconds(10));
        scene.Execute("take", new Withdraw(1_000_000m), "two");
        local.Wait(TimeSpan.FromSeconds(10));
        Assert.Equal(TradingState.Active, local.Run(() => Tenant(local).Get()).State);

        Assert.True(scene.Execute("buy", Scene.AtMarket(Side.Buy, 1m), "one").IsDone);
        scene.NextTick(55_500m);
        local.Wait(TimeSpan.FromMinutes(2));

        Assert.Equal(TradingState.Reducing, local.Run(() => Tenant(local).Get()).State);
        Assert.Equal(TradingState.Reducing, scene.View("two").Books.State);
        local.Wait(TimeSpan.FromMinutes(11));
        Assert.Equal(TradingState.Active, local.Run(() => Tenant(local).Get()).State);
        Assert.Equal(TradingState.Active, scene.View("two").Books.State);
    }

    [Fact]
    public async Task ServiceHalt_reachesTheAccountsOfEveryTenant_andOnlyTheServiceMayThrowIt()
    {
        await using var local = Local.Create();
        var scene = Begin(local, "one");
        var other = new AccountKey(new TenantId("other"), "main");
        local.Run(() => local.Grains.Tenant(other.Tenant).CreateAccount(new AccountCreation("main", Scene.Venue, "USDT", 1_000m)));
        var service = local.Grains.ServiceBreaker(Scene.Venue);
        Assert.Throws<TenancyException>(() => local.RunForNobody(async () =>
        {
            using var caller = Caller.As(Scene.Tenant);
            return await service.Halt(Stop);
        }));

        Assert.Equal(SetupStatus.Done, local.Run(() => service.Halt(Stop)).Status);
        local.Wait(TimeSpan.FromSeconds(20));

        Assert.Equal(TradingState.Halted, scene.View("one").Books.State);
        Assert.Equal(TradingState.Halted, local.Run(() => local.Grains.Account(other).GetView())!.Books.State);
        Assert.Equal(TradingState.Halted, local.Run(() => local.Grains.TenantBreaker(other.Tenant).Get()).State);
        local.Run(() => service.Resume("op"));
        local.Wait(TimeSpan.FromSeconds(20));
        Assert.True(scene.Execute("buy", Scene.AtMarket(Side.Buy, 0.1m), "one").IsDone);
        Assert.Equal(TradingState.Active, local.Run(() => local.Grains.Account(other).GetView())!.Books.State);
    }

    [Fact]
    public async Task Impose_byATenantItself_isRefused()
    {
        await using var local = Local.Create();
        var scene = Begin(local, "one");

        var reply = local.RunForNobody(async () =>
        {
            using var caller = Caller.As(Scene.Tenant);
            return await scene.Account("one").Execute(new CommandId("lift"), new LiftBreaker(BreakerScope.Service, null, 99, "me"));
        });

        Assert.Equal(RefusalCode.NotAllowed, reply.Refusal!.Code);
    }

    private static ITenantBreakerGrain Tenant(Local local) => local.Grains.TenantBreaker(Scene.Tenant);

    private static Scene Begin(Local local, params string[] accounts)
    {
        var scene = new Scene(local);
        scene.StartSymbol();
        foreach (var name in accounts)
            scene.OpenAccount(name);
        scene.Tick(60_000m);
        return scene;
    }
}
