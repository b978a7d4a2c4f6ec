using System.Collections.Concurrent;
using OrleansTrader.Grains;
using OrleansTrader.Grains.Accounts;
using OrleansTrader.Grains.Agents;
using OrleansTrader.Grains.Books;
using OrleansTrader.Grains.Strategies;
using OrleansTrader.Grains.Tenants;
using OrleansTrader.GrainsTests.Fixture;
using OrleansTrader.Trading.Accounts;
using OrleansTrader.Trading.Orders;
using OrleansTrader.Trading.Strategies;

namespace OrleansTrader.GrainsTests.Cluster;

/// <summary>What holds on two and three silos, also when one of them goes.</summary>
public sealed class SilosTests
{
    [Fact]
    public async Task Execute_fromBothSilosAtOnce_oneLedgerHasThemAll()
    {
        await using var local = Local.Create(silos: 2);
        var scene = Begin(local);

        var replies = local.Run(() => Task.WhenAll(Enumerable.Range(0, 40).Select(i =>
            local.GrainsAt(local.Silos[i % 2]).Account(Scene.Key("main")).Execute(new CommandId($"c{i}"), Scene.AtMarket(Side.Buy, 0.01m)))));

        Assert.All(replies, static reply => Assert.True(reply.IsDone, reply.Refusal?.ToString()));
        Assert.Equal(40, replies.Select(static reply => reply.Version).Distinct().Count());
        Assert.Equal(0.4m, scene.View().Books.Positions[0].Quantity);
        Assert.Equal(40, local.Run(() => scene.Account().GetFills(PageRequest.Newest(100))).Rows.Length);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Silo_goes_itsAccountComesBackOnTheOtherAndNothingIsLost(bool isKilled)
    {
        await using var local = Local.Create(silos: 2);
        var scene = Begin(local);
        for (var i = 0; i < 5; i++)
            Assert.True(scene.Execute($"c{i}", Scene.AtMarket(Side.Buy, 0.01m)).IsDone);
        scene.Execute("rest", Scene.Limit(Side.Buy, 0.05m, 55_000m));
        var before = Ledger(scene);
        var home = local.SiloOf(scene.Account());

        local.Lose(home, isKilled);

        var other = Assert.Single(local.Silos);
        local.Eventually(async () => await local.GrainsAt(other).Account(Scene.Key("main")).FindReply(new CommandId("c4")) is { IsDone: true });
        local.Eventually(async () => await local.GrainsAt(other).Symbol(Scene.BtcKey).Start(Scene.StartOf(epoch: 2)) is Grains.Symbols.MarketReceipt.Taken);
        local.Run(() => local.GrainsAt(other).Symbol(Scene.BtcKey).OnMarket([scene.QuoteAt(60_000m)], 2));
        Assert.Equal(before, Ledger(scene));
        Assert.Equal(other, local.SiloOf(scene.Account()));
        Assert.Equal(CommandStatus.Done, local.Run(() => local.GrainsAt(other).Account(Scene.Key("main")).Execute(new CommandId("c4"), Scene.AtMarket(Side.Buy, 0.01m))).Status);
        Assert.True(scene.Execute("later", Scene.AtMarket(Side.Sell, 0.05m)).IsDone);
        Assert.Equal(0m, scene.View().Books.Positions.Sum(static p => p.Quantity));
        Assert.True(local.Run(() => local.Journal.Verify(default).AsTask()).IsSound);
    }

    [Fact]
    public async Task Agents_ofManyTenants_sitBesideTheirAccountsAndAreSpread()
    {
        await using var local = Local.Create(silos: 3);
        new Scene(local).StartSymbol();
        var homes = new HashSet<string>(StringComparer.Ordinal);
        for (var i = 0; i < 8; i++)
        {
            var tenant = new TenantId($"tenant-{i}");
            var grains = local.GrainsAt(local.Silos[i % 3]);
            var config = new VersionConfig(StrategyConfig.Of("breakout", ("interval", "1m")), Scene.Venue, [Scene.Btc], 3m, TimeSpan.FromMinutes(1), null, null);
            local.Run(async () =>
            {
                await grains.Tenant(tenant).CreateAccount(new AccountCreation("main", Scene.Venue, "USDT", 1_000m));
                await grains.Tenant(tenant).CreateVersion("breakout", "1.0.0", config);
                var setup = new AgentSetup(new VersionKey(tenant, "breakout", "1.0.0"), new AccountKey(tenant, "main"));
                Assert.Equal(SetupStatus.Done, (await grains.Tenant(tenant).CreateAgent(new AgentCreation("agent", setup, Starts: true))).Status);
            });
            var home = local.SiloOf(grains.Account(new AccountKey(tenant, "main")));
            Assert.Equal(home, local.SiloOf(grains.Agent(new AgentKey(tenant, "agent"))));
            Assert.Equal(home, local.SiloOf(grains.Tenant(tenant)));
            homes.Add(home);
        }

        Assert.True(homes.Count > 1, "all tenants sit on one silo");
    }

    [Fact]
    public async Task Updates_ofAnAccount_reachWatchersOnEverySilo()
    {
        await using var local = Local.Create(silos: 2);
        var seen = local.Silos.ToDictionary(static silo => silo, static _ => new ConcurrentQueue<AccountUpdate>(), StringComparer.Ordinal);
        local.Run(() => Task.WhenAll(local.Silos.Select(silo => Orleans.Streams.AsyncObservableExtensions.SubscribeAsync(
            local.UpdatesAt(silo).GetStream<AccountUpdate>(StreamId.Create(StreamNames.Accounts, Scene.Key("main").ToString())), (item, _) =>
            {
                seen[silo].Enqueue(item);
                return Task.CompletedTask;
            }))));
        var scene = Begin(local);

        Assert.True(scene.Execute("buy", Scene.AtMarket(Side.Buy, 0.1m)).IsDone);

        local.Await(() => seen.Values.All(static updates => updates.Any(static update => update.Fills is [{ Quantity: 0.1m }])));
    }

    [Fact]
    public async Task Call_ofAnotherTenantFromAnySilo_isRefused()
    {
        await using var local = Local.Create(silos: 2);
        Begin(local);

        foreach (var grains in local.Silos.Select(local.GrainsAt))
        {
            Assert.Throws<TenancyException>(() => local.RunForNobody(() => grains.Account(Scene.Key("main")).GetView()));
            Assert.Throws<TenancyException>(() => local.RunForNobody(async () =>
            {
                using var caller = Caller.As(new TenantId("dem"));
                return await grains.Account(Scene.Key("main")).GetView();
            }));
            Assert.NotNull(local.RunForNobody(async () =>
            {
                using var caller = Caller.As(Scene.Tenant);
                return await grains.Account(Scene.Key("main")).GetView();
            }));
        }
    }

    private static Scene Begin(Local local)
    {
        var scene = new Scene(local);
        scene.StartSymbol();
        scene.OpenAccount();
        scene.Tick(60_000m);
        return scene;
    }

    private static string Ledger(Scene scene)
    {
        var books = scene.View().Books;
        return $"{books.Version} {books.Cash} {books.Positions.Sum(static p => p.Quantity)} {books.Orders.Length}";
    }
}
