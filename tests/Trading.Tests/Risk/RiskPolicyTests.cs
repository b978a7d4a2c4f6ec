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
}
