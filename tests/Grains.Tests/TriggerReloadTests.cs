using System.Collections.Immutable;
using OrleansTrader.Grains.Accounts;
using OrleansTrader.Grains.Books;
using OrleansTrader.Grains.Symbols;
using OrleansTrader.GrainsTests.Fixture;
using OrleansTrader.Trading.Markets;
using OrleansTrader.Trading.Orders;
using OrleansTrader.Trading.Strategies;

namespace OrleansTrader.GrainsTests;

/// <summary>Resting orders over an absence of their symbol: none is lost, none is carried out twice.</summary>
public sealed class TriggerReloadTests
{
    [Fact]
    public async Task Start_afterAKill_everyRestingOrderThatWasCrossedMeanwhileFillsOnce()
    {
        // More accounts than are called at once, and a feed that doesn't wait for them.
        const int accounts = AccountCalls.CallsMax + 6;
        using var home = new Home();
        DateTimeOffset diedAt;
        await using (var local = home.Start())
        {
            var scene = new Scene(local);
            scene.StartSymbol(usesBackPressure: false);
            scene.Tick(60_000m);
            for (var i = 0; i < accounts; i++)
            {
                scene.OpenAccount($"a{i}");
                scene.Execute("limit", Scene.Limit(Side.Buy, 0.1m, 59_000m), $"a{i}");
            }

            scene.OpenAccount("holder");
            scene.Execute("buy", Scene.AtMarket(Side.Buy, 0.1m, new Bracket(StopPrice: 58_700m, TargetPrice: 62_000m)), "holder");
            scene.OpenAccount("far");
            scene.Execute("limit", Scene.Limit(Side.Buy, 0.1m, 50_000m), "far");
            local.Wait(TimeSpan.FromSeconds(3));
            diedAt = local.Now;
        }

        await using var again = home.Start(diedAt.AddMinutes(5));
        var after = new Scene(again);
        Come(after, [Minute(diedAt, 1, 58_500m, 60_100m), Minute(diedAt, 2, 59_900m, 60_100m)], 60_000m);

        for (var i = 0; i < accounts; i++)
        {
            var fill = Assert.Single(Fills(after, $"a{i}"));
            Assert.Equal((59_000m, 0.1m), (fill.Price, fill.Quantity));
        }

        var trade = Assert.Single(again.Run(() => after.Account("holder").GetClosedTrades(PageRequest.Newest(10))).Rows);
        Assert.Equal("stop", trade.ExitReason);
        Assert.Empty(after.View("holder").Books.Orders);
        Assert.Empty(Fills(after, "far"));
        Assert.Single(after.View("far").Books.Orders);
        Assert.Equal(1, again.Run(() => after.Market.GetSnapshot())!.RestingTriggers);
    }

    [Theory]
    [InlineData(-60, 0, 1)]
    [InlineData(20, 0, 0)]
    [InlineData(-60, 1, 1)]
    [InlineData(20, 1, 1)]
    public async Task Start_crossedWithinTheMinuteOfTheLastQuote_countsForOrdersThatRestedWhenItBegan(int placedAtSecond, int crossedInMinute, int fills)
    {
        using var home = new Home();
        DateTimeOffset minute;
        await using (var local = home.Start(Local.Start.AddMinutes(10)))
        {
            minute = local.Now.AddMinutes(2);
            var scene = new Scene(local);
            scene.StartSymbol();
            scene.OpenAccount();
            local.RunUntil(minute.AddSeconds(placedAtSecond));
            scene.Tick(60_000m);
            scene.Execute("limit", Scene.Limit(Side.Buy, 0.1m, 59_000m));
            local.RunUntil(minute.AddSeconds(30));
            scene.Tick(60_000m);
            local.Wait(TimeSpan.FromSeconds(2));
        }

        await using var again = home.Start(minute.AddMinutes(3));
        var after = new Scene(again);
        Come(after, [Minute(minute, 0, crossedInMinute == 0 ? 58_500m : 59_900m, 60_100m), Minute(minute, 1, crossedInMinute == 1 ? 58_500m : 59_900m, 60_100m)], 60_000m);

        Assert.Equal(fills, Fills(after, "main").Length);
    }

    [Fact]
    public async Task Start_killedBetweenTheCrossingAndTheAnswer_fillsOnce()
    {
        using var home = new Home();
        var minute = Local.Start.AddMinutes(1);
        await using (var local = home.Start(failsCall: static method => method is nameof(IAccountGrain.OnTrigger)))
        {
            var scene = new Scene(local);
            scene.StartSymbol();
            scene.OpenAccount();
            scene.Tick(60_000m);
            scene.Execute("limit", Scene.Limit(Side.Buy, 0.1m, 59_000m));
            local.RunUntil(minute.AddSeconds(10));
            scene.Tick(58_000m);
            for (var i = 0; i < 120; i++)
                scene.NextTick(60_000m);
            Assert.Empty(Fills(scene, "main"));
        }

        await using var again = home.Start(minute.AddMinutes(5));
        var after = new Scene(again);
        Come(after, [Minute(minute, 0, 58_000m, 60_000m), Minute(minute, 1, 60_000m, 60_000m), Minute(minute, 2, 60_000m, 60_000m)], 60_000m);

        Assert.Equal(59_000m, Assert.Single(Fills(after, "main")).Price);
    }

    [Fact]
    public async Task Start_accountFailsWhenItIsFirstCalled_isShownWhatWasMissedAgain()
    {
        using var home = new Home();
        DateTimeOffset diedAt;
        await using (var local = home.Start())
        {
            var scene = new Scene(local);
            scene.StartSymbol();
            scene.OpenAccount();
            scene.Tick(60_000m);
            scene.Execute("limit", Scene.Limit(Side.Buy, 0.1m, 59_000m));
            local.Wait(TimeSpan.FromSeconds(3));
            diedAt = local.Now;
        }

        var fails = 3;
        await using var again = home.Start(diedAt.AddMinutes(5), failsCall: method => method is nameof(IAccountGrain.OnTrigger) && fails-- > 0);
        var after = new Scene(again);
        Come(after, [Minute(diedAt, 1, 58_500m, 60_100m)], 60_000m);
        for (var i = 0; i < 10; i++)
            after.Tick(new Quote(Scene.Btc, again.Now, 60_000m, 0m, 60_000m, 0m, 9_000_001 + i, 9_000_001 + i), 2);
        again.Wait(TimeSpan.FromSeconds(30));

        Assert.Equal(59_000m, Assert.Single(Fills(after, "main")).Price);
    }

    [Fact]
    public async Task Tick_setThatTheSymbolWasNotTold_isFoundWithinASecond()
    {
        var fails = 1;
        using var home = new Home();
        await using var local = home.Start(failsCall: method => method is nameof(ISymbolGrain.SetTriggers) && fails-- > 0);
        var scene = new Scene(local);
        scene.StartSymbol();
        scene.OpenAccount();
        scene.Tick(60_000m);
        scene.Execute("limit", Scene.Limit(Side.Buy, 0.1m, 59_000m));
        Assert.Equal(0, local.Run(() => scene.Market.GetSnapshot())!.RestingTriggers);

        local.Wait(TimeSpan.FromSeconds(1));

        Assert.Equal(1, local.Run(() => scene.Market.GetSnapshot())!.RestingTriggers);
        scene.NextTick(58_000m);
        Assert.Equal(59_000m, Assert.Single(Fills(scene, "main")).Price);
    }

    [Fact]
    public async Task OnMarket_symbolWasCollected_asksForItsStartAndFindsItsTriggers()
    {
        using var home = new Home();
        await using var local = home.Start();
        var scene = new Scene(local);
        scene.StartSymbol();
        scene.OpenAccount();
        scene.Tick(60_000m);
        scene.Execute("limit", Scene.Limit(Side.Buy, 0.1m, 59_000m));
        local.LetIdleGo();

        Assert.Equal(MarketReceipt.NotStarted, scene.Tick(60_000m));
        scene.StartSymbol(epoch: 1);
        Assert.Equal(MarketReceipt.Taken, scene.Tick(60_000m));
        Assert.Equal(1, local.Run(() => scene.Market.GetSnapshot())!.RestingTriggers);
        scene.NextTick(58_000m);
        scene.NextTick(57_000m);

        Assert.Equal(59_000m, Assert.Single(Fills(scene, "main")).Price);
    }

    private static void Come(Scene scene, ImmutableArray<Candle> minutes, decimal price)
    {
        var start = Scene.StartOf(usesBackPressure: false, epoch: 2) with { History = [new CandleSlice(Interval.OneMinute, minutes)] };
        scene.Local.Run(() => scene.Market.Start(start));
        scene.Tick(new Quote(Scene.Btc, scene.Local.Now, price, 0m, price, 0m, 9_000_000, 9_000_000), 2);
        scene.Local.Wait(TimeSpan.FromSeconds(5));
    }

    private static Candle Minute(DateTimeOffset at, int later, decimal low, decimal high) =>
        new(Interval.OneMinute.Floor(at).AddMinutes(later), 60_000m, high, low, 60_000m, 1m);

    private static ImmutableArray<OrleansTrader.Grains.Orders.FillRow> Fills(Scene scene, string account) =>
        scene.Local.Run(() => scene.Account(account).GetFills(PageRequest.Newest(10))).Rows;
}
