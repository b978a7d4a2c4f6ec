using OrleansTrader.Trading.Accounts;
using OrleansTrader.Trading.Instruments;
using OrleansTrader.Trading.Orders;
using OrleansTrader.Trading.Tests.Accounts;

namespace OrleansTrader.Trading.Tests.Orders;

public sealed class OrderRefusalTests
{
    public static TheoryData<RefusalCode, OrderIntent> Wrong()
    {
        var market = Desk.Market(Side.Buy, 1m);
        var limit = Desk.Limit(Side.Buy, 1m, 90m);
        return new TheoryData<RefusalCode, OrderIntent>
        {
            { RefusalCode.UnknownSymbol, market with { Symbol = Symbol.Parse("ZZZ-USDT") } },
            { RefusalCode.NoMarket, market with { Symbol = Desk.Eth } },
            { RefusalCode.Tick, limit with { LimitPrice = 90.3m } },
            { RefusalCode.Lot, market with { Quantity = OrderQuantity.InBase(1.0005m) } },
            { RefusalCode.QuantityTooSmall, market with { Quantity = OrderQuantity.InQuote(0.01m) } },
            { RefusalCode.QuantityTooLarge, market with { Quantity = OrderQuantity.InBase(1_001m) } },
            { RefusalCode.NotionalTooSmall, market with { Quantity = OrderQuantity.InBase(0.01m) } },
            { RefusalCode.LeverageTooHigh, market with { Leverage = 51m } },
            { RefusalCode.ReduceOnlyWithoutPosition, market with { ReduceOnly = true } },
            { RefusalCode.Expired, limit with { TimeInForce = TimeInForce.Gtd, ExpiresAt = Desk.Start } },
            { RefusalCode.InvalidValue, limit with { LimitPrice = null } },
            { RefusalCode.InvalidValue, market with { TriggerPrice = 90m } },
            { RefusalCode.InvalidValue, market with { Bracket = new Bracket(StopPrice: 101m) } },
            { RefusalCode.InvalidValue, market with { Quantity = OrderQuantity.InBase(decimal.MaxValue) } },
            { RefusalCode.InvalidValue, limit with { LimitPrice = decimal.MinValue } },
            { RefusalCode.InvalidValue, market with { Note = new OrderNote(new string('x', 401), string.Empty) } },
        };
    }

    [Theory]
    [MemberData(nameof(Wrong))]
    public void Submit_wrong_order_is_refused_with_field_and_remedy(RefusalCode code, OrderIntent intent)
    {
        var desk = new Desk();
        desk.Quote(100m);
        var refusal = desk.Refused(new SubmitOrder(intent));
        Assert.Equal(code, refusal.Code);
        Assert.NotEmpty(refusal.Field);
        Assert.NotEmpty(refusal.Remedy);
    }

    [Fact]
    public void Submit_two_hundred_and_first_order_is_refused()
    {
        var desk = new Desk(1_000_000m);
        desk.Quote(100m);
        for (var i = 0; i < AccountState.OpenOrdersMax; i++)
            desk.Submit(Desk.Limit(Side.Buy, 1m, 90m));
        Assert.Equal(RefusalCode.TooManyOrders, desk.Refused(new SubmitOrder(Desk.Limit(Side.Buy, 1m, 90m))).Code);
    }

    [Fact]
    public void Decide_before_opening_is_refused() =>
        Assert.Equal(RefusalCode.NotOpened, new Desk(-1m).Refused(new Deposit(1m)).Code);

    [Theory]
    [InlineData(OrderStatus.Filled)]
    [InlineData(OrderStatus.Cancelled)]
    [InlineData(OrderStatus.Expired)]
    [InlineData(OrderStatus.Rejected)]
    public void TryNext_nothing_leaves_an_end(OrderStatus end) =>
        Assert.All(Enum.GetValues<OrderHappening>(), happening => Assert.False(OrderLife.TryNext(end, happening, out _)));
}
