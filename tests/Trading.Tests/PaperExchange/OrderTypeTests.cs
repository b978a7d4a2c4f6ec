using OrleansTrader.Trading.Accounts;
using OrleansTrader.Trading.Orders;
using OrleansTrader.Trading.PaperExchange;
using OrleansTrader.Trading.Tests.Accounts;

namespace OrleansTrader.Trading.Tests.PaperExchange;

/// <summary>Every order type at prices that can be followed by hand. Taker fee 0.1 %, maker 0.01 %, no slippage.</summary>
public sealed class OrderTypeTests
{
    private static Desk At(decimal bid, decimal ask, ExchangeRules? rules = null)
    {
        var desk = new Desk(rules: rules);
        desk.Quote(bid, ask);
        return desk;
    }

    [Fact]
    public void Market_buy_then_close_pays_ask_gets_bid_and_two_fees()
    {
        var desk = At(99m, 100m);
        desk.Submit(Desk.Market(Side.Buy, 2m));
        desk.Quote(110m, 111m);
        Assert.True(desk.Do(new ClosePosition(Desk.Btc, new OrderNote("done", "manual"))).IsAccepted);
        // bought 2 at 100 (fee 0.2), sold 2 at 110 (fee 0.22): 10,000 + 20 − 0.42
        Assert.Equal(10_019.58m, desk.State.Cash);
        var trade = Assert.Single(desk.Trades);
        Assert.Equal((100m, 110m, 20m, 0.42m, ExitKind.Manual), (trade.EntryPrice, trade.ExitPrice, trade.Realised, trade.Fees, trade.Exit));
        Assert.True(desk.Position().IsFlat);
    }

    [Fact]
    public void Market_with_fixed_slippage_is_worse_by_its_share()
    {
        var desk = At(99m, 100m, Desk.Plain with { Slippage = SlippageModel.FixedBps, SlippageBps = 10m });
        desk.Submit(Desk.Market(Side.Buy, 1m));
        Assert.Equal(100.1m, Assert.Single(desk.Fills).Price);
    }

    [Fact]
    public void Market_larger_than_shown_fills_that_and_cancels_the_rest()
    {
        var desk = new Desk();
        desk.Quote(99m, 100m, size: 1.5m);
        desk.Submit(Desk.Market(Side.Buy, 2m));
        Assert.Equal(1.5m, desk.Position().Quantity);
        Assert.Equal(OrderEndReason.NoLiquidity, Assert.Single(desk.Ended).Reason);
    }

    [Fact]
    public void Limit_rests_on_touch_and_fills_at_its_price_on_trade_through()
    {
        var desk = At(99m, 100m);
        desk.Submit(Desk.Limit(Side.Buy, 1m, 95m));
        desk.Quote(94m, 95m);
        Assert.Empty(desk.Fills);
        desk.Quote(94m, 94.5m);
        var fill = Assert.Single(desk.Fills);
        Assert.Equal((95m, true, 0.0095m), (fill.Price, fill.IsMaker, fill.Fee));
    }

    [Fact]
    public void Limit_fills_on_touch_where_the_rules_say_so()
    {
        var desk = At(99m, 100m, Desk.Plain with { LimitFill = LimitFill.Touch });
        desk.Submit(Desk.Limit(Side.Buy, 1m, 95m));
        desk.Quote(94m, 95m);
        Assert.Single(desk.Fills);
    }

    [Fact]
    public void Limit_dip_inside_a_coalesced_quote_fills()
    {
        var desk = At(99m, 100m);
        desk.Submit(Desk.Limit(Side.Buy, 1m, 95m));
        desk.Quote(99m, 100m, bids: (93m, 99m));
        Assert.Equal(95m, Assert.Single(desk.Fills).Price);
    }

    [Fact]
    public void Limit_fills_by_what_is_shown_one_quote_after_another()
    {
        var desk = At(99m, 100m);
        desk.Submit(Desk.Limit(Side.Buy, 3m, 95m));
        desk.Quote(93m, 94m, size: 1m);
        Assert.Equal(1m, desk.Position().Quantity);
        desk.Quote(93m, 94m, size: 5m);
        Assert.Equal(3m, desk.Position().Quantity);
        Assert.Equal(0, desk.State.Orders.Length);
    }

    [Fact]
    public void PostOnly_that_would_take_is_refused()
    {
        var desk = At(99m, 100m);
        var refusal = desk.Refused(new SubmitOrder(Desk.Limit(Side.Buy, 1m, 100m) with { PostOnly = true }));
        Assert.Equal(RefusalCode.WouldTake, refusal.Code);
    }

    [Fact]
    public void Fok_larger_than_shown_fills_nothing_and_ioc_fills_what_there_is()
    {
        var desk = new Desk();
        desk.Quote(99m, 100m, size: 1m);
        desk.Submit(Desk.Limit(Side.Buy, 2m, 100m) with { TimeInForce = TimeInForce.Fok });
        Assert.Empty(desk.Fills);
        desk.Submit(Desk.Limit(Side.Buy, 2m, 100m) with { TimeInForce = TimeInForce.Ioc });
        Assert.Equal(1m, desk.Position().Quantity);
        Assert.Equal(0, desk.State.Orders.Length);
    }

    [Fact]
    public void Gtd_expires_at_its_instant()
    {
        var desk = At(99m, 100m);
        desk.Submit(Desk.Limit(Side.Buy, 1m, 95m) with { TimeInForce = TimeInForce.Gtd, ExpiresAt = desk.Context.Now.AddMinutes(1) });
        desk.Quote(99m, 100m, after: TimeSpan.FromSeconds(59));
        Assert.Equal(1, desk.State.Orders.Length);
        desk.Quote(99m, 100m);
        Assert.Equal(OrderStatus.Expired, Assert.Single(desk.Ended).Status);
    }

    [Fact]
    public void Stop_crossed_by_the_path_trades_at_its_price_and_in_a_gap_at_the_quote()
    {
        var desk = At(100m, 100m);
        desk.Submit(Desk.Market(Side.Buy, 2m));
        desk.Submit(Desk.Stop(Side.Sell, 1m, 95m) with { ReduceOnly = true });
        desk.Submit(Desk.Stop(Side.Sell, 1m, 90m) with { ReduceOnly = true });
        desk.Quote(94m, bids: (94m, 100m));
        desk.Quote(85m);
        Assert.Equal([100m, 95m, 85m], desk.Fills.Select(f => f.Price));
    }

    [Fact]
    public void StopLimit_becomes_a_limit_when_triggered()
    {
        var desk = At(100m, 100m);
        desk.Submit(new OrderIntent(Desk.Btc, Side.Buy, OrderType.StopLimit, OrderQuantity.InBase(1m)) { TriggerPrice = 105m, LimitPrice = 106m });
        desk.Quote(108m);
        Assert.Empty(desk.Fills);
        desk.Quote(105.5m);
        Assert.Equal(106m, Assert.Single(desk.Fills).Price);
    }

    [Fact]
    public void TakeProfit_never_fills_better_than_its_price()
    {
        var desk = At(100m, 100m);
        desk.Submit(Desk.Market(Side.Buy, 1m));
        desk.Submit(new OrderIntent(Desk.Btc, Side.Sell, OrderType.TakeProfit, OrderQuantity.InBase(1m)) { TriggerPrice = 110m, ReduceOnly = true });
        desk.Quote(115m);
        Assert.Equal(110m, desk.Fills.Last().Price);
        Assert.Equal(ExitKind.Target, Assert.Single(desk.Trades).Exit);
    }

    [Fact]
    public void TrailingStop_ratchets_in_journaled_steps_and_trades_below_the_best()
    {
        var desk = At(100m, 100m);
        desk.Submit(Desk.Market(Side.Buy, 1m));
        desk.Submit(new OrderIntent(Desk.Btc, Side.Sell, OrderType.TrailingStop, OrderQuantity.InBase(1m)) { TrailingOffset = 10m, TrailingStep = 2m, ReduceOnly = true });
        Assert.Equal(90m, desk.State.Orders[0].TriggerPrice);
        desk.Quote(101m);
        Assert.Equal(90m, desk.State.Orders[0].TriggerPrice);
        desk.Quote(104m);
        Assert.Equal(94m, desk.State.Orders[0].TriggerPrice);
        desk.Quote(94m);
        Assert.True(desk.Position().IsFlat);
        Assert.Equal(ExitKind.Trailing, Assert.Single(desk.Trades).Exit);
    }

    [Fact]
    public void Latency_holds_the_order_until_its_instant_and_trades_at_the_quote_of_then()
    {
        var desk = At(99m, 100m, Desk.Plain with { Latency = TimeSpan.FromMilliseconds(1500) });
        desk.Submit(Desk.Market(Side.Buy, 1m));
        desk.Quote(100m, 101m);
        Assert.Empty(desk.Fills);
        desk.Quote(101m, 102m);
        Assert.Equal(102m, Assert.Single(desk.Fills).Price);
    }

    [Fact]
    public void Bracket_stop_and_target_exclude_each_other_and_follow_the_filled_quantity()
    {
        var desk = At(100m, 100m);
        desk.Submit(Desk.Limit(Side.Buy, 3m, 98m) with { Bracket = new Bracket(90m, 110m, ExitAt: desk.Context.Now.AddHours(1)) });
        desk.Quote(97m, size: 1m);
        Assert.Equal([2m, 1m, 1m, 1m], desk.State.Orders.ToArray().Select(o => o.Remaining));
        desk.Quote(97m, size: 9m);
        Assert.Equal([3m, 3m, 3m], desk.State.Orders.ToArray().Select(o => o.Remaining));
        desk.Quote(111m);
        Assert.Equal(0, desk.State.Orders.Length);
        var trade = Assert.Single(desk.Trades);
        Assert.Equal((ExitKind.Target, 98m, 110m, 36m), (trade.Exit, trade.EntryPrice, trade.ExitPrice, trade.Realised));
    }

    [Fact]
    public void Bracket_exit_at_closes_at_its_time()
    {
        var desk = At(100m, 100m);
        desk.Submit(Desk.Market(Side.Sell, 1m) with { Bracket = new Bracket(110m, ExitAt: desk.Context.Now.AddSeconds(10)) });
        desk.Quote(99m, after: TimeSpan.FromSeconds(10));
        Assert.Equal(ExitKind.Time, Assert.Single(desk.Trades).Exit);
        Assert.Equal(0, desk.State.Orders.Length);
    }

    [Fact]
    public void Oco_first_fill_cancels_the_other()
    {
        var desk = At(100m, 100m);
        Assert.True(desk.Do(new SubmitOco(Desk.Limit(Side.Buy, 1m, 95m), Desk.Stop(Side.Buy, 1m, 105m))).IsAccepted);
        desk.Quote(106m);
        Assert.Equal(1m, desk.Position().Quantity);
        Assert.Equal(OrderEndReason.OtherLeg, Assert.Single(desk.Ended).Reason);
    }

    [Fact]
    public void Flip_resets_entry_leverage_and_time_and_tells_the_round_trip()
    {
        var desk = At(100m, 100m);
        desk.Submit(Desk.Market(Side.Buy, 1m) with { Note = new OrderNote("in", "a") });
        desk.Quote(110m);
        desk.Submit(Desk.Market(Side.Sell, 3m) with { Leverage = 5m, Note = new OrderNote("out", "b") });
        var position = desk.Position();
        Assert.Equal((-2m, 110m, 5m), (position.Quantity, position.EntryPrice, position.Leverage));
        Assert.Equal(desk.Context.Now, position.EntryAt);
        var trade = Assert.Single(desk.Trades);
        Assert.Equal(("in", "out", 10m, ExitKind.Signal), (trade.EntryNote.Reason, trade.ExitNote.Reason, trade.Realised, trade.Exit));
    }
}
