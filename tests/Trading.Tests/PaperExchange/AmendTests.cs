using OrleansTrader.Trading.Accounts;
using OrleansTrader.Trading.Orders;
using OrleansTrader.Trading.PaperExchange;
using OrleansTrader.Trading.Strategies;
using OrleansTrader.Trading.Tests.Accounts;

namespace OrleansTrader.Trading.Tests.PaperExchange;

/// <summary>Orders changed on their way, latency, leverage and isolated margin, with sums that can be followed by hand.</summary>
public sealed class AmendTests
{
    [Fact]
    public void Amend_priceAndQuantity_keepsTheIdAndReservesAnew()
    {
        var desk = At100();
        var id = desk.Submit(Desk.Limit(Side.Buy, 10m, 90m));
        Assert.True(desk.Do(new AmendOrder(id, 20m, 95m, null)).IsAccepted);
        // 20 × 95 = 1,900: a tenth, and 0.1 % fee.
        Assert.Equal(191.9m, desk.State.ReservedMargin);
        Assert.Equal((id, 20m, 95m), (desk.State.Orders[0].Id, desk.State.Orders[0].Quantity, desk.State.Orders[0].LimitPrice));
        desk.Quote(94m);
        Assert.Equal((95m, 20m), (Assert.Single(desk.Fills).Price, desk.Position().Quantity));
        Assert.Equal(0m, desk.State.ReservedMargin);
    }

    [Fact]
    public void Amend_limitAcrossTheMarket_tradesAtOnceAtTheMarket()
    {
        var desk = At100();
        var id = desk.Submit(Desk.Limit(Side.Buy, 1m, 90m));
        desk.Do(new AmendOrder(id, null, 105m, null));
        var fill = Assert.Single(desk.Fills);
        Assert.Equal((100m, false), (fill.Price, fill.IsMaker));
    }

    [Fact]
    public void Amend_partlyFilled_cannotGoBelowWhatIsFilled()
    {
        var desk = At100();
        var id = desk.Submit(Desk.Limit(Side.Buy, 3m, 95m));
        desk.Quote(94m, size: 1m);
        Assert.Equal(RefusalCode.InvalidValue, desk.Refused(new AmendOrder(id, 1m, null, null)).Code);
        Assert.True(desk.Do(new AmendOrder(id, 2m, null, null)).IsAccepted);
        desk.Quote(94m, size: 9m);
        Assert.Equal(2m, desk.Position().Quantity);
    }

    [Fact]
    public void Amend_beyondMargin_offTheTick_ofAnUnknownOrder_isRefused()
    {
        var desk = new Desk(100m);
        desk.Quote(100m);
        var id = desk.Submit(Desk.Limit(Side.Buy, 10m, 90m));
        // 100 cash: 11 × 90 at ten times takes 99 and 0.99 fee, 12 take 108 and 1.08.
        Assert.Equal(RefusalCode.InsufficientMargin, desk.Refused(new AmendOrder(id, 12m, null, null)).Code);
        Assert.Equal(RefusalCode.Tick, desk.Refused(new AmendOrder(id, null, 90.3m, null)).Code);
        Assert.Equal(RefusalCode.UnknownOrder, desk.Refused(new AmendOrder(new OrderId(77), 1m, null, null)).Code);
        Assert.True(desk.Do(new AmendOrder(id, 11m, null, null)).IsAccepted);
    }

    [Fact]
    public void Amend_stop_movesItsTrigger()
    {
        var desk = At100();
        desk.Submit(Desk.Market(Side.Buy, 1m));
        var stop = desk.Submit(Desk.Stop(Side.Sell, 1m, 90m) with { ReduceOnly = true });
        desk.Do(new AmendOrder(stop, null, null, 96m));
        desk.Quote(95.5m, bids: (95.5m, 100m));
        Assert.Equal(96m, desk.Fills.Last().Price);
    }

    [Fact]
    public void Amend_whileOnItsWay_arrivesChanged()
    {
        var desk = At100(Desk.Plain with { Latency = TimeSpan.FromSeconds(2) });
        var id = desk.Submit(Desk.Limit(Side.Buy, 1m, 90m));
        desk.Do(new AmendOrder(id, null, 102m, null));
        desk.Quote(101m);
        Assert.Empty(desk.Fills);
        desk.Quote(101m);
        Assert.Equal(101m, Assert.Single(desk.Fills).Price);
    }

    [Fact]
    public void Latency_limitPassedMeanwhile_fillsAtTheBetterPriceOnArrival_andTheStopOfItsBracketAlso()
    {
        var desk = At100(Desk.Plain with { Latency = TimeSpan.FromMilliseconds(500) });
        desk.Submit(Desk.Limit(Side.Buy, 1m, 95m) with { Bracket = new Bracket(90m, 110m) });
        // The dip before it arrived is not its own.
        desk.Quote(93m, after: TimeSpan.FromMilliseconds(300));
        desk.Quote(97m, after: TimeSpan.FromMilliseconds(300));
        Assert.Empty(desk.Fills);
        desk.Quote(94m);
        Assert.Equal(95m, Assert.Single(desk.Fills).Price);
        desk.Quote(89m, bids: (89m, 94m));
        Assert.Equal((90m, ExitKind.Stop), (desk.Fills.Last().Price, Assert.Single(desk.Trades).Exit));
    }

    [Fact]
    public void SetLeverage_ofACrossPosition_freesAndTiesUpMargin()
    {
        var desk = new Desk(1_000m);
        desk.Quote(100m);
        desk.Submit(Desk.Market(Side.Buy, 10m));
        // 999 after the fee; 1,000 of notional tie up 100 at ten times, 500 at twice, 20 at fifty times.
        Assert.Equal(899m, desk.Snapshot.AvailableMargin);
        Assert.True(desk.Do(new SetLeverage(Desk.Btc, 2m)).IsAccepted);
        Assert.Equal((500m, 499m), (desk.Snapshot.InitialMargin, desk.Snapshot.AvailableMargin));
        Assert.True(desk.Do(new SetLeverage(Desk.Btc, 50m)).IsAccepted);
        Assert.Equal(979m, desk.Snapshot.AvailableMargin);
        Assert.Equal(RefusalCode.LeverageTooHigh, desk.Refused(new SetLeverage(Desk.Btc, 51m)).Code);
    }

    [Fact]
    public void SetLeverage_thatTheMarginCannotBear_isRefused()
    {
        var desk = new Desk(300m);
        desk.Quote(100m);
        desk.Submit(Desk.Market(Side.Buy, 10m));
        // Available 299 − 100 = 199; three times would tie up 233 more, five times 100 more.
        Assert.Equal(RefusalCode.InsufficientMargin, desk.Refused(new SetLeverage(Desk.Btc, 3m)).Code);
        Assert.True(desk.Do(new SetLeverage(Desk.Btc, 5m)).IsAccepted);
    }

    [Fact]
    public void Isolated_marginMoves_andTheLiquidationPriceWithIt()
    {
        var desk = new Desk(1_000m);
        desk.Quote(100m);
        desk.Do(new SetMarginMode(Desk.Btc, MarginMode.Isolated));
        desk.Submit(Desk.Market(Side.Buy, 10m));
        // margin 100: 100 + 10 (p − 100) = 0.1 p at p = 900 / 9.9
        Assert.Equal(900m / 9.9m, desk.Snapshot.Positions[0].LiquidationPrice!.Value, 8);
        Assert.True(desk.Do(new MoveIsolatedMargin(Desk.Btc, 99m)).IsAccepted);
        Assert.Equal((199m, 800m), (desk.Position().IsolatedMargin, desk.Snapshot.AvailableMargin));
        Assert.Equal(801m / 9.9m, desk.Snapshot.Positions[0].LiquidationPrice!.Value, 8);
        Assert.Equal(RefusalCode.InsufficientMargin, desk.Refused(new MoveIsolatedMargin(Desk.Btc, -100m)).Code);
        Assert.Equal(RefusalCode.InsufficientMargin, desk.Refused(new MoveIsolatedMargin(Desk.Btc, 801m)).Code);
        Assert.Equal(RefusalCode.PositionOpen, desk.Refused(new SetMarginMode(Desk.Btc, MarginMode.Cross)).Code);
        Assert.Equal(RefusalCode.PositionOpen, desk.Refused(new SetLeverage(Desk.Btc, 5m)).Code);
        desk.Quote(80m);
        // Closed at 80: all 199 of its own and not more.
        Assert.True(desk.Position().IsFlat);
        Assert.Equal(800m, desk.State.Cash);
    }

    [Fact]
    public void Isolated_halfClosed_givesHalfOfItsMarginBack()
    {
        var desk = new Desk(1_000m);
        desk.Quote(100m);
        desk.Do(new SetMarginMode(Desk.Btc, MarginMode.Isolated));
        desk.Submit(Desk.Market(Side.Buy, 10m));
        desk.Submit(Desk.Market(Side.Sell, 5m) with { ReduceOnly = true });
        Assert.Equal(50m, desk.Position().IsolatedMargin);
        // 1,000 less fees of 1 and 0.5.
        Assert.Equal((998.5m, 948.5m), (desk.State.Cash, desk.Snapshot.AvailableMargin));
    }

    [Fact]
    public void Snapshot_trailingStop_showsItsDistance_andSoDoesThePlannersView()
    {
        var desk = At100();
        desk.Submit(Desk.Market(Side.Buy, 1m) with { Bracket = new Bracket(StopPrice: 80m, TrailingOffset: 12m) });
        desk.Quote(110m);

        Assert.Equal([null, 12m], desk.Snapshot.Orders.Select(static o => o.TrailingOffset));
        var plan = Assert.Single(AccountObservations.From(desk.Snapshot).Positions).ExitPlan!;
        Assert.Equal((80m, 12m, null), (plan.StopLoss, plan.TrailingOffset, plan.ProfitTarget));
    }

    private static Desk At100(ExchangeRules? rules = null)
    {
        var desk = new Desk(rules: rules);
        desk.Quote(100m);
        return desk;
    }
}
