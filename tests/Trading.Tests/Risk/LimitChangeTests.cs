using OrleansTrader.Trading.Accounts;
using OrleansTrader.Trading.Orders;
using OrleansTrader.Trading.Risk;
using OrleansTrader.Trading.Tests.Accounts;

namespace OrleansTrader.Trading.Tests.Risk;

/// <summary>Ways round a limit that do not lead round it: amendments, fills that come later, stops taken away, flips.</summary>
public sealed class LimitChangeTests
{
    private static Desk With(AccountLimits limits)
    {
        var desk = new Desk(limits: limits);
        desk.Quote(100m);
        desk.Quote(50m, symbol: Desk.Eth);
        return desk;
    }

    [Fact]
    public void Amend_beyond_a_sum_is_refused_and_the_order_counts_once()
    {
        var desk = With(new() { GrossNotionalMax = 300m });
        var order = desk.Submit(Desk.Limit(Side.Buy, 2m, 90m));

        var refusal = desk.Refused(new AmendOrder(order, Quantity: 4m));
        Assert.Equal((RefusalCode.RiskGrossNotional, "360"), (refusal.Code, refusal.Value));
        Assert.True(desk.Do(new AmendOrder(order, Quantity: 3m)).IsAccepted);
        Assert.Equal(RefusalCode.RiskGrossNotional, desk.Refused(new AmendOrder(order, LimitPrice: 101m, Quantity: 3m)).Code);
    }

    [Fact]
    public void Fill_that_the_market_has_carried_beyond_a_sum_ends_the_order_and_the_verdict_says_why()
    {
        var desk = With(new() { GrossNotionalMax = 300m });
        desk.Submit(Desk.Limit(Side.Buy, 1m, 90m));
        desk.Submit(Desk.Market(Side.Sell, 4m, Desk.Eth));
        desk.Quote(57m, symbol: Desk.Eth);

        desk.Context.Now += TimeSpan.FromSeconds(1);
        desk.Show(89m, 89m, Desk.Btc);
        var result = desk.Do(new TriggersFired(Desk.Btc));

        Assert.Equal(OrderEndReason.RiskLimit, Assert.Single(desk.Ended).Reason);
        Assert.Equal(new RiskVerdict.Refused(RefusalCode.RiskGrossNotional, RiskLimit.GrossNotionalMax, 317m, 300m), result.Verdict);
    }

    [Fact]
    public void Order_that_only_closed_when_it_was_accepted_is_judged_when_it_opens()
    {
        var desk = With(new(OrderNotionalMax: 150m) { HoldMinutesMin = null });
        desk.Submit(Desk.Market(Side.Buy, 1m));
        desk.Submit(Desk.Market(Side.Buy, 1m));
        desk.Submit(Desk.Limit(Side.Sell, 2m, 110m));
        Assert.True(desk.Do(new ClosePosition(Desk.Btc, OrderNote.None)).IsAccepted);

        desk.Quote(111m);

        Assert.True(desk.Position().IsFlat);
        Assert.Equal(OrderEndReason.RiskLimit, desk.Ended.Last().Reason);
    }

    [Fact]
    public void Market_order_stops_at_the_collar_where_the_book_is_thin()
    {
        var desk = With(new(PriceCollar: 0.02m));
        desk.ShowBook([(99.5m, 5m)], [(100m, 1m), (101m, 1m), (103m, 50m)]);

        desk.Submit(Desk.Market(Side.Buy, 10m));

        Assert.Equal(2m, desk.Position().Quantity);
        Assert.Equal(OrderEndReason.RiskLimit, Assert.Single(desk.Ended).Reason);
    }

    [Fact]
    public void Stop_that_made_the_risk_acceptable_is_neither_moved_off_nor_taken_away()
    {
        var desk = With(new() { TradeRiskMax = 0.01m });
        desk.Submit(Desk.Market(Side.Buy, 10m) with { Bracket = new Bracket(91m) });
        var stop = desk.State.Orders[0].Id;

        Assert.Equal((RefusalCode.RiskPerTrade, "TradeRiskMax"), (desk.Refused(new AmendOrder(stop, TriggerPrice: 85m)) is var moved ? (moved.Code, moved.Field) : default));
        Assert.Equal(RefusalCode.RiskPerTrade, desk.Refused(new CancelOrder(stop)).Code);
        Assert.Equal(RefusalCode.RiskPerTrade, desk.Refused(new CancelOrders(Desk.Btc)).Code);
        Assert.True(desk.Do(new AmendOrder(stop, TriggerPrice: 95m)).IsAccepted);

        desk.Submit(Desk.Stop(Side.Sell, 10m, 96m) with { ReduceOnly = true });
        Assert.True(desk.Do(new CancelOrder(stop)).IsAccepted);
        Assert.True(desk.Do(new ClosePosition(Desk.Btc, OrderNote.None)).IsAccepted);
    }

    [Fact]
    public void Oco_is_judged_as_if_both_could_fill_and_its_verdict_is_the_nearer()
    {
        var desk = With(new() { GrossNotionalMax = 400m });

        var result = desk.Do(new SubmitOco(Desk.Limit(Side.Buy, 1m, 90m), Desk.Limit(Side.Buy, 1m, 80m)));
        Assert.Equal(new RiskVerdict.Approved(RiskLimit.GrossNotionalMax, 170m, 400m, 0.425m), result.Verdict);

        var refusal = desk.Refused(new SubmitOco(Desk.Limit(Side.Buy, 2m, 90m), Desk.Limit(Side.Buy, 1m, 80m)));
        Assert.Equal((RefusalCode.RiskGrossNotional, "430"), (refusal.Code, refusal.Value));
    }

    [Fact]
    public void Approval_names_the_nearest_limit_and_says_nothing_where_nothing_is_limited()
    {
        var desk = With(new(LeverageMax: 40m, OrderNotionalMax: 1_000m, PriceCollar: 0.5m) { GrossNotionalMax = 1_250m });

        var nearest = desk.Do(new SubmitOrder(Desk.Limit(Side.Buy, 9m, 90m)));
        Assert.Equal(new RiskVerdict.Approved(RiskLimit.OrderNotionalMax, 810m, 1_000m, 0.81m), nearest.Verdict);
        Assert.Null(desk.Do(new MarkEquity()).Verdict);
        Assert.Null(With(AccountLimits.None).Do(new SubmitOrder(Desk.Market(Side.Buy, 1m))).Verdict);
    }

    [Fact]
    public void State_keeps_instants_of_orders_only_while_their_number_is_limited()
    {
        var desk = With(AccountLimits.None);
        desk.Submit(Desk.Market(Side.Buy, 1m));
        Assert.Null(desk.State.ToData().OpenedAt);

        desk.Do(new SetLimits(new() { OrdersPerMinuteMax = 3 }));
        for (var i = 0; i < 3; i++)
            desk.Submit(Desk.Market(Side.Buy, 1m));
        Assert.Equal(3, desk.State.ToData().OpenedAt!.Value.Length);
        Assert.True(AccountStates.AreEqual(desk.State.ToData(), desk.State.ToData().ToState().ToData()));

        desk.Do(new SetLimits(new() { OrdersPerMinuteMax = 2 }));
        desk.Context.Now += TimeSpan.FromMinutes(1);
        desk.Submit(Desk.Market(Side.Buy, 1m));
        Assert.Equal(2, desk.State.ToData().OpenedAt!.Value.Length);
    }
}
