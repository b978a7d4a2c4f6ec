using OrleansTrader.Trading.Accounts;
using OrleansTrader.Trading.Orders;
using OrleansTrader.Trading.Risk;
using OrleansTrader.Trading.Tests.Accounts;

namespace OrleansTrader.Trading.Tests.Risk;

public sealed class RiskPolicyTests
{
    private static Desk With(AccountLimits limits)
    {
        var desk = new Desk(limits: limits);
        desk.Quote(100m);
        desk.Quote(50m, symbol: Desk.Eth);
        return desk;
    }

    [Fact]
    public void Submit_beyond_each_limit_is_refused_by_its_name()
    {
        Assert.Equal(RefusalCode.RiskOrderNotional, With(new(OrderNotionalMax: 99m)).Refused(new SubmitOrder(Desk.Market(Side.Buy, 1m))).Code);
        Assert.Equal(RefusalCode.RiskPositionNotional, With(new(PositionNotionalMax: 99m)).Refused(new SubmitOrder(Desk.Market(Side.Buy, 1m))).Code);
        Assert.Equal(RefusalCode.RiskLeverage, With(new(LeverageMax: 9m)).Refused(new SubmitOrder(Desk.Market(Side.Buy, 1m))).Code);
        Assert.Equal(RefusalCode.PriceCollar, With(new(PriceCollar: 0.05m)).Refused(new SubmitOrder(Desk.Limit(Side.Buy, 1m, 106m))).Code);
        var desk = With(new(OpenPositionsMax: 1));
        desk.Submit(Desk.Market(Side.Buy, 1m));
        Assert.Equal(RefusalCode.RiskOpenPositions, desk.Refused(new SubmitOrder(Desk.Market(Side.Buy, 1m, Desk.Eth))).Code);
    }

    [Fact]
    public void Daily_loss_halts_and_flattens()
    {
        var desk = With(new(DailyLossMax: 50m));
        desk.Submit(Desk.Market(Side.Buy, 10m));
        desk.Quote(95.5m);
        Assert.False(desk.State.IsHalted);
        // 1 of fee and 49.5 of loss
        desk.Quote(95.05m);
        Assert.Equal(HaltCause.DailyLoss, desk.State.Halt);
        Assert.True(desk.Position().IsFlat);
        Assert.Equal(RefusalCode.Halted, desk.Refused(new SubmitOrder(Desk.Market(Side.Buy, 1m))).Code);
    }

    [Fact]
    public void Halt_keeps_protective_orders_working()
    {
        var desk = With(AccountLimits.None);
        desk.Submit(Desk.Market(Side.Buy, 1m) with { Bracket = new Bracket(90m, 110m) });
        desk.Submit(Desk.Limit(Side.Buy, 1m, 80m));
        desk.Do(new HaltAccount("kill switch", Flatten: false));
        Assert.Equal(2, desk.State.Orders.Length);
        desk.Quote(89m);
        Assert.Equal(ExitKind.Stop, Assert.Single(desk.Trades).Exit);
    }

    [Fact]
    public void Submit_beyond_each_limit_of_an_agent_is_refused_with_limit_and_value()
    {
        Refused(new(OrderNotionalMax: 99m), Desk.Market(Side.Buy, 1m), RefusalCode.RiskOrderNotional, "OrderNotionalMax", "100", "at most 99");
        Refused(new(PositionNotionalMax: 99m), Desk.Market(Side.Buy, 1m), RefusalCode.RiskPositionNotional, "PositionNotionalMax", "100", "at most 99");
        Refused(new(LeverageMax: 9m), Desk.Market(Side.Buy, 1m), RefusalCode.RiskLeverage, "LeverageMax", "10", "at most 9");
        Refused(new(PriceCollar: 0.05m), Desk.Limit(Side.Buy, 1m, 106m), RefusalCode.PriceCollar, "LimitPrice", "106", "at most 105.00");

        static void Refused(AccountLimits limits, OrderIntent intent, RefusalCode code, string field, string value, string remedy)
        {
            var desk = With(AccountLimits.None);
            Assert.True(desk.Do(new SetAgentLimits("one", limits)).IsAccepted);
            Assert.Equal(new Refusal(code, field, value, remedy), desk.Refused(new SubmitOrder(intent)));
            Assert.True(desk.Do(new SetAgentLimits("one", null)).IsAccepted);
            desk.Submit(intent);
        }
    }

    [Fact]
    public void Limits_in_force_are_the_strictest_of_all_field_by_field()
    {
        var desk = With(new(LeverageMax: 5m, OrderNotionalMax: 1_000m, DailyLossMax: 50m, OnBreach: BreachAction.Halt));

        desk.Do(new SetAgentLimits("two", new(LeverageMax: 8m, OrderNotionalMax: 500m, OpenPositionsMax: 3, PriceCollar: 0.1m)));
        desk.Do(new SetAgentLimits("one", new(LeverageMax: 3m, OpenPositionsMax: 4, DrawdownMax: 0.2m, PriceCollar: 0.2m)));

        Assert.Equal(
            new AccountLimits(3m, 500m, null, 3, 50m, 0.2m, 0.1m, BreachAction.HaltAndFlatten), desk.Snapshot.Limits);
        Assert.Equal(["one", "two"], desk.Snapshot.AgentLimits!.Value.Select(static brought => brought.Agent));
        desk.Do(new SetAgentLimits("one", null));
        Assert.Equal(new AccountLimits(5m, 500m, null, 3, 50m, null, 0.1m, BreachAction.Halt), desk.Snapshot.Limits);
        desk.Do(new SetAgentLimits("two", null));
        Assert.Equal(desk.Snapshot.OwnLimits, desk.Snapshot.Limits);
        Assert.Null(desk.Snapshot.AgentLimits);
    }

    [Fact]
    public void Drawdown_of_an_agent_halts_as_the_agent_says_and_counts_from_when_it_came()
    {
        var desk = With(AccountLimits.None);
        desk.Submit(Desk.Market(Side.Buy, 10m));
        desk.Quote(60m);
        desk.Do(new SetAgentLimits("one", new(DrawdownMax: 0.01m, OnBreach: BreachAction.Halt)));
        Assert.False(desk.State.IsHalted);

        // 9,599 of equity, of which 1 % is 95.99.
        desk.Quote(50.5m);
        Assert.False(desk.State.IsHalted);
        desk.Quote(50m);

        Assert.Equal(HaltCause.Drawdown, desk.State.Halt);
        Assert.False(desk.Position().IsFlat);
        Assert.Equal(RefusalCode.Halted, desk.Refused(new SubmitOrder(Desk.Market(Side.Buy, 1m))).Code);
    }

    [Fact]
    public void Limits_of_an_agent_set_twice_or_taken_back_unset_change_nothing()
    {
        var desk = With(AccountLimits.None);
        desk.Do(new SetAgentLimits("one", new(LeverageMax: 3m)));
        var version = desk.State.Version;

        desk.Do(new SetAgentLimits("one", new(LeverageMax: 3m)));
        desk.Do(new SetAgentLimits("two", null));

        Assert.Equal(version, desk.State.Version);
        Assert.Equal(RefusalCode.LeverageTooHigh, desk.Refused(new SetLeverage(Desk.Btc, 4m)).Code);
    }

    [Fact]
    public void Limits_of_agents_that_cannot_be_are_refused()
    {
        var desk = With(AccountLimits.None);
        Assert.Equal("dailyLossMax", desk.Refused(new SetAgentLimits("one", new(DailyLossMax: 0m))).Field);
        Assert.Equal("Agent", desk.Refused(new SetAgentLimits("", new(DailyLossMax: 1m))).Field);
        Assert.Equal("Agent", desk.Refused(new SetAgentLimits(new string('a', AgentLimits.NameLengthMax + 1), null)).Field);
        for (var i = 0; i < AgentLimits.CountMax; i++)
            Assert.True(desk.Do(new SetAgentLimits($"agent-{i}", new(DailyLossMax: 1_000m))).IsAccepted);

        Assert.Equal("agents", desk.Refused(new SetAgentLimits("one", new(DailyLossMax: 1m))).Field);

        Assert.True(desk.Do(new SetAgentLimits("agent-7", null)).IsAccepted);
        Assert.True(desk.Do(new SetAgentLimits("one", new(DailyLossMax: 1m))).IsAccepted);
    }

    [Fact]
    public void Copy_of_a_state_has_its_limits_and_none_of_another()
    {
        var desk = With(new(OrderNotionalMax: 500m));
        desk.Do(new SetAgentLimits("one", new(LeverageMax: 3m)));
        var copy = new AccountState();

        copy.CopyFrom(desk.State);
        Assert.Equal(desk.State.LimitsInForce, copy.LimitsInForce);
        Assert.Equal(new AccountLimits(LeverageMax: 3m), copy.LimitsOf("one"));

        copy.CopyFrom(With(AccountLimits.None).State);
        Assert.Equal(AccountLimits.None, copy.LimitsInForce);
        Assert.Empty(copy.AgentLimits);
    }

    [Fact]
    public void Reset_keeps_the_limits_of_agents_and_begins_their_losses_anew()
    {
        var desk = With(AccountLimits.None);
        desk.Do(new SetAgentLimits("one", new(DrawdownMax: 0.1m)));

        Assert.True(desk.Do(new ResetAccount(100m)).IsAccepted);

        Assert.False(desk.State.IsHalted);
        Assert.Equal(0.1m, desk.State.LimitsInForce.DrawdownMax);
        Assert.Equal(100m, desk.State.PeakEquity);
    }
}
