using OrleansTrader.Trading.Accounts;
using OrleansTrader.Trading.Orders;
using OrleansTrader.Trading.Orders.Parents;
using OrleansTrader.Trading.Risk;
using OrleansTrader.Trading.Tests.Accounts;
using static OrleansTrader.Trading.Tests.Orders.Parents.ParentFixture;

namespace OrleansTrader.Trading.Tests.Orders.Parents;

public sealed class ParentLifeTests
{
    private static readonly Bracket Exits = new(StopPrice: 95m, TargetPrice: 120m);

    private static ParentIntent Slices(Side side = Side.Buy) =>
        Buy(ExecutionStyle.Twap, side: side) with { Slices = 5, Urgency = ExecutionUrgency.High };

    private static Desk Halfway(ParentIntent intent, out OrderId id, Desk? desk = null)
    {
        desk ??= Quoted();
        id = desk.Start(intent);
        for (var second = 0; second < 30; second++)
            desk.Quote(100m, 100.5m);
        Assert.Null(desk.Ending(id));
        return desk;
    }

    [Fact]
    public void Cancel_halfway_cancelsTheChildAndReportsWhatWasDone()
    {
        var desk = Halfway(Slices() with { Urgency = ExecutionUrgency.Normal }, out var id);
        Assert.Equal(1, desk.State.Orders.Length);
        Assert.True(desk.Do(new CancelParent(id)).IsAccepted);
        var ended = desk.Ended(id);
        Assert.Equal((ParentEndReason.Requested, 0), (ended.Reason, desk.State.Orders.Length));
        Assert.Equal(desk.Position().Quantity, ended.Report.Filled);
        Assert.Equal(OrderEndReason.Parent, desk.Ended.Last().Reason);
        Assert.Equal(RefusalCode.UnknownOrder, desk.Refused(new CancelParent(id)).Code);
    }

    [Fact]
    public void Children_areTheParentsAlone()
    {
        var desk = Quoted();
        var id = desk.Start(Buy(ExecutionStyle.LimitAtBest));
        var child = desk.Children(id).Single().Order;
        Assert.Equal(RefusalCode.WrongTransition, desk.Refused(new CancelOrder(child)).Code);
        Assert.Equal(RefusalCode.WrongTransition, desk.Refused(new AmendOrder(child, LimitPrice: 99m)).Code);
        Assert.Equal("Parent", desk.Refused(new SubmitOrder(Desk.Market(Side.Buy, 1m) with { Parent = id })).Field);
        Assert.Equal(RefusalCode.OrdersOpen, desk.Refused(new ArchiveAccount()).Code);
        desk.Do(new CancelOrders(Desk.Btc));
        Assert.Equal(ParentEndReason.Requested, desk.Ended(id).Reason);
    }

    [Fact]
    public void Bracket_ofAParent_growsWithEachPart()
    {
        var desk = Halfway(Slices() with { Bracket = Exits }, out var id);
        var held = desk.Position().Quantity;
        Assert.InRange(held, 3m, 8m);
        var legs = desk.State.Orders.ToArray();
        Assert.Equal([OrderRole.Stop, OrderRole.Target], legs.Select(l => l.Role));
        Assert.All(legs, leg => Assert.Equal((held, -id.Value), (leg.Quantity, leg.Group)));
    }

    [Fact]
    public void Stop_ofABracket_endsTheParentWithThePosition()
    {
        var desk = Halfway(Slices() with { Bracket = Exits }, out var id);
        desk.Quote(94m, 94.5m);
        Assert.Equal(ParentEndReason.ExitTriggered, desk.Ended(id).Reason);
        Assert.True(desk.Position().IsFlat);
        Assert.Empty(desk.State.Orders.ToArray());
        Assert.Empty(desk.State.Parents);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Halt_endsWhatOpens_andWhatReducesOnlyWhereItFlattens(bool flatten)
    {
        var desk = Quoted();
        desk.Submit(Desk.Market(Side.Buy, 20m));
        Halfway(Slices(), out var opening, desk);
        var closing = desk.Start(Slices(Side.Sell) with { ReduceOnly = true });
        desk.Do(new HaltAccount("test", flatten));
        Assert.Equal(ParentEndReason.Halted, desk.Ended(opening).Reason);
        Assert.Equal(flatten, desk.Ending(closing)?.Reason == ParentEndReason.Halted);
        Assert.Equal(flatten, desk.Position().IsFlat);
        if (flatten)
            return;
        desk.RunOut(closing);
        Assert.Equal((ParentEndReason.Filled, 10m), (desk.Ended(closing).Reason, desk.Ended(closing).Report.Filled));
    }

    [Fact]
    public void ReduceOnly_beyondThePosition_stopsAtFlat()
    {
        var desk = Quoted();
        Assert.Equal(RefusalCode.ReduceOnlyWithoutPosition, desk.Refused(new SubmitParent(Slices(Side.Sell) with { ReduceOnly = true })).Code);
        desk.Submit(Desk.Market(Side.Buy, 7m));
        var id = desk.Start(Slices(Side.Sell) with { ReduceOnly = true });
        desk.RunOut(id);
        Assert.Equal((ParentEndReason.PositionClosed, 7m), (desk.Ended(id).Reason, desk.Ended(id).Report.Filled));
        Assert.True(desk.Position().IsFlat);
    }

    [Fact]
    public void ReduceOnly_whosePositionIsClosedOtherwise_endsWithIt()
    {
        var desk = Quoted();
        desk.Submit(Desk.Market(Side.Buy, 20m));
        Halfway(Slices(Side.Sell) with { ReduceOnly = true }, out var id, desk);
        desk.Do(new ClosePosition(Desk.Btc, OrderNote.None));
        Assert.Equal(ParentEndReason.PositionClosed, desk.Ended(id).Reason);
    }

    [Fact]
    public void Liquidation_endsTheParent()
    {
        var desk = new Desk(cash: 1_000m);
        desk.Show(100m, 100.5m, Desk.Btc);
        Halfway(Buy(ExecutionStyle.Twap, 300m) with { Slices = 5, Urgency = ExecutionUrgency.High, Leverage = 50m }, out var id, desk);
        desk.Quote(90m, 90.5m);
        Assert.Equal(ParentEndReason.Liquidation, desk.Ended(id).Reason);
    }

    [Fact]
    public void Submit_whole_isJudgedByLimitsAndMargin()
    {
        var desk = new Desk(limits: new AccountLimits(OrderNotionalMax: 2_000m));
        desk.Show(100m, 100.5m, Desk.Btc);
        Assert.Equal(RefusalCode.RiskOrderNotional, desk.Refused(new SubmitParent(Buy(ExecutionStyle.Twap, 30m) with { Slices = 30 })).Code);
        desk = new Desk(cash: 100m);
        desk.Show(100m, 100.5m, Desk.Btc);
        Assert.Equal(RefusalCode.InsufficientMargin, desk.Refused(new SubmitParent(Buy(ExecutionStyle.Twap, 30m) with { Slices = 30 })).Code);
    }

    [Fact]
    public void Child_beyondALimitSetMeanwhile_endsTheParentWithTheCode()
    {
        var desk = Halfway(Slices(), out var id);
        desk.Do(new SetLimits(new AccountLimits(PositionNotionalMax: desk.Position().Quantity * 100.5m)));
        desk.RunOut(id);
        Assert.Equal((ParentEndReason.Refused, RefusalCode.RiskPositionNotional), (desk.Ended(id).Reason, desk.Ended(id).Refusal));
    }

    [Fact]
    public void Child_beyondTheRate_waitsForItsTurn()
    {
        var desk = new Desk(limits: new AccountLimits { OrdersPerMinuteMax = 2 });
        desk.Show(100m, 100.5m, Desk.Btc);
        var id = desk.Start(Slices() with { Slices = 10 });
        desk.RunOut(id);
        Assert.Equal((ParentEndReason.Filled, 10m), (desk.Ended(id).Reason, desk.Ended(id).Report.Filled));
        Assert.InRange(desk.Fills.Count(f => f.At < Desk.Start.AddMinutes(1)), 1, 2);
    }

    [Fact]
    public void Remainder_belowTheMinimum_goesWithTheLastPartOrEnds()
    {
        var desk = Quoted();
        // Minimum notional 5: a part of 0.02 would be worth 2. Nine parts cannot be made of 0.18 lots of 0.02.
        var id = desk.Start(Slices() with { Quantity = OrderQuantity.InBase(0.18m), Slices = 9 });
        desk.RunOut(id);
        Assert.Equal(0.18m, desk.Ended(id).Report.Filled);
        Assert.All(desk.Fills, fill => Assert.True(fill.Notional >= 5m));
        desk = Quoted(size: 9.98m);
        id = desk.Start(Buy(ExecutionStyle.Market));
        Assert.Equal((ParentEndReason.RemainderTooSmall, 9.98m), (desk.Ended(id).Reason, desk.Ended(id).Report.Filled));
    }

    [Theory]
    [InlineData("Duration")]
    [InlineData("DisplayQuantity")]
    [InlineData("Profile")]
    [InlineData("Slices")]
    [InlineData("ParticipationMax")]
    [InlineData("Quantity")]
    [InlineData("LimitPrice")]
    [InlineData("StopPrice")]
    [InlineData("Symbol")]
    public void Submit_ofNonsense_namesTheField(string field)
    {
        var intent = field switch
        {
            "Duration" => Slices() with { Duration = null },
            "DisplayQuantity" => Buy(ExecutionStyle.Iceberg) with { DisplayQuantity = 0.0001m },
            "Profile" => Buy(ExecutionStyle.Vwap) with { Profile = new VolumeProfile(30, [1m]) },
            "Slices" => Slices() with { Slices = 501 },
            "ParticipationMax" => Slices() with { ParticipationMax = 1.5m },
            "Quantity" => Slices() with { Quantity = OrderQuantity.InBase(0.00001m) },
            "LimitPrice" => Slices() with { LimitPrice = 100.3m },
            "StopPrice" => Slices() with { Bracket = new Bracket(StopPrice: 200m) },
            _ => Slices() with { Symbol = default },
        };
        Assert.Equal(field, Quoted().Refused(new SubmitParent(intent)).Field);
    }

    [Fact]
    public void Parents_areBounded()
    {
        var desk = new Desk(cash: 1_000_000m);
        desk.Show(100m, 100.5m, Desk.Btc);
        for (var i = 0; i < ParentOrder.CountMax; i++)
            desk.Start(Slices());
        Assert.Equal(RefusalCode.TooManyOrders, desk.Refused(new SubmitParent(Slices())).Code);
    }
}
