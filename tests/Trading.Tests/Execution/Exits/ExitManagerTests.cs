using System.Collections.Immutable;
using OrleansTrader.Trading.Accounts;
using OrleansTrader.Trading.Execution.Exits;
using OrleansTrader.Trading.Markets;
using OrleansTrader.Trading.Orders;
using OrleansTrader.Trading.Risk;
using OrleansTrader.Trading.Strategies;
using OrleansTrader.Trading.Tests.Markets;
using OrleansTrader.Trading.Tests.Strategies;

namespace OrleansTrader.Trading.Tests.Execution.Exits;

/// <summary>What a policy asks for at one instant, by hand: entry 100, bid 99.99, ask 100.01, tick 0.01, unless said otherwise.</summary>
public sealed class ExitManagerTests
{
    private static readonly PositionExits Set = new(new Bracket(95m), -1, 0m, 0, false);

    private static readonly ImmutableArray<IndicatorReading> Ranges =
    [
        ObservationFixture.Reading("atr 14 1h", [2]), ObservationFixture.Reading("atr 22 1h", [2]),
        ObservationFixture.Reading("highest 22 1h", [104, 98, 0.5]), ObservationFixture.Reading("lowest 22 1h", [96, 104, 0.5]),
    ];

    private static ExitSituation At(
        decimal quantity = 1m, decimal? stop = 95m, decimal bid = 99.99m, PositionExits? exits = null, ExitWish? wish = null, decimal entry = 100m, AccountLimits? limits = null)
    {
        var position = new PositionObservation(
            MarketFixture.Btc, quantity, entry, bid, (bid - entry) * quantity, null, 2m, 0m, ObservationFixture.At.AddHours(-1), null) { Exits = exits };
        ImmutableArray<OrderObservation> orders = stop is { } price
            ? [new(new OrderId(7), MarketFixture.Btc, position.Side.Opposite(), OrderType.Stop, OrderRole.Stop, Math.Abs(quantity), null, price, true)]
            : [];
        var account = new AccountObservation(10_000m, 10_000m, 5_000m, 0m, 0m, [position], orders) { Limits = limits ?? AccountLimits.None };
        var market = ObservationFixture.Market(Ranges) with { Bid = bid, Ask = bid + 0.02m, Mark = bid };
        return new ExitSituation(ObservationFixture.At, position, market, account, wish);
    }

    private static AccountCommand? Only(ExitPolicy policy, ExitSituation situation, ExitMemory? memory = null)
    {
        var advice = ExitManager.Advise(policy, situation, memory, "test");
        Assert.Equal(advice.Commands.Length, advice.Commands.Select(c => c.Suffix).Distinct().Count());
        return Assert.Single(advice.Commands.DefaultIfEmpty()!)?.Command;
    }

    [Fact]
    public void Advise_nothingAsked_doesNothing() => Assert.Null(Only(new ExitPolicy(), At()));

    [Theory]
    // mid 100 − 2 × 2 = 96
    [InlineData(TrailKind.Atr, 2, 1, 95, 99.99, 96.0)]
    // highest 104 − 3 × 2 = 98
    [InlineData(TrailKind.Chandelier, 3, 1, 95, 99.99, 98.0)]
    // lowest 96 + 3 × 2 = 102
    [InlineData(TrailKind.Chandelier, 3, -1, 105, 99.99, 102.0)]
    [InlineData(TrailKind.Atr, 2, -1, 105, 99.99, 104.0)]
    public void Trail_better_movesTheStopThatThereIs(TrailKind kind, double distance, double quantity, double stop, double bid, double wanted) => Assert.Equal(
        new AmendOrder(new OrderId(7), TriggerPrice: (decimal)wanted),
        Only(new ExitPolicy { Trail = new TrailPolicy(kind, (decimal)distance) }, At((decimal)quantity, (decimal)stop, (decimal)bid)));

    [Theory]
    [InlineData(97.0)]
    // Better by less than a twentieth of what is between stop and market.
    [InlineData(95.9)]
    public void Trail_worseOrHardlyBetter_staysWhereItIs(double stop) =>
        Assert.Null(Only(new ExitPolicy { Trail = new TrailPolicy(TrailKind.Atr, 2m) }, At(stop: (decimal)stop)));

    [Fact]
    public void Trail_marketHasPassedIt_closes() =>
        Assert.IsType<ClosePosition>(Only(new ExitPolicy { Trail = new TrailPolicy(TrailKind.Chandelier, 1m) }, At(bid: 101m)));

    [Fact]
    public void Trail_rangeNotKnown_doesNothing() =>
        Assert.Null(Only(new ExitPolicy { Trail = new TrailPolicy(TrailKind.Atr, 2m, "atr 5 1d") }, At()));

    [Fact]
    public void Trail_withoutAStop_setsOne()
    {
        var set = Assert.IsType<ReplaceExits>(Only(new ExitPolicy { Trail = new TrailPolicy(TrailKind.Atr, 2m) }, At(stop: null)));
        Assert.Equal(new Bracket(96m), set.Exits);
    }

    [Theory]
    [InlineData(1, 96.0)]
    [InlineData(-1, 104.0)]
    public void Stop_none_isSetByRanges(double quantity, double stop) => Assert.Equal(
        new Bracket((decimal)stop), Assert.IsType<ReplaceExits>(Only(new ExitPolicy { Stop = new StopPolicy(Ranges: 2m) }, At((decimal)quantity, null))).Exits);

    [Fact]
    public void SetUp_ladderBreakEvenPercentAndTime_inMultiplesOfTheFirstRisk()
    {
        var policy = new ExitPolicy
        {
            Ladder = [new(1m, 0.5m), new(2m, 0.25m)], BreakEven = new BreakEven(1m, GainUnit.Risk, 0.1m), Trail = new TrailPolicy(TrailKind.Percent, 3m), HoldMinutes = 120m,
        };
        var advice = ExitManager.Advise(policy, At(), null, "test");
        var set = Assert.IsType<ReplaceExits>(Assert.Single(advice.Commands).Command);
        // R = 100 − 95
        var wanted = new Bracket(95m, ExitAt: ObservationFixture.At.AddHours(1))
        {
            Targets = [new(105m, 0.5m), new(110m, 0.25m)], BreakEven = new BreakEven(5m, GainUnit.Price, 0.1m), TrailingPercent = 3m,
        };
        Assert.Equal(wanted, set.Exits);
        Assert.Equal(5m, advice.Memory.RiskDistance);

        // Once they stand there is nothing more to do, wherever the stop has come to.
        var later = At(stop: 101m, exits: Set with { Bracket = wanted, IsBrokenEven = true });
        later = later with { Position = later.Position with { ExitPlan = new ExitPlan(TimeExit: ObservationFixture.At.AddHours(1)) } };
        Assert.Empty(ExitManager.Advise(policy, later, advice.Memory, "test").Commands);
    }

    [Fact]
    public void SetUp_targetAlreadyPassed_isPutJustBeforeTheMarket()
    {
        var set = Assert.IsType<ReplaceExits>(Only(new ExitPolicy { Ladder = [new(1m, 0.5m), new(2m, 0.5m)] }, At(bid: 107m)));
        Assert.Equal([new TargetLevel(107.01m, 0.5m), new TargetLevel(110m, 0.5m)], set.Exits.Targets!.Value);
    }

    [Theory]
    // 100 − 3 × 2 = 94 is beyond the first stop: as far as that.
    [InlineData(3, false, 97, 95.0)]
    [InlineData(3, true, 95, 94.0)]
    // 100 − 1 × 2 = 98
    [InlineData(1, false, 95, 98.0)]
    // Bounded by 0.5 percent at the least.
    [InlineData(0.1, false, 95, 99.5)]
    public void Volatility_followsTheRangeWithinBounds(double ranges, bool mayWiden, double stop, double wanted) => Assert.Equal(
        new AmendOrder(new OrderId(7), TriggerPrice: (decimal)wanted),
        Only(new ExitPolicy { Volatility = new VolatilityPolicy((decimal)ranges, PercentMin: 0.5m, MayWiden: mayWiden) }, At(stop: (decimal)stop, exits: Set)));

    [Fact]
    public void Volatility_afterBreakEven_neverGoesBack() => Assert.Null(Only(
        new ExitPolicy { Volatility = new VolatilityPolicy(2m) }, At(stop: 99m, exits: Set with { IsBrokenEven = true })));

    [Theory]
    [InlineData("price above 99", true)]
    [InlineData("short: price above 99", false)]
    [InlineData("price below 99", false)]
    public void Invalidation_holds_closesWithTheReason(string condition, bool closes)
    {
        var command = Only(new ExitPolicy { Invalidation = [condition] }, At());
        Assert.Equal(closes ? $"exit: {condition}" : null, (command as ClosePosition)?.Note.Reason);
    }

    [Theory]
    [InlineData(Side.Sell, 0.6, true)]
    [InlineData(Side.Sell, 0.4, false)]
    [InlineData(Side.Buy, 0.9, false)]
    [InlineData(null, 0.9, false)]
    public void Reversal_confidentWishForTheOtherSide_closes(Side? side, double confidence, bool closes) => Assert.Equal(
        closes, Only(new ExitPolicy { Reversal = new ReversalPolicy(0.5m) }, At(wish: new ExitWish(side, (decimal)confidence))) is ClosePosition);

    [Fact]
    public void Advise_pricesStale_doesNothing()
    {
        var situation = At(stop: null);
        var advice = ExitManager.Advise(
            new ExitPolicy { Stop = new StopPolicy(Percent: 2m), Invalidation = ["price above 1"] },
            situation with { Market = situation.Market with { StaleReason = StaleReason.Disconnected } }, null, "test");
        Assert.Empty(advice.Commands);
    }

    [Fact]
    public void Increase_atEachFurtherGain_addsUntilTheBoundAndTellsItsMemory()
    {
        var policy = new ExitPolicy { Increase = new IncreasePolicy(0.5m, 1m, AddsMax: 2) };
        Assert.Empty(ExitManager.Advise(policy, At(exits: Set, bid: 104.9m), null, "test").Commands);
        var first = ExitManager.Advise(policy, At(exits: Set, bid: 105m), null, "test");
        var order = Assert.IsType<SubmitOrder>(Assert.Single(first.Commands).Command).Intent;
        Assert.Equal((Side.Buy, 0.5m, false, null), (order.Side, order.Quantity.Value, order.ReduceOnly, order.Bracket));
        Assert.Equal((1, 105.02m), (first.Memory.Adds, first.Memory.LastAddPrice));

        // The same observation again, and a price that has not gained another R, ask for nothing.
        Assert.Empty(ExitManager.Advise(policy, At(exits: Set, bid: 105m), first.Memory, "test").Commands);
        var later = ObservationFixture.At.AddMinutes(1);
        Assert.Empty(ExitManager.Advise(policy, At(1.5m, exits: Set, bid: 109m) with { At = later }, first.Memory, "test").Commands);
        var second = ExitManager.Advise(policy, At(1.5m, exits: Set, bid: 110.1m) with { At = later }, first.Memory, "test");
        Assert.Equal(0.5m, Assert.IsType<SubmitOrder>(Assert.Single(second.Commands).Command).Intent.Quantity.Value);
        Assert.Empty(ExitManager.Advise(policy, At(2m, exits: Set, bid: 130m) with { At = later.AddMinutes(1) }, second.Memory, "test").Commands);
    }

    [Fact]
    public void Increase_atALoss_withoutOneStop_unsure_orBeyondLimits_isNotDone()
    {
        var policy = new ExitPolicy { Increase = new IncreasePolicy(0.5m, 1m) };
        // A loser whose memory would allow it.
        var memory = ExitManager.Advise(policy, At(exits: Set), null, "test").Memory with { LastAddPrice = 90m };
        Assert.Empty(ExitManager.Advise(policy, At(exits: Set, bid: 99m), memory, "test").Commands);
        Assert.IsType<ReplaceExits>(Only(policy, At(bid: 106m)));
        Assert.Null(Only(policy, At(exits: Set, bid: 106m, limits: new AccountLimits(PositionNotionalMax: 106.1m))));
        var sure = new ExitPolicy { Increase = new IncreasePolicy(0.5m, 1m, 1, 0.7m) };
        Assert.Null(Only(sure, At(exits: Set, bid: 106m)));
        Assert.Null(Only(sure, At(exits: Set, bid: 106m, wish: new ExitWish(Side.Buy, 0.6m))));
        Assert.IsType<SubmitOrder>(Only(sure, At(exits: Set, bid: 106m, wish: new ExitWish(Side.Buy, 0.7m))));
        var cut = Assert.IsType<SubmitOrder>(Only(policy, At(exits: Set, bid: 106m, limits: new AccountLimits(PositionNotionalMax: 127.2m))));
        // 127.2 − 106.02 leaves 21.18, worth 0.199 at the ask.
        Assert.Equal(0.199m, cut.Intent.Quantity.Value);
    }

    [Theory]
    [InlineData(Side.Buy, 0.3, true)]
    [InlineData(Side.Buy, 0.5, false)]
    [InlineData(Side.Sell, 0.3, false)]
    public void Decrease_lessSureOfTheSameSide_takesItsShareOnce(Side side, double confidence, bool reduces)
    {
        var policy = new ExitPolicy { Decrease = new DecreasePolicy(0.4m, 0.25m) };
        var wish = new ExitWish(side, (decimal)confidence);
        var advice = ExitManager.Advise(policy, At(2m, wish: wish), null, "test");
        Assert.Equal(reduces ? 0.5m : (decimal?)null, (advice.Commands.SingleOrDefault()?.Command as SubmitOrder)?.Intent is { ReduceOnly: true, Side: Side.Sell } order ? order.Quantity.Value : null);
        Assert.Empty(ExitManager.Advise(policy, At(1.5m, wish: wish) with { At = ObservationFixture.At.AddMinutes(1) }, advice.Memory, "test").Commands);
    }

    [Theory]
    // Equity 10,000, mark 100: 20 are a fifth of it.
    [InlineData(20, null)]
    [InlineData(24, null)]
    [InlineData(26, -6.0)]
    [InlineData(14, 6.0)]
    [InlineData(-26, 6.0)]
    [InlineData(-14, -6.0)]
    public void Rebalance_outsideTheBand_tradesBackToTheWeight(double quantity, double? change)
    {
        var policy = new ExitPolicy { Rebalance = new RebalancePolicy([new TargetWeight(MarketFixture.Btc, 0.2m)], 0.05m) };
        var situation = At((decimal)quantity, null, bid: 100m, limits: AccountLimits.None);
        var order = (Only(policy, situation) as SubmitOrder)?.Intent;
        Assert.Equal((decimal?)change, order is null ? null : order.Quantity.Value * order.Side.Sign());
        Assert.Equal(order is not null && Math.Sign(change!.Value) != Math.Sign(quantity), order?.ReduceOnly ?? false);
    }

    [Fact]
    public void Advise_twice_isTheSameToTheLetter()
    {
        var policy = new ExitPolicy { Trail = new TrailPolicy(TrailKind.Chandelier, 3m), BreakEven = new BreakEven(1m), Invalidation = ["price below 1"] };
        var (one, other) = (ExitManager.Advise(policy, At(), null, "a"), ExitManager.Advise(policy, At(), null, "a"));
        Assert.Equal(one.Commands, other.Commands);
        Assert.Equal(one.Memory, other.Memory);
    }
}
