using OrleansTrader.Trading.Accounts;
using OrleansTrader.Trading.Orders;
using OrleansTrader.Trading.Risk;
using OrleansTrader.Trading.Risk.Breakers;
using OrleansTrader.Trading.Tests.Accounts;

namespace OrleansTrader.Trading.Tests.Risk.Breakers;

public sealed class KillSwitchTests
{
    [Fact]
    public void Halt_withoutClosing_onlyCancelsPassAndStopsGoOnWorking()
    {
        var desk = Held(new Bracket(90m, 120m));
        desk.Submit(Desk.Limit(Side.Buy, 1m, 80m));

        desk.Do(new HaltTrading("maintenance", "ann", Closes: false));

        Assert.Equal(TradingState.Halted, desk.Snapshot.State);
        Assert.All(desk.Snapshot.Orders, static order => Assert.True(order.ReduceOnly));
        Assert.Equal(2, desk.State.Orders.Length);
        Assert.Equal((RefusalCode.Halted, "account", "maintenance"), Part(desk.Refused(new SubmitOrder(Desk.Market(Side.Buy, 1m)))));
        Assert.Equal(RefusalCode.Halted, desk.Refused(new SubmitOrder(Desk.Market(Side.Sell, 1m) with { ReduceOnly = true })).Code);
        Assert.Equal(RefusalCode.Halted, desk.Refused(new ClosePosition(Desk.Btc, OrderNote.None)).Code);
        Assert.Equal(RefusalCode.Halted, desk.Refused(new AmendOrder(desk.State.Orders[0].Id, TriggerPrice: 95m)).Code);
        Assert.True(desk.Do(new CancelOrder(desk.State.Orders[1].Id)).IsAccepted);
        desk.Quote(89m);
        Assert.Equal(ExitKind.Stop, Assert.Single(desk.Trades).Exit);
    }

    [Fact]
    public void Halt_closing_closesAtOnceAndEndsHalted()
    {
        var desk = Held(new Bracket(90m, 120m));
        desk.Submit(Desk.Limit(Side.Buy, 1m, 80m));

        desk.Do(new HaltTrading("out", "ann", Closes: true));

        Assert.True(desk.Position().IsFlat);
        Assert.Empty(desk.Snapshot.Orders);
        Assert.Equal([(TradingState.Reducing, true), (TradingState.Halted, false)], Tripped(desk));
        Assert.Equal(TradingState.Halted, desk.Snapshot.State);
    }

    [Fact]
    public void Halt_closingWhileTheMarketIsStale_stopsStayAndItClosesWhenTheFeedIsBack()
    {
        var desk = Held(new Bracket(90m, 120m));
        desk.Context.Set(desk.Context[desk.Context.IndexOf(Desk.Btc)] with { IsStale = true });

        desk.Do(new HaltTrading("out", "ann", Closes: true));
        desk.Do(new HaltTrading("out", "ann", Closes: true));

        Assert.Equal(TradingState.Reducing, desk.Snapshot.State);
        Assert.Equal([OrderRole.Stop, OrderRole.Target, OrderRole.Flatten], desk.Snapshot.Orders.Select(static order => order.Role));
        Assert.True(desk.IsCrossed(Desk.Btc));
        desk.Quote(101m);
        Assert.True(desk.Position().IsFlat);
        Assert.Equal(TradingState.Halted, desk.Snapshot.State);
    }

    [Fact]
    public void Halt_closingIntoAThinBook_closesPartByPartUnderItsStop()
    {
        var desk = Held(new Bracket(90m, 120m), 3m);
        desk.ShowBook([(99.5m, 1m)], [(100m, 9m)]);

        desk.Do(new HaltTrading("out", "ann", Closes: true));

        Assert.Equal(2m, desk.Position().Size);
        Assert.Contains(desk.Snapshot.Orders, static order => order.Role == OrderRole.Stop);
        Assert.Equal(RefusalCode.Halted, desk.Refused(new SubmitOrder(Desk.Market(Side.Buy, 1m))).Code);
        for (var i = 0; i < 2; i++)
        {
            Assert.Equal(TradingState.Reducing, desk.Snapshot.State);
            desk.Context.Now += TimeSpan.FromSeconds(2);
            desk.ShowBook([(99.5m, 1m)], [(100m, 9m)]);
            desk.Fire(Desk.Btc);
        }

        Assert.True(desk.Position().IsFlat);
        Assert.Equal(TradingState.Halted, desk.Snapshot.State);
    }

    [Fact]
    public void Halt_whileAnEntryIsPartlyFilled_cancelsTheRestAndKeepsTheExitsOfWhatIsHeld()
    {
        var desk = With(AccountLimits.None);
        desk.Quote(100m, 100.5m);
        desk.Submit(Desk.Limit(Side.Buy, 3m, 100m) with { Bracket = new Bracket(90m, 120m) });
        desk.Context.Now += TimeSpan.FromSeconds(1);
        desk.ShowBook([(98m, 9m)], [(99m, 1m)]);
        desk.Fire(Desk.Btc);
        Assert.Equal(1m, desk.Position().Size);

        desk.Do(new HaltTrading("stop", "ann", Closes: false));

        Assert.Equal([(OrderRole.Stop, 1m), (OrderRole.Target, 1m)], desk.Snapshot.Orders.Select(static order => (order.Role, order.Quantity)));
        desk.Quote(97m);
        Assert.Equal(1m, desk.Position().Size);
        desk.Quote(89m);
        Assert.True(desk.Position().IsFlat);
    }

    [Fact]
    public void Halt_againWithClosing_goesOnToClose_andResumeTakesItsOrderBack()
    {
        var desk = Held(null);
        desk.Do(new HaltTrading("stop", "ann", Closes: false));
        desk.Context.Set(desk.Context[desk.Context.IndexOf(Desk.Btc)] with { IsStale = true });

        desk.Do(new HaltTrading("and out", "bob", Closes: true));
        Assert.Equal((TradingState.Reducing, "and out", "bob"), (desk.Snapshot.State, desk.State.Breakers!.Tripped[0].Reason, desk.State.Breakers.Tripped[0].By));
        Assert.True(desk.Do(new ResumeAccount("ann")).IsAccepted);

        Assert.Null(desk.State.Breakers);
        Assert.Empty(desk.Snapshot.Orders);
        desk.Quote(100m);
        Assert.Equal(1m, desk.Position().Size);
        Assert.Equal(RefusalCode.NotHalted, desk.Refused(new ResumeAccount()).Code);
    }

    [Fact]
    public void Impose_ofOtherScopes_theStrictestHoldsAndAnOlderTellingChangesNothing()
    {
        var desk = Held(null);
        var tenant = new TrippedBreaker(BreakerScope.Tenant, BreakerKind.KillSwitch, TradingState.Reducing, desk.Context.Now, "tenant", "ann") { Sequence = 2 };
        desk.Do(new ImposeBreaker(tenant));
        desk.Do(new ImposeBreaker(new TrippedBreaker(BreakerScope.Service, BreakerKind.KillSwitch, TradingState.Halted, desk.Context.Now, "service", "op") { Sequence = 9 }));

        Assert.Equal("service", desk.Refused(new SubmitOrder(Desk.Market(Side.Buy, 1m))).Field);
        Assert.Equal(RefusalCode.NotHalted, desk.Refused(new ResumeAccount()).Code);
        desk.Do(new LiftBreaker(BreakerScope.Service, null, 9, "op"));
        Assert.Equal(TradingState.Halted, desk.Snapshot.State);
        desk.Do(new LiftBreaker(BreakerScope.Service, null, 10, "op"));
        Assert.Equal(TradingState.Reducing, desk.Snapshot.State);
        desk.Do(new ImposeBreaker(tenant with { Sequence = 1, State = TradingState.Halted }));
        Assert.Equal(TradingState.Reducing, desk.Snapshot.State);
        Assert.True(desk.Do(new ClosePosition(Desk.Btc, OrderNote.None)).IsAccepted);
        desk.Do(new LiftBreaker(BreakerScope.Tenant, null, 3, "ann"));
        Assert.Equal(TradingState.Active, desk.Snapshot.State);
        Assert.Equal(RefusalCode.InvalidValue, desk.Refused(new ImposeBreaker(tenant with { Scope = BreakerScope.Account })).Code);
        Assert.Equal(RefusalCode.InvalidValue, desk.Refused(new LiftBreaker(BreakerScope.Account, null, 3, "ann")).Code);
    }

    [Fact]
    public void Impose_ofAMarket_closesThatOneOnly()
    {
        var desk = Held(null);
        desk.Quote(50m, symbol: Desk.Eth);
        desk.Submit(Desk.Market(Side.Buy, 1m, Desk.Eth));

        desk.Do(new ImposeBreaker(new TrippedBreaker(BreakerScope.Symbol, BreakerKind.KillSwitch, TradingState.Reducing, desk.Context.Now, "delisted", "op")
        {
            Symbol = Desk.Eth, Closes = true, Sequence = 1,
        }));

        Assert.True(desk.Position(Desk.Eth).IsFlat);
        Assert.Equal((1m, TradingState.Active), (desk.Position().Size, desk.Snapshot.State));
        Assert.Equal("symbol", desk.Refused(new SubmitOrder(Desk.Market(Side.Buy, 1m, Desk.Eth))).Field);
        desk.Submit(Desk.Market(Side.Buy, 1m));
    }

    [Fact]
    public void Market_withABreakerOfItsOwn_takesNoEntryAndEndsOneThatRests()
    {
        var desk = With(AccountLimits.None);
        desk.Quote(100m, 100.5m);
        desk.Submit(Desk.Limit(Side.Buy, 1m, 100m));
        var breaker = new TrippedBreaker(BreakerScope.Symbol, BreakerKind.Volatility, TradingState.Reducing, desk.Context.Now, "wild", "rule") { Symbol = Desk.Btc };

        desk.Context.Now += TimeSpan.FromSeconds(1);
        desk.Show(98m, 98.5m, Desk.Btc);
        desk.Context.Set(desk.Context[desk.Context.IndexOf(Desk.Btc)] with { Standing = new MarketStanding(breaker, 1) });
        desk.Do(new TriggersFired(Desk.Btc));

        Assert.Equal(OrderEndReason.Halted, Assert.Single(desk.Ended).Reason);
        Assert.Empty(desk.Fills);
        Assert.Equal((RefusalCode.Halted, "symbol", "wild"), Part(desk.Refused(new SubmitOrder(Desk.Market(Side.Buy, 1m)))));
    }

    [Fact]
    public void Journal_ofAHaltFromBefore_letsReduceOnlyOrdersPassAsItDid()
    {
        var desk = Held(null);

        desk.Do(new HaltAccount("from before", Flatten: false));

        Assert.Equal(TradingState.Reducing, desk.Snapshot.State);
        Assert.Null(desk.State.Breakers);
        desk.Submit(Desk.Market(Side.Sell, 1m) with { ReduceOnly = true });
        Assert.True(desk.Do(new ResumeAccount()).IsAccepted);
        Assert.Equal(TradingState.Active, desk.Snapshot.State);
    }

    [Fact]
    public void Journal_replayed_givesTheSameBreakers()
    {
        var desk = Held(null);
        desk.Do(new SetBreakers([new BreakerRule(BreakerKind.Drawdown, 0.05m), new BreakerRule(BreakerKind.WindowLoss, 0.02m, TimeSpan.FromHours(1), CoolDown: TimeSpan.FromMinutes(5))]));
        desk.Do(new Deposit(500m));
        desk.Quote(90m);
        desk.Do(new HaltTrading("out", "ann", Closes: true));

        var again = new AccountState();
        foreach (var happened in desk.Journal)
            Ledger.Apply(again, happened);

        Assert.True(AccountStates.AreEqual(desk.State.ToData(), again.ToData()));
        Assert.True(AccountStates.AreEqual(desk.State.ToData(), desk.State.ToData().ToState().ToData()));
        Assert.False(AccountStates.AreEqual(desk.State.ToData(), desk.State.ToData() with { Breakers = null }));
    }

    private static (RefusalCode, string, string) Part(Refusal refusal) => (refusal.Code, refusal.Field, refusal.Value);

    private static IEnumerable<(TradingState, bool)> Tripped(Desk desk) => desk.Journal
        .Where(static e => e.Kind == AccountEventKind.BreakerTripped).Select(static e => (e.BreakerTripped().Breaker.State, e.BreakerTripped().Breaker.Closes));

    private static Desk Held(Bracket? bracket, decimal quantity = 1m)
    {
        var desk = With(AccountLimits.None);
        desk.Submit(Desk.Market(Side.Buy, quantity) with { Bracket = bracket });
        return desk;
    }

    private static Desk With(AccountLimits limits)
    {
        var desk = new Desk(limits: limits);
        desk.Quote(100m);
        return desk;
    }
}
