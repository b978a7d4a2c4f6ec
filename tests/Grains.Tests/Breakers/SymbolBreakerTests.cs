using OrleansTrader.Grains;
using OrleansTrader.Grains.Breakers;
using OrleansTrader.Grains.Tenants;
using OrleansTrader.GrainsTests.Fixture;
using OrleansTrader.Trading.Accounts;
using OrleansTrader.Trading.Markets;
using OrleansTrader.Trading.Orders;
using OrleansTrader.Trading.Risk.Breakers;

namespace OrleansTrader.GrainsTests.Breakers;

public sealed class SymbolBreakerTests
{
    [Fact]
    public async Task Halt_closing_closesAllWhoHoldItAndResumeLetsThemTrade()
    {
        await using var local = Local.Create(grains: static s => s with { SymbolsTick = true });
        var scene = Begin(local, "one", "two");
        Assert.True(scene.Execute("buy", Scene.AtMarket(Side.Buy, 0.1m, new Bracket(StopPrice: 50_000m)), "one").IsDone);
        scene.Execute("rest", Scene.Limit(Side.Buy, 0.1m, 40_000m), "two");

        Assert.Equal(SetupStatus.Done, local.Run(() => scene.Market.Halt(new HaltOrder("delisted", "op", Closes: true))).Status);
        local.Wait(TimeSpan.FromSeconds(5));

        Assert.All(["one", "two"], name => Assert.Equal((0, 0), (scene.View(name).Books.Positions.Length, scene.View(name).Books.Orders.Length)));
        Assert.Equal(TradingState.Halted, local.Run(() => scene.Market.GetBreakers()).State);
        Assert.Equal("symbol", scene.Execute("more", Scene.AtMarket(Side.Buy, 0.1m), "two").Refusal!.Field);
        Assert.Equal(SetupStatus.Done, local.Run(() => scene.Market.Resume("op")).Status);
        Assert.True(scene.Execute("again", Scene.AtMarket(Side.Buy, 0.1m), "two").IsDone);
        local.Wait(TimeSpan.FromSeconds(5));
        Assert.Null(scene.View("one").Books.Breakers);
    }

    [Fact]
    public async Task Halt_byATenant_isRefused()
    {
        await using var local = Local.Create();
        var scene = Begin(local, "one");
        Assert.Throws<TenancyException>(() => local.RunForNobody(async () =>
        {
            using var caller = Caller.As(Scene.Tenant);
            return await scene.Market.Halt(new HaltOrder("x", "me", Closes: false));
        }));
    }

    [Fact]
    public async Task Rule_onVolatility_tripsOnASpikeCoolsDownAndSurvivesARestart()
    {
        using var home = new Home();
        DateTimeOffset at;
        await using (var local = home.Start())
        {
            var scene = Begin(local, "one");
            var rule = new BreakerRule(BreakerKind.Volatility, 6m, TimeSpan.FromMinutes(1), CoolDown: TimeSpan.FromMinutes(5));
            Assert.Equal(SetupStatus.Done, local.Run(() => scene.Market.SetBreakers([rule])).Status);
            for (var i = 0; i < 200; i++)
            {
                local.Wait(TimeSpan.FromSeconds(5));
                scene.Tick(60_000m + (i % 3 * 10m));
            }

            Assert.True(scene.Execute("calm", Scene.AtMarket(Side.Buy, 0.1m), "one").IsDone);
            scene.NextTick(59_000m);

            var tripped = Assert.Single(local.Run(() => scene.Market.GetBreakers()).Tripped);
            Assert.True(tripped.Value > 6m, $"{tripped}");
            Assert.Equal(RefusalCode.Halted, scene.Execute("wild", Scene.AtMarket(Side.Buy, 0.1m), "one").Refusal!.Code);
            Assert.True(scene.Execute("out", new ClosePosition(Scene.Btc, OrderNote.None), "one").IsDone);
            at = local.Now;
        }

        await using var again = home.Start(at.AddSeconds(1));
        var later = new Scene(again);
        later.StartSymbol();
        later.Tick(59_000m);
        Assert.Equal("symbol", later.Execute("still", Scene.AtMarket(Side.Buy, 0.1m), "one").Refusal!.Field);
        again.Wait(TimeSpan.FromMinutes(5));
        later.Tick(59_000m);
        again.Wait(TimeSpan.FromSeconds(2));
        Assert.True(later.Execute("calm again", Scene.AtMarket(Side.Buy, 0.1m), "one").IsDone);
    }

    [Fact]
    public async Task Rule_onSpread_thatFlaps_staysTrippedWhileItIsWideAndDoublesItsCoolDown()
    {
        await using var local = Local.Create(grains: static s => s with { SymbolsTick = true });
        var scene = Begin(local, "one");
        local.Run(() => scene.Market.SetBreakers([new BreakerRule(BreakerKind.Spread, 0.01m, CoolDown: TimeSpan.FromSeconds(30))]));
        var trips = 0;
        DateTimeOffset? since = null;
        for (var i = 0; i < 360; i++)
        {
            local.Wait(TimeSpan.FromSeconds(5));
            var quote = scene.QuoteAt(60_000m);
            scene.Tick(i % 12 == 0 ? quote with { Ask = 61_000m, HighAsk = 61_000m } : quote);
            if (local.Run(() => scene.Market.GetBreakers()).Tripped is [var tripped] && tripped.Since != since)
                (trips, since) = (trips + 1, tripped.Since);
        }

        // Once a minute for half an hour: a cool-down that ends while it is wide goes on, and each trip doubles it.
        Assert.InRange(trips, 2, 6);
    }

    [Fact]
    public async Task Rules_onStaleAndCrossedQuotes_tripByTheSecondWithoutAQuote()
    {
        await using var local = Local.Create(grains: static s => s with { SymbolsTick = true });
        var scene = Begin(local, "one");
        local.Run(() => scene.Market.SetBreakers(
        [
            new BreakerRule(BreakerKind.StaleQuotes, 20m, CoolDown: TimeSpan.FromSeconds(10)),
            new BreakerRule(BreakerKind.CrossedQuotes, 3m, TimeSpan.FromMinutes(1), TradingState.Halted, CoolDown: TimeSpan.FromSeconds(10)),
        ]));
        scene.Tick(new FeedStale(Scene.Btc, local.Now, StaleReason.Disconnected, "gone"));
        local.Wait(TimeSpan.FromSeconds(15));
        Assert.Equal(TradingState.Active, State());
        local.Wait(TimeSpan.FromSeconds(10));
        Assert.Equal(TradingState.Reducing, State());

        scene.Tick(60_000m);
        local.Wait(TimeSpan.FromSeconds(15));
        Assert.Equal(TradingState.Active, State());
        for (var i = 0; i < 3; i++)
        {
            local.Wait(TimeSpan.FromSeconds(1));
            scene.Tick(scene.QuoteAt(60_000m) with { Bid = 60_010m });
        }

        local.Wait(TimeSpan.FromSeconds(1));
        Assert.Equal(TradingState.Halted, State());

        TradingState State() => local.Run(() => scene.Market.GetBreakers()).State;
    }

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
