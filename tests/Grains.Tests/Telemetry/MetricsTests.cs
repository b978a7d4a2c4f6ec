using OrleansTrader.Grains.Ports.Telemetry;
using OrleansTrader.GrainsTests.Fixture;
using OrleansTrader.Trading.Accounts;
using OrleansTrader.Trading.Orders;

namespace OrleansTrader.GrainsTests.Telemetry;

/// <summary>Instruments are the process's: these tests stand alone, and look at names that are theirs.</summary>
[Collection(nameof(MetricsTests))]
[CollectionDefinition(nameof(MetricsTests), DisableParallelization = true)]
public sealed class MetricsTests
{
    [Fact]
    public async Task Execute_ordersAndFills_areCountedByWhatBecameOfThem()
    {
        await using var local = Local.Create();
        var scene = new Scene(local);
        scene.StartSymbol();
        scene.OpenAccount();
        scene.Tick(60_000m);
        using var recorded = new Recorded();

        Assert.True(scene.Execute("buy", Scene.AtMarket(Side.Buy, 0.1m)).IsDone);
        Assert.False(scene.Execute("too-much", Scene.AtMarket(Side.Buy, 10m)).IsDone);
        Assert.True(scene.Execute("rest", Scene.Limit(Side.Buy, 0.1m, 50_000m)).IsDone);
        Assert.True(scene.Execute("cancel", new CancelOrder(scene.View().Books.Orders[0].Id)).IsDone);

        Assert.Equal(2, recorded.Sum("trader.orders outcome=accepted reason="));
        Assert.Equal(1, recorded.Sum("trader.orders outcome=filled reason="));
        Assert.Equal(1, recorded.Sum("trader.orders outcome=cancelled reason=requested"));
        Assert.Equal(1, recorded.Sum("trader.orders outcome=refused reason=insufficient_margin"));
        Assert.Equal(1, recorded.Sum("trader.fills liquidity=taker"));
        Assert.True(recorded.Has("trader.order.durable.duration kind=submit"));
    }

    [Fact]
    public async Task OnMarket_crossedTrigger_isTimedFromTheTickToTheAnswer()
    {
        await using var local = Local.Create();
        var scene = new Scene(local);
        scene.StartSymbol();
        scene.OpenAccount();
        scene.Tick(60_000m);
        Assert.True(scene.Execute("rest", Scene.Limit(Side.Buy, 0.1m, 59_000m)).IsDone);
        using var recorded = new Recorded();

        scene.NextTick(58_000m);

        Assert.True(recorded.Has("trader.trigger.duration"));
        Assert.Equal(1, recorded.Sum("trader.fills liquidity=maker"));
    }

    [Fact]
    public async Task Observe_account_showsEquityAndDrawdownUntilItLeavesMemory()
    {
        const string tags = " tenant=demo account=shown currency=USDT";
        using var recorded = new Recorded();
        await using (var local = Local.Create())
        {
            var scene = new Scene(local);
            scene.StartSymbol();
            scene.OpenAccount("shown");
            scene.Tick(60_000m);
            scene.Execute("buy", Scene.AtMarket(Side.Buy, 1m), "shown");
            local.Run(() => scene.Account("shown").Observe());
            var before = recorded.Observe($"trader.account.equity{tags}");
            scene.NextTick(57_000m);
            local.Run(() => scene.Account("shown").Observe());

            var after = recorded.Observe($"trader.account.equity{tags}")!.Value;
            Assert.Equal(3_000, before!.Value - after, 6);
            Assert.Equal(1 - (after / 100_000), recorded.Observe($"trader.account.drawdown{tags}")!.Value, 9);
            local.StopGrains();
        }

        Assert.Null(recorded.Observe($"trader.account.equity{tags}"));
    }

    [Fact]
    public void Open_moreAccountsThanTheBound_sumsTheOthersByCurrency()
    {
        const string other = "trader.account.equity tenant=other account=other currency=XTS";
        using var recorded = new Recorded();
        var gauges = Enumerable.Range(0, AccountGauges.AccountsMax + 3)
            .Select(static n => AccountGauges.Open(new AccountKey(new TenantId("crowd"), $"n{n}"), "XTS")).ToArray();
        try
        {
            foreach (var gauge in gauges)
                gauge.Set(10m, 10m);
            Assert.InRange(recorded.Observe(other)!.Value, 30, 30 + (10 * AccountGauges.AccountsMax));

            gauges[^1].Dispose();
            gauges[^1].Set(1_000m, 10m);
            Assert.InRange(recorded.Observe(other)!.Value, 20, 20 + (10 * AccountGauges.AccountsMax));
        }
        finally
        {
            foreach (var gauge in gauges)
                gauge.Dispose();
        }

        Assert.Null(recorded.Observe(other));
    }

    [Fact]
    public void BoundedNames_beyondTheBound_areOther()
    {
        var names = new BoundedNames(2);

        Assert.Equal(["a", "b", BoundedNames.Other, "a"], [names.Of("a"), names.Of("b"), names.Of("c"), names.Of("a")]);
    }
}
