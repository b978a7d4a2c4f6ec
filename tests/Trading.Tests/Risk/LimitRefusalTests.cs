using OrleansTrader.Trading.Accounts;
using OrleansTrader.Trading.Orders;
using OrleansTrader.Trading.Risk;
using OrleansTrader.Trading.Tests.Accounts;

namespace OrleansTrader.Trading.Tests.Risk;

/// <summary>One refusal of each limit, with limit and value, and that the same limit lets pass what it should.</summary>
public sealed class LimitRefusalTests
{
    private static Desk With(AccountLimits limits)
    {
        var desk = new Desk(limits: limits);
        desk.Quote(100m);
        desk.Quote(50m, symbol: Desk.Eth);
        return desk;
    }

    private static void Refuses(Desk desk, OrderIntent intent, RefusalCode code, RiskLimit limit, decimal? value, decimal? bound)
    {
        var result = desk.Do(new SubmitOrder(intent));

        Assert.Equal((code, limit.ToString()), (result.Refusal!.Code, result.Refusal.Field));
        Assert.Equal(new RiskVerdict.Refused(code, limit, value, bound), result.Verdict);
        Assert.Equal(0, desk.Buffer.Count);
    }

    [Fact]
    public void Submit_beyond_the_amount_of_its_symbol_is_refused()
    {
        var desk = With(new() { SymbolNotionalMax = SymbolAmounts.Parse("BTC-USDT 150") });
        desk.Submit(Desk.Market(Side.Buy, 10m, Desk.Eth));
        desk.Submit(Desk.Limit(Side.Buy, 1m, 90m));

        Refuses(desk, Desk.Limit(Side.Buy, 1m, 80m), RefusalCode.RiskSymbolNotional, RiskLimit.SymbolNotionalMax, 160m, 150m);
    }

    [Fact]
    public void Submit_beyond_the_gross_notional_counts_shorts_and_open_orders()
    {
        var desk = With(new() { GrossNotionalMax = 250m });
        desk.Submit(Desk.Market(Side.Buy, 1m));
        desk.Submit(Desk.Limit(Side.Sell, 2m, 60m, Desk.Eth));

        Refuses(desk, Desk.Limit(Side.Buy, 1m, 90m), RefusalCode.RiskGrossNotional, RiskLimit.GrossNotionalMax, 310m, 250m);

        // What may close the long adds nothing until it is more than that.
        desk.Submit(Desk.Limit(Side.Sell, 1m, 110m));
        Refuses(desk, Desk.Limit(Side.Sell, 1.5m, 110m), RefusalCode.RiskGrossNotional, RiskLimit.GrossNotionalMax, 295m, 250m);
    }

    [Fact]
    public void Submit_beyond_the_effective_leverage_is_refused()
    {
        var desk = With(new() { EffectiveLeverageMax = 0.5m });
        desk.Submit(Desk.Limit(Side.Buy, 40m, 90m));

        Refuses(desk, Desk.Limit(Side.Buy, 40m, 45m, Desk.Eth), RefusalCode.RiskEffectiveLeverage, RiskLimit.EffectiveLeverageMax, 0.54m, 0.5m);
    }

    [Fact]
    public void Submit_beyond_the_exposure_to_an_asset_is_refused()
    {
        var desk = With(new() { AssetExposureMax = 120m });
        desk.Submit(Desk.Market(Side.Buy, 1m));
        desk.Submit(Desk.Market(Side.Buy, 2m, Desk.Eth));

        Refuses(desk, Desk.Limit(Side.Buy, 1m, 90m), RefusalCode.RiskAssetExposure, RiskLimit.AssetExposureMax, 190m, 120m);
    }

    [Fact]
    public void Submit_beyond_the_exposure_to_a_group_is_refused_without_groups_all_assets_are_one()
    {
        var one = With(new() { GroupExposureMax = 150m });
        one.Submit(Desk.Market(Side.Buy, 1m));
        Refuses(one, Desk.Market(Side.Sell, 2m, Desk.Eth), RefusalCode.RiskGroupExposure, RiskLimit.GroupExposureMax, 200m, 150m);

        var apart = With(new() { GroupExposureMax = 150m, Groups = AssetGroups.Parse("gold: BTC") });
        apart.Submit(Desk.Market(Side.Buy, 1m));
        apart.Submit(Desk.Market(Side.Sell, 2m, Desk.Eth));
        Assert.Contains("the group others", apart.Refused(new SubmitOrder(Desk.Market(Side.Sell, 2m, Desk.Eth))).Remedy, StringComparison.Ordinal);
    }

    [Fact]
    public void Submit_beyond_the_risk_of_a_trade_counts_to_the_stop_or_all_of_it()
    {
        var desk = With(new() { TradeRiskMax = 0.01m });

        Refuses(desk, Desk.Limit(Side.Buy, 2m, 100m), RefusalCode.RiskPerTrade, RiskLimit.TradeRiskMax, 0.02m, 0.01m);
        Refuses(desk, Desk.Limit(Side.Buy, 11m, 100m) with { Bracket = new Bracket(90m) }, RefusalCode.RiskPerTrade, RiskLimit.TradeRiskMax, 0.011m, 0.01m);
        Refuses(desk, Desk.Limit(Side.Sell, 11m, 100m) with { Bracket = new Bracket(TrailingOffset: 10m) }, RefusalCode.RiskPerTrade, RiskLimit.TradeRiskMax, 0.011m, 0.01m);
        desk.Submit(Desk.Limit(Side.Buy, 10m, 99m) with { Bracket = new Bracket(90m) });
    }

    [Fact]
    public void Submit_beyond_the_orders_a_minute_says_when_there_is_room()
    {
        var desk = With(new() { OrdersPerMinuteMax = 2 });
        desk.Submit(Desk.Market(Side.Buy, 1m));
        desk.Context.Now += TimeSpan.FromSeconds(20);
        desk.Submit(Desk.Market(Side.Buy, 1m));
        desk.Context.Now += TimeSpan.FromSeconds(30);

        Assert.Equal(TimeSpan.FromSeconds(10), desk.Refused(new SubmitOrder(Desk.Market(Side.Buy, 1m))).RetryAfter);
        Refuses(desk, Desk.Market(Side.Buy, 1m), RefusalCode.RiskOrdersPerMinute, RiskLimit.OrdersPerMinuteMax, 3m, 2m);
        desk.Submit(Desk.Market(Side.Sell, 1m) with { ReduceOnly = true });
        desk.Submit(Desk.Market(Side.Sell, 1m));
        desk.Context.Now += TimeSpan.FromSeconds(10);
        desk.Submit(Desk.Market(Side.Buy, 1m));
        Assert.Equal(2, desk.State.ToData().OpenedAt!.Value.Length);
    }

    [Fact]
    public void Submit_too_near_to_liquidation_is_refused()
    {
        var desk = With(new() { LiquidationDistanceMin = 0.2m });
        desk.Submit(Desk.Market(Side.Buy, 100m));

        var refusal = desk.Refused(new SubmitOrder(Desk.Market(Side.Buy, 400m)));

        Assert.Equal(RefusalCode.RiskLiquidationDistance, refusal.Code);
        // 500 held and 9,950 after fees: 9,950 − 500 (100 − p) = 1 % of 500 p at p = 80.909.
        Assert.Equal(0.191m, Math.Round(decimal.Parse(refusal.Value, System.Globalization.CultureInfo.InvariantCulture), 3));
        desk.Submit(Desk.Market(Side.Buy, 300m));
    }

    [Fact]
    public void Submit_outside_the_hours_or_of_other_symbols_is_refused_but_may_reduce()
    {
        var hours = With(new() { Hours = TradingHours.Parse("mon 08:00-10:30") });
        hours.Submit(Desk.Market(Side.Buy, 2m));
        hours.Context.Now += TimeSpan.FromMinutes(30);
        Refuses(hours, Desk.Market(Side.Buy, 1m), RefusalCode.RiskHours, RiskLimit.Hours, null, null);
        Assert.Equal("Mon 10:30", hours.Refused(new SubmitOrder(Desk.Market(Side.Buy, 1m))).Value);
        hours.Submit(Desk.Market(Side.Sell, 1m) with { ReduceOnly = true });
        hours.Submit(Desk.Market(Side.Sell, 1m));

        Refuses(With(new() { SymbolsAllowed = SymbolSet.Parse("BTC-USDT") }), Desk.Market(Side.Buy, 1m, Desk.Eth), RefusalCode.RiskSymbolNotAllowed, RiskLimit.SymbolsAllowed, null, null);
        Refuses(With(new() { SymbolsBlocked = SymbolSet.Parse("ETH-USDT") }), Desk.Market(Side.Buy, 1m, Desk.Eth), RefusalCode.RiskSymbolBlocked, RiskLimit.SymbolsBlocked, null, null);
    }

    [Fact]
    public void Close_by_an_agent_before_the_shortest_hold_is_refused_by_hand_and_by_a_stop_it_is_not()
    {
        var desk = With(new() { HoldMinutesMin = 10m });
        desk.Submit(Desk.Market(Side.Buy, 3m) with { Bracket = new Bracket(90m) });
        desk.Context.Now += TimeSpan.FromMinutes(4);
        var byAgent = new OrderNote("changed my mind", "agent@1.0.0");

        var refusal = desk.Refused(new ClosePosition(Desk.Btc, byAgent));
        Assert.Equal((RefusalCode.RiskHoldMin, "HoldMinutesMin", "4"), (refusal.Code, refusal.Field, refusal.Value));
        Assert.InRange(refusal.RetryAfter!.Value, TimeSpan.FromMinutes(6), TimeSpan.FromMinutes(6) + TimeSpan.FromTicks(1));
        Refuses(desk, Desk.Market(Side.Sell, 1m) with { ReduceOnly = true, Note = byAgent }, RefusalCode.RiskHoldMin, RiskLimit.HoldMinutesMin, 4m, 10m);

        desk.Submit(Desk.Market(Side.Sell, 1m) with { ReduceOnly = true, Note = new OrderNote("by hand", OrderNote.ManualCause) });
        Assert.True(desk.Do(new ClosePosition(Desk.Btc, new OrderNote("by hand", OrderNote.ManualCause))).IsAccepted);

        desk.Submit(Desk.Market(Side.Buy, 3m) with { Bracket = new Bracket(90m) });
        desk.Quote(89m);
        Assert.True(desk.Position().IsFlat);
        Assert.Equal(ExitKind.Stop, desk.Trades.Last().Exit);

        desk.Submit(Desk.Market(Side.Buy, 3m));
        desk.Context.Now += TimeSpan.FromMinutes(10);
        Assert.True(desk.Do(new ClosePosition(Desk.Btc, byAgent)).IsAccepted);
    }

    [Fact]
    public void Halt_that_flattens_does_not_wait_for_the_shortest_hold()
    {
        var desk = With(new() { HoldMinutesMin = 10m });
        desk.Submit(Desk.Market(Side.Buy, 3m));

        Assert.True(desk.Do(new HaltAccount("kill switch", Flatten: true)).IsAccepted);

        Assert.True(desk.Position().IsFlat);
    }

    [Fact]
    public void Position_held_for_the_longest_time_is_closed_by_its_trigger()
    {
        var desk = With(new() { HoldMinutesMax = 5m });
        desk.Submit(Desk.Market(Side.Buy, 3m) with { Bracket = new Bracket(90m, 120m) });
        desk.Quote(101m, after: TimeSpan.FromMinutes(5) - TimeSpan.FromTicks(1));
        Assert.False(desk.Position().IsFlat);

        desk.Quote(101m, after: TimeSpan.FromTicks(1));

        Assert.True(desk.Position().IsFlat);
        Assert.Empty(desk.State.Orders.ToArray());
        var trade = Assert.Single(desk.Trades);
        Assert.Equal((ExitKind.Time, "exit: held for 5 minutes, the longest allowed"), (trade.Exit, trade.ExitNote.Reason));
    }
}
