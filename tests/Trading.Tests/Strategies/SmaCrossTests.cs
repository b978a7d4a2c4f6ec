using OrleansTrader.Trading.Markets;
using OrleansTrader.Trading.Orders;
using OrleansTrader.Trading.Risk;
using OrleansTrader.Trading.Strategies;
using static OrleansTrader.Trading.Tests.Strategies.ObservationFixture;

namespace OrleansTrader.Trading.Tests.Strategies;

public sealed class SmaCrossTests
{
    private readonly IPlanner _planner = Planner("sma-cross", ("fast", "5"), ("slow", "20"));

    [Fact]
    public void Plan_freshCrossUp_buysTheShareOfEquityWithAStop()
    {
        var decision = Assert.Single(_planner.Plan(Observe(Readings(101, 100, 99, 100))).Positions);
        Assert.Equal(TradeSignal.Buy, decision.Signal);
        Assert.Equal(90m, decision.Quantity); // 10,000 · 0.9 / 100
        Assert.Equal(1m, decision.Leverage);
        Assert.Equal(90m, decision.ExitPlan!.StopLoss); // 5 ranges of 2 below
        Assert.Null(decision.ExitPlan.ProfitTarget);
        Assert.Equal("sma 5/20 1m: 101 above 100, fresh cross", decision.Justification);
    }

    [Theory]
    [InlineData(1_000, null, 9.9)] // 99 % of the limit at 100
    [InlineData(null, 500, 4.95)]
    [InlineData(100_000, 100_000, 90)]
    public void Plan_accountWithLimits_buysWithinThem(int? position, int? order, double quantity)
    {
        var observation = Observe(Readings(101, 100, 99, 100));
        var limits = new AccountLimits(PositionNotionalMax: position, OrderNotionalMax: order);
        var decision = Assert.Single(_planner.Plan(observation with { Account = observation.Account with { Limits = limits } }).Positions);
        Assert.Equal((decimal)quantity, decision.Quantity);
    }

    [Fact]
    public void Plan_leverageBeyondTheLimit_asksForTheLimits()
    {
        var planner = Planner("sma-cross", ("fast", "5"), ("slow", "20"), ("leverage", "5"));
        var observation = Observe(Readings(101, 100, 99, 100));
        Assert.Equal(5m, Assert.Single(planner.Plan(observation).Positions).Leverage);
        var limited = observation with { Account = observation.Account with { Limits = new AccountLimits(LeverageMax: 2m) } };
        Assert.Equal(2m, Assert.Single(planner.Plan(limited).Positions).Leverage);
    }

    [Fact]
    public void Plan_heldSideAgrees_isTheSharedHold() => Assert.Same(Decision.Hold, _planner.Plan(Observe(Readings(101, 100, 101, 100), held: 90m)));

    [Fact]
    public void Plan_crossAgainstTheHeldSide_flips()
    {
        var decision = Assert.Single(_planner.Plan(Observe(Readings(99, 100, 101, 100), held: 90m)).Positions);
        Assert.Equal(TradeSignal.Sell, decision.Signal);
        Assert.Equal(110m, decision.ExitPlan!.StopLoss);
    }

    [Fact]
    public void Plan_sideThatWasStoppedOut_waitsForTheNextCross()
    {
        var stopped = Trade(Side.Buy, At.AddMinutes(-10));
        Assert.True(_planner.Plan(Observe(Readings(101, 100, 101, 100), last: stopped)).IsHold);
        Assert.False(_planner.Plan(Observe(Readings(101, 100, 99, 100), last: stopped)).IsHold);
        Assert.True(_planner.Plan(Observe(Readings(101, 100, 99, 100), last: Trade(Side.Buy, At))).IsHold); // stopped within this very candle
        Assert.False(_planner.Plan(Observe(Readings(101, 100, 101, 100), last: Trade(Side.Sell, At.AddMinutes(-10)))).IsHold);
    }

    [Fact]
    public void Plan_longOnly_closesInsteadOfFlipping()
    {
        var planner = Planner("sma-cross", ("fast", "5"), ("slow", "20"), ("direction", "long"));
        Assert.Equal(TradeSignal.Close, Assert.Single(planner.Plan(Observe(Readings(99, 100, 101, 100), held: 90m)).Positions).Signal);
        Assert.True(planner.Plan(Observe(Readings(99, 100, 101, 100))).IsHold);
    }

    [Fact]
    public void Plan_staleOrColdOrWithAnEntryUnderWay_holds()
    {
        var market = Readings(101, 100, 99, 100);
        var entry = new OrderObservation(new OrderId(1), market.Symbol, Side.Buy, OrderType.Market, OrderRole.Single, 1m, null, null, false);
        Assert.Same(Decision.Hold, _planner.Plan(Observe(market with { StaleReason = StaleReason.Silent })));
        Assert.Same(Decision.Hold, _planner.Plan(Observe(market with { IsWarm = false })));
        Assert.Same(Decision.Hold, _planner.Plan(Observe(market, 0m, null, entry)));
        Assert.False(_planner.Plan(Observe(market, 0m, null, entry with { IsReduceOnly = true })).IsHold);
    }

    [Fact]
    public void Plan_hold_allocatesNothing()
    {
        var observation = Observe(Readings(101, 100, 101, 100), held: 90m);

        // Code that is not yet optimised may allocate: walks go on until it is, the first quiet one is the planner's own.
        Assert.Contains(0L, Enumerable.Range(0, 5_000).Select(_ => AllocatedByWalk()));

        long AllocatedByWalk()
        {
            var before = GC.GetAllocatedBytesForCurrentThread();
            for (var i = 0; i < 100; i++)
                _planner.Plan(observation);
            return GC.GetAllocatedBytesForCurrentThread() - before;
        }
    }

    private static SymbolObservation Readings(double fast, double slow, double fastBefore, double slowBefore) => Market(
        [Reading("sma 5 1m", [fast], [fastBefore]), Reading("sma 20 1m", [slow], [slowBefore]), Reading("atr 14 1m", [2, 0, 0])]);
}
