using OrleansTrader.Grains.Accounts;
using OrleansTrader.Grains.Symbols;
using OrleansTrader.GrainsTests.Fixture;
using OrleansTrader.Trading.Markets;
using OrleansTrader.Trading.Orders;
using OrleansTrader.Trading.PaperExchange;

namespace OrleansTrader.GrainsTests;

public sealed class SymbolGrainTests
{
    [Fact]
    public async Task OnMarket_olderEpoch_isRefused()
    {
        await using var local = Local.Create();
        var scene = new Scene(local);
        Assert.Equal(MarketReceipt.NotStarted, scene.Tick(60_000m));
        scene.StartSymbol(epoch: 2);

        Assert.Equal(MarketReceipt.OlderEpoch, local.Run(() => scene.Market.OnMarket([scene.QuoteAt(60_000m)], 1)));
        Assert.Equal(MarketReceipt.Taken, local.Run(() => scene.Market.OnMarket([scene.QuoteAt(60_000m)], 2)));
        Assert.Equal(MarketReceipt.OlderEpoch, local.Run(() => scene.Market.Start(Scene.StartOf(epoch: 1))));
    }

    [Fact]
    public async Task SetTriggers_alreadyCrossed_areReturned_andAnOlderSetIsIgnored()
    {
        await using var local = Local.Create();
        var scene = new Scene(local);
        scene.StartSymbol();
        scene.Tick(60_000m);
        var crossed = new Trigger(TriggerKind.Stop, new OrderId(1), new Condition(ConditionKind.BidAtMost, 61_000m, null, false, default, 0, default));
        var resting = new Trigger(TriggerKind.Stop, new OrderId(2), new Condition(ConditionKind.BidAtMost, 50_000m, null, false, default, 0, default));

        var answer = local.Run(() => scene.Market.SetTriggers(new TriggerSet(Scene.Key("main"), 7, [crossed, resting])));
        var older = local.Run(() => scene.Market.SetTriggers(new TriggerSet(Scene.Key("main"), 6, [])));

        Assert.Equal([crossed], answer.Crossed.AsEnumerable());
        Assert.Equal(60_000m, answer.Market!.Quote!.Mid);
        Assert.False(older.IsTaken);
        Assert.Equal(2, local.Run(() => scene.Market.GetSnapshot())!.RestingTriggers);
    }

    [Fact]
    public async Task OnMarket_accountFailsAtFirst_isCalledUntilItHasAnswered()
    {
        var fails = 3;
        await using var local = Local.Create(failsCall: method => method is nameof(IAccountGrain.OnTrigger) && fails-- > 0);
        var scene = new Scene(local);
        scene.StartSymbol();
        scene.OpenAccount();
        scene.Tick(60_000m);
        scene.Execute("buy", Scene.Limit(Side.Buy, 0.1m, 59_000m));

        scene.NextTick(58_000m);
        Assert.Empty(scene.View().Books.Positions.Where(static p => p.Quantity != 0m));
        for (var i = 0; i < 5; i++)
            scene.NextTick(59_900m);

        var position = Assert.Single(scene.View().Books.Positions, static p => p.Quantity != 0m);
        Assert.Equal(59_000m, position.EntryPrice);
    }

    [Fact]
    public async Task OnMarket_liveAndAccountSlow_theTapeGoesOnAndTheExtremeCounts()
    {
        await using var local = Local.Create();
        var scene = new Scene(local);
        scene.StartSymbol(usesBackPressure: false);
        scene.OpenAccount();
        scene.Tick(60_000m);
        scene.Execute("buy", Scene.Limit(Side.Buy, 0.1m, 59_000m));
        local.Faults.Hold = new TaskCompletionSource();

        scene.NextTick(58_000m);
        for (var i = 0; i < 20; i++)
            Assert.Equal(MarketReceipt.Taken, scene.NextTick(60_000m + i));
        Assert.Equal(60_019m, local.Run(() => scene.Market.GetMarket())!.Quote!.Mid);

        local.Faults.Release();
        local.Wait(TimeSpan.FromSeconds(1));
        var position = Assert.Single(scene.View().Books.Positions, static p => p.Quantity != 0m);
        Assert.Equal(59_000m, position.EntryPrice);
    }

    [Fact]
    public async Task Activation_afterACrash_findsTheTriggersInTheReadModel()
    {
        var directory = Directory.CreateTempSubdirectory("grains-");
        try
        {
            DateTimeOffset at;
            await using (var local = Local.Create(grains: static s => s with { SymbolsTick = true }, directory: directory.FullName))
            {
                var scene = new Scene(local);
                scene.StartSymbol();
                scene.OpenAccount();
                scene.Tick(60_000m);
                scene.Execute("buy", Scene.Limit(Side.Buy, 0.1m, 59_000m));
                local.Wait(TimeSpan.FromSeconds(2));
                at = local.Now;
            }

            // While nobody looked, the market fell through the limit and came back.
            var start = Scene.StartOf(epoch: 2) with
            {
                History =
                [
                    new(Interval.OneMinute,
                    [
                        new Candle(Interval.OneMinute.Floor(at).AddMinutes(1), 60_000m, 60_100m, 58_500m, 60_000m, 1m),
                        new Candle(Interval.OneMinute.Floor(at).AddMinutes(2), 60_000m, 60_100m, 59_900m, 60_000m, 1m),
                    ]),
                ],
            };
            await using var again = Local.Create(directory: directory.FullName, start: at.AddMinutes(4));
            var after = new Scene(again);
            again.Run(() => after.Market.Start(start));
            again.Run(() => after.Market.OnMarket([after.QuoteAt(60_000m)], 2));

            Assert.Equal(59_000m, Assert.Single(after.View().Books.Positions, static p => p.Quantity != 0m).EntryPrice);
        }
        finally
        {
            directory.Delete(recursive: true);
        }
    }

    [Fact]
    public async Task OnMarket_fundingDue_isChargedOnceToHoldersOnly()
    {
        await using var local = Local.Create();
        var scene = new Scene(local);
        scene.StartSymbol();
        scene.OpenAccount("holder");
        scene.OpenAccount("flat");
        scene.Tick(60_000m);
        scene.Execute("buy", Scene.AtMarket(Side.Buy, 0.1m), "holder");
        for (var minute = 1; minute <= (16 * 60) + 1; minute++)
        {
            local.RunUntil(Local.Start.AddMinutes(minute));
            scene.Tick(60_000m);
        }

        // Two timestamps: 0.1 × 60,000 × 0.0001 each.
        Assert.Equal(-1.2m, scene.View("holder").Books.Funding);
        Assert.Equal(0m, scene.View("flat").Books.Funding);
        Assert.Equal(2, local.Run(() => local.ReadModel.Funding(Scene.BtcKey, Local.Start, local.Now, default).AsTask()).Length);
    }
}
