using OrleansTrader.Trading.Accounts;
using OrleansTrader.Trading.Orders;
using OrleansTrader.Trading.Tests.Accounts;

namespace OrleansTrader.Trading.Tests.PaperExchange;

/// <summary>One set of exits for a whole position, at prices that can be followed by hand: tick 0.5, taker fee 0.1 %, no slippage.</summary>
public sealed class WholeExitsTests
{
    private static readonly Bracket Ladder = new(95m) { Targets = [new(104m, 0.5m), new(108m, 0.3m), new(112m, 0.2m)] };

    private static Desk Long(Bracket bracket, decimal quantity = 10m)
    {
        var desk = new Desk();
        desk.Quote(100m);
        desk.Submit(Desk.Market(Side.Buy, quantity) with { Bracket = bracket });
        return desk;
    }

    private static Order Leg(Desk desk, OrderRole role) => desk.State.Orders.ToArray().Single(o => o.Role == role);

    private static (decimal Price, decimal Left)[] Targets(Desk desk) =>
        [.. desk.State.Orders.ToArray().Where(o => o.Role == OrderRole.Target).Select(o => (o.TriggerPrice, o.Remaining)).OrderBy(t => t.TriggerPrice)];

    [Fact]
    public void Ladder_reachedRungByRung_sellsItsSharesAndTheStopKeepsTheRest()
    {
        var desk = Long(Ladder);
        Assert.Equal([(104m, 5m), (108m, 3m), (112m, 2m)], Targets(desk));
        Assert.Equal(10m, Leg(desk, OrderRole.Stop).Remaining);

        desk.Quote(104.5m);
        Assert.Equal((5m, 5m), (desk.Position().Quantity, Leg(desk, OrderRole.Stop).Remaining));
        desk.Quote(109m);
        Assert.Equal((2m, 2m), (desk.Position().Quantity, Leg(desk, OrderRole.Stop).Remaining));
        desk.Quote(95m);

        // 5 × (104 − 100) + 3 × (108 − 100) − 2 × (100 − 95)
        var trade = Assert.Single(desk.Trades);
        Assert.Equal((34m, ExitKind.Stop), (trade.Realised, trade.Exit));
        Assert.Empty(desk.State.Orders.ToArray());
        Assert.Null(desk.Position().Exits);
    }

    [Fact]
    public void Ladder_lastRung_endsTheStop()
    {
        var desk = Long(Ladder);
        desk.Quote(112m);
        var trade = Assert.Single(desk.Trades);
        // 5 at 104, 3 at 108, 2 at 112: a target never fills better than its price.
        Assert.Equal((68m, ExitKind.Target), (trade.Realised, trade.Exit));
        Assert.Contains(desk.Ended, e => e.Reason == OrderEndReason.OtherLeg);
        Assert.Empty(desk.State.Orders.ToArray());
    }

    [Fact]
    public void Ladder_rungPartlyFilled_stopCoversExactlyWhatIsLeftAndThenCancelsIt()
    {
        var desk = Long(Ladder);
        desk.Quote(104m, size: 2m);
        Assert.Equal((8m, 8m), (desk.Position().Quantity, Leg(desk, OrderRole.Stop).Remaining));
        Assert.Equal([(104m, 3m), (108m, 3m), (112m, 2m)], Targets(desk));
        desk.Quote(94m);
        Assert.True(desk.Position().IsFlat);
        Assert.Equal(ExitKind.Stop, Assert.Single(desk.Trades).Exit);
        Assert.Empty(desk.State.Orders.ToArray());
    }

    [Theory]
    [InlineData(1.0, new[] { 0.333, 0.333, 0.334 }, new[] { 0.333, 0.333, 0.334 })]
    // 0.033 at 104 is worth 3.4, below the least notional of 5: it joins the next; so does the last, backwards.
    [InlineData(0.1, new[] { 0.333, 0.333, 0.334 }, new[] { 0, 0.1, 0 })]
    // What the shares leave stays with the stop.
    [InlineData(1.0, new[] { 0.25, 0.25 }, new[] { 0.25, 0.25 })]
    [InlineData(0.007, new[] { 0.5, 0.5 }, new[] { 0, 0.007 })]
    public void Ladder_quantitiesOnTheLot_addUp(double quantity, double[] shares, double[] wanted)
    {
        var bracket = new Bracket(95m) { Targets = [.. shares.Select((share, i) => new TargetLevel(104m + (4m * i), (decimal)share))] };
        var desk = new Desk();
        desk.Quote(1_000m);
        desk.Quote(100m);
        desk.Submit(Desk.Market(Side.Buy, 1m));
        desk.Do(new SubmitOrder(Desk.Market(Side.Sell, 1m - (decimal)quantity) with { ReduceOnly = true }));
        Assert.True(desk.Do(new ReplaceExits(Desk.Btc, bracket, OrderNote.None)).IsAccepted);
        Assert.Equal(wanted.Select((q, i) => (104m + (4m * i), (decimal)q)).Where(t => t.Item2 > 0m), Targets(desk));
    }

    [Fact]
    public void Position_increasedAndDecreased_hasOneSetForTheWhole()
    {
        var desk = Long(Ladder);
        desk.Submit(Desk.Market(Side.Buy, 10m) with { Bracket = new Bracket(90m, 120m) });
        Assert.Equal([(104m, 10m), (108m, 6m), (112m, 4m)], Targets(desk));
        Assert.Equal((95m, 20m), (Leg(desk, OrderRole.Stop).TriggerPrice, Leg(desk, OrderRole.Stop).Remaining));

        desk.Submit(Desk.Market(Side.Sell, 15m) with { ReduceOnly = true });
        Assert.Equal([(104m, 2.5m), (108m, 1.5m), (112m, 1m)], Targets(desk));
        Assert.Equal(5m, Leg(desk, OrderRole.Stop).Remaining);
        Assert.Equal(4, desk.State.Orders.Length);
    }

    [Fact]
    public void Increase_afterARung_growsOnlyTheRungsThatAreLeft()
    {
        var desk = Long(Ladder);
        desk.Quote(104m);
        desk.Quote(102m);
        desk.Submit(Desk.Market(Side.Buy, 5m));
        // 10 are held; of what is left 0.3 : 0.2.
        Assert.Equal([(108m, 6m), (112m, 4m)], Targets(desk));
        Assert.Equal(10m, Leg(desk, OrderRole.Stop).Remaining);
    }

    [Fact]
    public void Ladder_rungCancelledByHand_staysAwayAndItsShareStaysWithTheStop()
    {
        var desk = Long(Ladder);
        desk.Do(new CancelOrder(desk.State.Orders.ToArray().First(o => o.Level == 1).Id));
        desk.Submit(Desk.Market(Side.Buy, 10m));
        Assert.Equal([(108m, 6m), (112m, 4m)], Targets(desk));
        Assert.Equal(20m, Leg(desk, OrderRole.Stop).Remaining);
    }

    [Fact]
    public void TrailingPercent_long_ratchetsAndNeverLoosens()
    {
        var desk = Long(new Bracket { TrailingPercent = 2m });
        Assert.Equal(98m, Leg(desk, OrderRole.Trailing).TriggerPrice);
        desk.Quote(110m);
        // 110 × 0.98 = 107.8, down to the tick
        Assert.Equal(107.5m, Leg(desk, OrderRole.Trailing).TriggerPrice);
        desk.Quote(108m);
        Assert.Equal(107.5m, Leg(desk, OrderRole.Trailing).TriggerPrice);
        desk.Quote(107.5m);
        var trade = Assert.Single(desk.Trades);
        Assert.Equal((107.5m, ExitKind.Trailing), (trade.ExitPrice, trade.Exit));
    }

    [Fact]
    public void TrailingPercent_short_ratchetsDown()
    {
        var desk = new Desk();
        desk.Quote(100m);
        desk.Submit(Desk.Market(Side.Sell, 1m) with { Bracket = new Bracket { TrailingPercent = 2m } });
        Assert.Equal(102m, Leg(desk, OrderRole.Trailing).TriggerPrice);
        desk.Quote(90m);
        // 90 × 1.02 = 91.8, up to the tick
        Assert.Equal(92m, Leg(desk, OrderRole.Trailing).TriggerPrice);
        desk.Quote(92m);
        Assert.Equal(92m, Assert.Single(desk.Trades).ExitPrice);
    }

    [Theory]
    [InlineData(GainUnit.Price, 4.0, 0.0, 100.5)]
    // R is 100 − 95; one and a half of it is 7.5. 100 × 1.001 / 0.999 + 0.5 = 100.7002, up to the tick.
    [InlineData(GainUnit.Risk, 1.5, 0.5, 101.0)]
    public void BreakEven_gainReached_movesTheStopOnceBeyondTheCosts(GainUnit unit, double gain, double offset, double stop)
    {
        var desk = Long(new Bracket(95m) { BreakEven = new BreakEven((decimal)gain, unit, (decimal)offset) });
        var reach = unit == GainUnit.Risk ? 107.5m : 104m;
        desk.Quote(reach - 0.5m);
        Assert.Equal(95m, Leg(desk, OrderRole.Stop).TriggerPrice);
        desk.Quote(reach);
        Assert.Equal((decimal)stop, Leg(desk, OrderRole.Stop).TriggerPrice);
        Assert.True(desk.Position().Exits!.IsBrokenEven);

        // Whoever moves it back by hand is not overruled.
        desk.Do(new AmendOrder(Leg(desk, OrderRole.Stop).Id, TriggerPrice: 96m));
        desk.Quote(reach + 5m);
        Assert.Equal(96m, Leg(desk, OrderRole.Stop).TriggerPrice);
    }

    [Fact]
    public void BreakEven_stopFilledThere_costsNothing()
    {
        var desk = Long(new Bracket(95m) { BreakEven = new BreakEven(4m) });
        desk.Quote(105m);
        desk.Quote(100.5m);
        Assert.InRange(Assert.Single(desk.Trades).Net, 0m, 5m);
    }

    [Fact]
    public void BreakEven_short_isTheMirror()
    {
        var desk = new Desk();
        desk.Quote(100m);
        desk.Submit(Desk.Market(Side.Sell, 1m) with { Bracket = new Bracket(105m) { BreakEven = new BreakEven(1m, GainUnit.Risk) } });
        desk.Quote(95m);
        // 100 × 0.999 / 1.001 = 99.80, down to the tick
        Assert.Equal(99.5m, Leg(desk, OrderRole.Stop).TriggerPrice);
    }

    [Fact]
    public void BreakEven_stopAlreadyBetter_staysThere()
    {
        var desk = Long(new Bracket(95m) { BreakEven = new BreakEven(4m) });
        desk.Quote(103m);
        desk.Do(new AmendOrder(Leg(desk, OrderRole.Stop).Id, TriggerPrice: 102m));
        desk.Quote(110m);
        Assert.Equal(102m, Leg(desk, OrderRole.Stop).TriggerPrice);
        Assert.DoesNotContain(desk.Journal, e => e.Kind == AccountEventKind.StopRatcheted);
    }

    [Fact]
    public void Restart_betweenRungs_goesOnTheSame()
    {
        var bracket = Ladder with { BreakEven = new BreakEven(4m), TrailingPercent = 6m };
        var (unbroken, broken) = (Long(bracket), Long(bracket));
        foreach (var price in new[] { 104m, 103m, 108.5m, 106m, 101m, 100m })
        {
            broken.Restart();
            unbroken.Quote(price);
            broken.Quote(price);
            Assert.True(AccountStates.AreEqual(unbroken.State.ToData(), broken.State.ToData()));
        }

        Assert.Equal(unbroken.Trades, broken.Trades);
        Assert.Single(broken.Trades);
    }
}
