using OrleansTrader.GrainsTests.Fixture;
using OrleansTrader.Trading.Accounts;
using OrleansTrader.Trading.Orders;
using OrleansTrader.Trading.Signals;
using OrleansTrader.Trading.Signals.Road;
using OrleansTrader.Trading.Signals.Sources;

namespace OrleansTrader.GrainsTests.Signals;

public sealed class SignalRoadTests
{
    [Fact]
    public async Task Road_longSignal_isFilledBracketedAndScored()
    {
        await using var local = Local.Create();
        var scene = new SignalScene(local);

        scene.Send(scene.Long());
        var managed = scene.Settle();

        Assert.Equal("Received Enriched Qualified Sized Executed Filled", SignalScene.Road(managed));
        Assert.Equal(SignalStage.Managed, managed.Stage);
        var entry = Assert.Single(scene.Orders(), static order => order.Parent is null);
        Assert.Equal((OrderStatus.Filled, $"signal {SignalScene.First.Id}"), (entry.Status, entry.Cause));
        Assert.Equal(2, scene.Orders().Count(order => order.Parent == entry.Order && order.IsOpen));
        Assert.Equal(58_800m, managed.Stop);

        scene.Scene.NextTick(managed.Target!.Value + 10m);
        var scored = scene.Settle();

        Assert.Equal(SignalStage.Scored, scored.Stage);
        Assert.Equal(SignalReason.Won, scored.Steps[^1].Reason);
        Assert.InRange(scored.Result!.Value, 1.8m, 2.3m);
        Assert.Null(scored.DueAt);
        Assert.False(scored.OnPaper);
        var tally = Assert.Single(local.Run(async () => await local.ReadModel.SourceTallies(Scene.Tenant, default)));
        Assert.Equal((1L, 0L, scored.Result.Value), (tally.Won, tally.Lost, tally.SumR));
    }

    [Fact]
    public async Task Road_stopHit_isScoredAsLost()
    {
        await using var local = Local.Create();
        var scene = new SignalScene(local);
        scene.Send(scene.Long(stop: 59_000m, target: 63_000m));
        scene.Settle();

        scene.Scene.NextTick(58_900m);
        var scored = scene.Resume();

        Assert.Equal((SignalStage.Scored, SignalReason.Lost), (scored.Stage, scored.Steps[^1].Reason));
        Assert.InRange(scored.Result!.Value, -1.3m, -1m);
    }

    [Fact]
    public async Task Road_limitEntryNeverFilled_isNotTaken()
    {
        await using var local = Local.Create(grains: static settings => settings with { SymbolsTick = true });
        var scene = new SignalScene(local);
        scene.Send(scene.Long(stop: 58_000m, target: 64_000m, entry: 59_000m));

        var waiting = scene.Settle();
        Assert.Equal("Received Enriched Qualified Sized Executed", SignalScene.Road(waiting));
        local.Wait(TimeSpan.FromMinutes(61));
        scene.Scene.NextTick(60_500m);
        var ended = scene.Resume();

        Assert.Contains(ended.Steps, static step => step.Reason == SignalReason.NotFilled);
        Assert.Equal(SignalStage.Informed, ended.Stage);
    }

    [Fact]
    public async Task Road_shortWhileLong_reversesAndKeepsTheNewBracket()
    {
        await using var local = Local.Create();
        var scene = new SignalScene(local);
        scene.Send(scene.Long());
        scene.Settle();
        local.Wait(TimeSpan.FromMinutes(10));
        scene.Scene.Tick(60_100m);

        scene.Send(scene.Long() with { Direction = SignalDirection.Short }, key: SignalScene.Key('b'));
        var second = scene.Settle(SignalScene.Key('b'));

        Assert.Equal(SignalStage.Managed, second.Stage);
        Assert.True(scene.Scene.View().Books.Positions[0].Quantity < 0m);
        Assert.Equal(2, scene.Orders().Count(static order => order is { ReduceOnly: true, IsOpen: true }));
        Assert.Equal(SignalStage.Scored, scene.Resume().Stage);
    }

    [Fact]
    public async Task Road_close_closesAndEnds()
    {
        await using var local = Local.Create();
        var scene = new SignalScene(local);
        scene.Send(scene.Long());
        scene.Settle();

        scene.Send(scene.Long() with { Direction = SignalDirection.Close }, key: SignalScene.Key('b'));
        var closed = scene.Settle(SignalScene.Key('b'));

        Assert.Equal("Received Enriched Qualified Sized Executed PositionClosed NotTaken", SignalScene.Road(closed));
        Assert.Single(scene.Trades());
        Assert.Null(closed.DueAt);
    }

    [Fact]
    public async Task Road_informedOnly_isScoredOnPaper()
    {
        await using var local = Local.Create();
        var scene = new SignalScene(local);
        scene.Send(scene.Long(stop: 59_000m, target: 63_000m), SignalScene.Of(new Subscription(SubscriberKind.Account, "main") { May = [] }));
        Assert.Equal(SignalStage.Informed, scene.Settle().Stage);

        for (var minute = 0; minute < 4; minute++)
        {
            local.Wait(TimeSpan.FromMinutes(1));
            scene.Scene.Tick(minute < 2 ? 60_000m : 63_500m);
        }

        local.Wait(TimeSpan.FromMinutes(1));
        scene.Scene.Tick(63_500m);
        var scored = scene.Resume();

        Assert.Equal((SignalStage.Scored, true), (scored.Stage, scored.OnPaper));
        Assert.Equal(SignalReason.Won, scored.Steps[^1].Reason);
        Assert.Empty(scene.Orders());
    }

    [Fact]
    public async Task Road_twoSubscribers_haveALegEach()
    {
        await using var local = Local.Create();
        var scene = new SignalScene(local);
        scene.Scene.OpenAccount("second", 50_000m);
        scene.Send(scene.Long(), SignalScene.Of(
            new Subscription(SubscriberKind.Account, "main"), new Subscription(SubscriberKind.Account, "second"), new Subscription(SubscriberKind.Account, "absent")));

        var row = scene.Settle();

        Assert.Equal([LegStage.Managed, LegStage.Managed, LegStage.Ended], row.Legs.Select(static leg => leg.Stage));
        Assert.Equal(SignalReason.AccountUnavailable, row.Legs[2].Reason);
        Assert.True(scene.Orders("main")[^1].Quantity > scene.Orders("second")[^1].Quantity);
    }

    [Fact]
    public async Task Road_accountRefuses_saysWhy()
    {
        await using var local = Local.Create();
        var scene = new SignalScene(local);
        scene.Scene.Execute("halt", new HaltAccount("a person said so", Flatten: false));

        scene.Send(scene.Long());
        var row = scene.Settle();

        Assert.Equal((SignalStage.Refused, SignalReason.RefusedByAccount), (row.Stage, row.Reason));
        Assert.Empty(scene.Trades());
    }

    [Fact]
    public async Task Road_noMarket_isRefusedAndEnds()
    {
        await using var local = Local.Create();
        new Scene(local).OpenAccount();

        local.Run(() => Grains.GrainKeys.Signal(local.Grains, SignalScene.First).Receive(
            new Signal("tv", Scene.Btc, SignalDirection.Long, local.Now, local.Now), SignalScene.Terms));
        local.Wait(TimeSpan.FromSeconds(1));
        var row = local.Run(async () => await local.ReadModel.Signal(SignalScene.First, default))!;

        Assert.Equal((SignalStage.Refused, SignalReason.MarketUnknown), (row.Stage, row.Reason));
        Assert.Null(row.DueAt);
    }
}
