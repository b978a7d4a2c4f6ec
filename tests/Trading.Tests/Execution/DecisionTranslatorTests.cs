using OrleansTrader.Trading.Accounts;
using OrleansTrader.Trading.Execution;
using OrleansTrader.Trading.Instruments;
using OrleansTrader.Trading.Orders;
using OrleansTrader.Trading.Strategies;
using static OrleansTrader.Trading.Tests.Strategies.ObservationFixture;

namespace OrleansTrader.Trading.Tests.Execution;

public sealed class DecisionTranslatorTests
{
    private static readonly Symbol Btc = Rules.Symbol;
    private static readonly SymbolObservation Quiet = Market([]);

    [Fact]
    public void Translate_buyWhenFlat_opensWithABracketOnTheTick()
    {
        var plan = new ExitPlan(110.004m, 95.006m, 2.5m, At.AddHours(1));
        var command = Assert.Single(Run(Want(TradeSignal.Buy, 2.0005m, plan)).Commands);

        Assert.Equal("BTC-USDT/open", command.Suffix);
        var intent = ((SubmitOrder)command.Command).Intent;
        Assert.Equal((Side.Buy, OrderType.Market, OrderQuantity.InBase(2m), 3m), (intent.Side, intent.Type, intent.Quantity, intent.Leverage!.Value));
        Assert.Equal(new Bracket(95.01m, 110m, 2.5m, null, At.AddHours(1)), intent.Bracket);
        Assert.Equal(new OrderNote("because", "agent@1"), intent.Note);
    }

    [Fact]
    public void Translate_flip_closesThenOpensTheTargetAlone()
    {
        var commands = Run(Want(TradeSignal.Sell, 1m), held: 2m).Commands;
        Assert.Equal(["BTC-USDT/close", "BTC-USDT/open"], commands.Select(c => c.Suffix));
        Assert.Equal(OrderQuantity.InBase(1m), ((SubmitOrder)commands[1].Command).Intent.Quantity);
    }

    [Fact]
    public void Translate_targetOfTheSameSide_addsOrReducesTheDifference()
    {
        var add = ((SubmitOrder)Assert.Single(Run(Want(TradeSignal.Buy, 3m), held: 2m).Commands).Command).Intent;
        Assert.Equal((Side.Buy, 1m, false), (add.Side, add.Quantity.Value, add.ReduceOnly));
        var reduce = ((SubmitOrder)Assert.Single(Run(Want(TradeSignal.Sell, 0.5m), held: -2m).Commands).Command).Intent;
        Assert.Equal((Side.Buy, 1.5m, true), (reduce.Side, reduce.Quantity.Value, reduce.ReduceOnly));
        Assert.Empty(Run(Want(TradeSignal.Buy, 2m), held: 2m).Commands);
        Assert.Empty(Run(Want(TradeSignal.Buy, 2.01m), held: 2m).Commands); // the rest is below the minimum notional
    }

    [Fact]
    public void Translate_workingEntry_countsTowardsTheTarget()
    {
        var entry = new OrderObservation(new OrderId(7), Btc, Side.Buy, OrderType.Limit, OrderRole.Single, 2m, 99m, null, false);
        Assert.Empty(Run(Want(TradeSignal.Buy, 2m), 0m, entry).Commands);
        Assert.Equal(["BTC-USDT/cancel/7", "BTC-USDT/close"], Run(SymbolDecision.Close(Btc, 1m, "enough"), 1m, entry).Commands.Select(c => c.Suffix));
    }

    [Fact]
    public void Translate_closesOfLaterSymbols_comeBeforeOpenings()
    {
        var eth = Symbol.Parse("ETH-USDT");
        var observation = Observe(Quiet);
        observation = observation with
        {
            Symbols = [Quiet, Quiet with { Instrument = Rules with { Symbol = eth } }],
            Account = observation.Account with { Positions = [Position(1m) with { Symbol = eth }] },
        };
        var decision = new Decision([Want(TradeSignal.Buy, 1m), SymbolDecision.Close(eth, 1m, "out")]);
        Assert.Equal(["ETH-USDT/close", "BTC-USDT/open"], DecisionTranslator.Translate(decision, observation, "agent@1").Commands.Select(c => c.Suffix));
    }

    [Fact]
    public void Translate_holdWithAnExitPlan_movesTheLegsThatThereAreOrSetsAll()
    {
        var stop = new OrderObservation(new OrderId(3), Btc, Side.Sell, OrderType.Stop, OrderRole.Stop, 2m, null, 90m, true);
        var commands = Run(new SymbolDecision(Btc, TradeSignal.Hold, 0m, 0m, 1m, new ExitPlan(120m, 95m), "tighten"), 2m, stop).Commands;
        Assert.Equal("BTC-USDT/exits", Assert.Single(commands).Suffix);
        Assert.Equal(new Bracket(95m, 120m), ((ReplaceExits)commands[0].Command).Exits);
        Assert.Equal(
            [new AmendOrder(new OrderId(3), TriggerPrice: 95m)],
            Run(new SymbolDecision(Btc, TradeSignal.Hold, 0m, 0m, 1m, new ExitPlan(null, 95m), "tighten"), 2m, stop).Commands.Select(c => c.Command));
    }

    [Theory]
    [InlineData(3, "BTC-USDT/open")]
    [InlineData(0.5, "BTC-USDT/reduce")]
    [InlineData(2.01, null)]
    public void Translate_newSizeWithAnExitPlan_movesTheLegsOfWhatStays(double quantity, string? order)
    {
        var stop = new OrderObservation(new OrderId(3), Btc, Side.Sell, OrderType.Stop, OrderRole.Stop, 2m, null, 90m, true);
        var target = new OrderObservation(new OrderId(4), Btc, Side.Sell, OrderType.TakeProfit, OrderRole.Target, 2m, null, 130m, true);
        var commands = Run(Want(TradeSignal.Buy, (decimal)quantity, new ExitPlan(120m, 95m)), 2m, stop, target).Commands;
        Assert.Equal(new[] { order, "BTC-USDT/stop/3", "BTC-USDT/target/4" }.OfType<string>(), commands.Select(c => c.Suffix));
        Assert.Equal([new AmendOrder(new OrderId(3), TriggerPrice: 95m), new AmendOrder(new OrderId(4), TriggerPrice: 120m)], commands.TakeLast(2).Select(c => c.Command));
    }

    [Fact]
    public void Translate_legsOfSeveralAdditions_becomeOneSet()
    {
        OrderObservation Leg(long id, OrderType type, decimal price) => new(
            new OrderId(id), Btc, Side.Sell, type, type == OrderType.Stop ? OrderRole.Stop : OrderRole.Target, 1m, null, price, true);
        var commands = Run(
            Want(TradeSignal.Buy, 2m, new ExitPlan(120m, 95m)), 2m,
            Leg(3, OrderType.Stop, 90m), Leg(4, OrderType.TakeProfit, 130m), Leg(6, OrderType.Stop, 91m), Leg(7, OrderType.TakeProfit, 131m)).Commands;
        Assert.Equal("BTC-USDT/exits", Assert.Single(commands).Suffix);
        Assert.Equal(new Bracket(95m, 120m), ((ReplaceExits)commands[0].Command).Exits);
    }

    [Fact]
    public void Translate_legThatCoversTooLittle_isReplaced()
    {
        var stop = new OrderObservation(new OrderId(3), Btc, Side.Sell, OrderType.Stop, OrderRole.Stop, 1m, null, 90m, true);
        var commands = Run(new SymbolDecision(Btc, TradeSignal.Hold, 0m, 0m, 1m, new ExitPlan(null, 95m), "tighten"), 2m, stop).Commands;
        Assert.Equal(new Bracket(95m), ((ReplaceExits)Assert.Single(commands).Command).Exits);
    }

    [Fact]
    public void Translate_smallerSizeWithAnExitPlanAndNoLegs_setsExitsForWhatStays()
    {
        var commands = Run(Want(TradeSignal.Buy, 0.5m, new ExitPlan(120m, 95m)), 2m).Commands;
        Assert.Equal(["BTC-USDT/reduce", "BTC-USDT/exits"], commands.Select(c => c.Suffix));
        Assert.Equal(new Bracket(95m, 120m), ((ReplaceExits)commands[1].Command).Exits);
    }

    [Fact]
    public void Translate_holdWithAnExitPlanAndNoLegs_setsThem()
    {
        var hold = new SymbolDecision(Btc, TradeSignal.Hold, 0m, 0m, 1m, new ExitPlan(80m, 105m), "protect");
        Assert.Equal(new Bracket(105m, 80m), ((ReplaceExits)Assert.Single(Run(hold, held: -2m).Commands).Command).Exits);
        Assert.Empty(Run(hold).Commands);
    }

    [Fact]
    public void Translate_holdOfEverything_isTheSharedNothing() =>
        Assert.Same(ExecutionPlan.Nothing, DecisionTranslator.Translate(Decision.Hold, Observe(Quiet), "agent@1"));

    [Theory]
    [InlineData(TradeSignal.Buy, 0, 3, null, null, "positions.BTC-USDT.quantity")]
    [InlineData(TradeSignal.Buy, -1, 3, null, null, "positions.BTC-USDT.quantity")]
    [InlineData(TradeSignal.Buy, 0.001, 3, null, null, "positions.BTC-USDT.quantity")] // below the minimum notional
    [InlineData(TradeSignal.Buy, 1e9, 3, null, null, "positions.BTC-USDT.quantity")]
    [InlineData(TradeSignal.Buy, 1, 500, null, null, "positions.BTC-USDT.leverage")]
    [InlineData(TradeSignal.Buy, 1, 0, null, null, "positions.BTC-USDT.leverage")]
    [InlineData(TradeSignal.Buy, 1, 3, 105.0, null, "positions.BTC-USDT.exit_plan.stop_loss")]
    [InlineData(TradeSignal.Sell, 1, 3, 95.0, null, "positions.BTC-USDT.exit_plan.stop_loss")]
    [InlineData(TradeSignal.Buy, 1, 3, null, 95.0, "positions.BTC-USDT.exit_plan.profit_target")]
    public void Translate_impossibleNumbers_areErrorsAndNoOrders(TradeSignal signal, double quantity, double leverage, double? stop, double? target, string field)
    {
        var wanted = new SymbolDecision(Btc, signal, (decimal)quantity, (decimal)leverage, 1m, new ExitPlan((decimal?)target, (decimal?)stop), "because");
        var plan = Run(wanted);
        Assert.Empty(plan.Commands);
        Assert.Equal(field, Assert.Single(plan.Errors).Field);
    }

    [Fact]
    public void Translate_unknownOrRepeatedSymbol_isAnError()
    {
        var doge = Want(TradeSignal.Buy, 1m) with { Symbol = Symbol.Parse("DOGE-USDT") };
        var plan = DecisionTranslator.Translate(new Decision([doge, Want(TradeSignal.Buy, 1m), Want(TradeSignal.Sell, 1m)]), Observe(Quiet), "agent@1");
        Assert.Equal(["positions.DOGE-USDT", "positions.BTC-USDT"], plan.Errors.Select(e => e.Field));
        Assert.Single(plan.Commands);
    }

    private static SymbolDecision Want(TradeSignal signal, decimal quantity, ExitPlan? plan = null) => new(Btc, signal, quantity, 3m, 0.5m, plan, "because");

    private static ExecutionPlan Run(SymbolDecision wanted, decimal held = 0m, params ReadOnlySpan<OrderObservation> orders) =>
        DecisionTranslator.Translate(new Decision([wanted]), Observe(Quiet, held, null, orders), "agent@1");
}
