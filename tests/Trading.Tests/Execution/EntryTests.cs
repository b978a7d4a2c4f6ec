using System.Collections.Immutable;
using OrleansTrader.Trading.Accounts;
using OrleansTrader.Trading.Execution;
using OrleansTrader.Trading.Instruments;
using OrleansTrader.Trading.Orders;
using OrleansTrader.Trading.Orders.Parents;
using OrleansTrader.Trading.Strategies;
using OrleansTrader.Trading.Tests.Accounts;
using OrleansTrader.Trading.Tests.Strategies;

namespace OrleansTrader.Trading.Tests.Execution;

/// <summary>Entries of decisions as real orders of a paper account: bid 99.5, ask 100.5.</summary>
public sealed class EntryTests
{
    private readonly Desk _desk = new();

    public EntryTests()
    {
        _desk.Show(99.5m, 100.5m, Desk.Btc);
        _desk.Show(99.5m, 100.5m, Desk.Eth);
    }

    [Theory]
    [InlineData(TradeSignal.Buy, 98.7, 98.5)] // in the order's favour: down for a buy
    [InlineData(TradeSignal.Sell, 101.2, 101.5)]
    public void Limit_restsOnTheTickForAnHour(TradeSignal signal, double price, double onTick)
    {
        Follow(Want(signal, new EntryPlan(EntryOrder.Limit, (decimal)price)));

        var order = Assert.Single(Working);
        Assert.Equal((OrderType.Limit, (decimal)onTick, 2m, TimeInForce.Gtd), (order.Type, order.LimitPrice!.Value, order.Quantity, order.TimeInForce));
        Assert.Equal(_desk.Context.Now + TimeSpan.FromHours(1), order.ExpiresAt);
    }

    [Fact]
    public void Limit_onceFilled_hasItsBracket()
    {
        Follow(Want(TradeSignal.Buy, new EntryPlan(EntryOrder.Limit, 98m), new ExitPlan(110m, 95m)));
        Assert.Equal(0m, Held());
        _desk.Quote(97m, 97.5m);

        Assert.Equal(2m, Held());
        Assert.Equal(new ExitPlan(110m, 95m), Observe().Account.Find(Desk.Btc)!.ExitPlan);
    }

    [Theory]
    [InlineData(TradeSignal.Buy, 98.5)] // the end of 97 to 98.5 that is nearer to the market
    [InlineData(TradeSignal.Sell, 101)]
    public void Range_waitsAtItsNearerEnd(TradeSignal signal, double price)
    {
        var (low, high) = signal == TradeSignal.Buy ? (97m, 98.5m) : (101m, 103m);
        Follow(Want(signal, new EntryPlan(EntryOrder.Limit, null, low, high)));

        Assert.Equal((decimal)price, Assert.Single(Working).LimitPrice);
    }

    [Fact]
    public void Urgency_low_neverTakes()
    {
        var plan = Translate(Want(TradeSignal.Buy, new EntryPlan(EntryOrder.Limit, 101m, Urgency: EntryUrgency.Low)));

        Assert.Equal(RefusalCode.WouldTake, _desk.Do(Assert.Single(plan.Commands).Command).Refusal!.Code);
        Follow(Want(TradeSignal.Buy, new EntryPlan(EntryOrder.Limit, 100m, Urgency: EntryUrgency.Low)));
        Assert.Equal(100m, Assert.Single(Working).LimitPrice);
    }

    [Fact]
    public void Urgency_high_takesOrEnds()
    {
        Follow(Want(TradeSignal.Buy, new EntryPlan(EntryOrder.Limit, 99m, Urgency: EntryUrgency.High)));
        Assert.Empty(Working);
        Assert.Equal(0m, Held());
        Follow(Want(TradeSignal.Buy, new EntryPlan(EntryOrder.Limit, 101m, Urgency: EntryUrgency.High)));
        Assert.Equal(2m, Held());
    }

    [Fact]
    public void Entry_elsewhere_replacesTheWorkingOne_andTheSameIsLeftAlone()
    {
        var first = Want(TradeSignal.Buy, new EntryPlan(EntryOrder.Limit, 98m));
        Follow(first);
        Assert.Empty(Translate(first).Commands);
        Follow(Want(TradeSignal.Buy, new EntryPlan(EntryOrder.Limit, 97m)));

        Assert.Equal(97m, Assert.Single(Working).LimitPrice);
        Follow(Want(TradeSignal.Buy, new EntryPlan(EntryOrder.Market)));
        Assert.Equal((0, 2m), (Working.Length, Held()));
    }

    [Theory]
    [InlineData(TradeSignal.Buy, 98.0, 98.5, 110.0, "stop_loss")] // between the entry and the market
    [InlineData(TradeSignal.Buy, 98.0, 95.0, 97.0, "profit_target")]
    [InlineData(TradeSignal.Sell, 102.0, 101.5, 90.0, "stop_loss")]
    public void Exits_onTheWrongSideOfTheLimit_areErrors(TradeSignal signal, double price, double stop, double target, string field)
    {
        var plan = Translate(Want(signal, new EntryPlan(EntryOrder.Limit, (decimal)price), new ExitPlan((decimal)target, (decimal)stop)));

        Assert.Empty(plan.Commands);
        Assert.EndsWith(field, Assert.Single(plan.Errors).Field, StringComparison.Ordinal);
    }

    [Fact]
    public void Closes_comeFirst_soThatTheirMarginIsFree()
    {
        Follow(Want(TradeSignal.Buy, null) with { Quantity = 90m, Leverage = 1m }); // about 9,045 of 10,000
        var open = Want(TradeSignal.Sell, null) with { Symbol = Desk.Eth, Quantity = 80m, Leverage = 1m };
        Assert.Equal(RefusalCode.InsufficientMargin, _desk.Do(Assert.Single(Translate(open).Commands).Command).Refusal!.Code);

        Follow(open, SymbolDecision.Close(Desk.Btc, 1m, "rotate"));

        Assert.Equal((0m, -80m), (Held(), Held(Desk.Eth)));
    }

    [Fact]
    public void Style_named_isAParentThatLaterDecisionsCountAndMayCancel()
    {
        var wanted = Want(TradeSignal.Buy, new EntryPlan(EntryOrder.Market) { Style = ExecutionStyle.Twap }, new ExitPlan(110m, 95m));
        Follow(wanted);
        var parent = Assert.Single(_desk.State.Parents);
        Assert.Equal((ExecutionStyle.Twap, 2m, new Bracket(95m, 110m)), (parent.Intent.Style, parent.Quantity, parent.Intent.Bracket));

        // The same target again adds nothing: the parent still brings it.
        Assert.Empty(Translate(Want(TradeSignal.Buy, null)).Commands);

        Follow(SymbolDecision.Close(Desk.Btc, 1m, "never mind"));
        Assert.Empty(_desk.State.Parents);
    }

    [Fact]
    public void Style_notNamed_isChosenOnlyWhereTheVersionSaysSo()
    {
        var decision = new Decision([Want(TradeSignal.Buy, new EntryPlan(EntryOrder.Market, Urgency: EntryUrgency.Low))]);
        Assert.IsType<SubmitOrder>(DecisionTranslator.Translate(decision, Observe(), "agent@1").Commands.Single().Command);
        var seen = Observe();
        seen = seen with { Symbols = [.. seen.Symbols.Select(static s => s with { Volume24h = 14_400m })] };
        var chosen = DecisionTranslator.Translate(decision, seen, "agent@1", choosesExecution: true).Commands.Single().Command;
        Assert.Equal(ExecutionStyle.LimitAtBest, Assert.IsType<SubmitParent>(chosen).Intent.Style);
    }

    private ImmutableArray<OrderView> Working => [.. _desk.Snapshot.Orders.Where(o => !o.ReduceOnly)];

    private decimal Held(Symbol? symbol = null) => Observe().Account.Find(symbol ?? Desk.Btc)?.Quantity ?? 0m;

    private static SymbolDecision Want(TradeSignal signal, EntryPlan? entry, ExitPlan? exits = null) =>
        new(Desk.Btc, signal, 2m, 3m, 0.5m, exits, "because") { Entry = entry };

    private void Follow(params ReadOnlySpan<SymbolDecision> decisions)
    {
        var plan = Translate(decisions);
        Assert.Empty(plan.Errors);
        foreach (var command in plan.Commands)
        {
            var result = _desk.Do(command.Command);
            Assert.True(result.IsAccepted, $"{command}: {result.Refusal}");
        }
    }

    private ExecutionPlan Translate(params ReadOnlySpan<SymbolDecision> decisions) => DecisionTranslator.Translate(new Decision([.. decisions]), Observe(), "agent@1");

    private Observation Observe() => new(
        _desk.Context.Now, [Market(Desk.Btc), Market(Desk.Eth)], AccountObservations.From(_desk.Snapshot), [], null);

    private SymbolObservation Market(Symbol symbol)
    {
        var view = _desk.Context[_desk.Context.IndexOf(symbol)];
        return ObservationFixture.Market([]) with { Instrument = Desk.Instrument(symbol), Bid = view.Bid, Ask = view.Ask, Mark = view.Mark };
    }
}
