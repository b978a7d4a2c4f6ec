using System.Text.Json.Nodes;
using FsCheck;
using FsCheck.Fluent;
using OrleansTrader.LanguageModels.Decisions;
using OrleansTrader.LanguageModels.Tests.Prompts;
using OrleansTrader.Trading.Accounts;
using OrleansTrader.Trading.Execution;
using OrleansTrader.Trading.Instruments;
using OrleansTrader.Trading.Markets;
using OrleansTrader.Trading.Orders;
using OrleansTrader.Trading.PaperExchange;
using OrleansTrader.Trading.Strategies;

namespace OrleansTrader.LanguageModels.Tests.Decisions;

/// <summary>What the reader accepts, the books carry out: observation, answer, decision, commands and ledger together.</summary>
public sealed class ExecutionPropertyTests
{
    private static readonly Observation Markets = Scene.Observe(5);

    [Fact]
    public void Read_everyAcceptedDecision_isTakenByTheLedgerCommandByCommand()
    {
        var (carried, commands) = (0, 0);
        var stories = Gen.ArrayOf(Gen.ArrayOf(DecisionReaderPropertyTests.Sensible, 2), 8);
        Check.One(Config.QuickThrowOnFailure.WithMaxTest(300), Prop.ForAll(Arb.From(stories), story =>
        {
            var books = new Books();
            foreach (var answer in story)
            {
                var seen = books.Observe();
                var reading = DecisionReader.Read(Answers.Of([.. answer]), seen, DecisionReaderPropertyTests.Bounds);
                if (!reading.IsAccepted)
                    continue;
                carried++;
                var plan = DecisionTranslator.Translate(reading.Decision, seen, "test");
                Assert.Empty(plan.Errors);
                foreach (var command in plan.Commands)
                {
                    commands++;
                    var result = books.Do(command.Command);
                    Assert.True(result.IsAccepted, $"{command}: {result.Refusal}");
                }
            }
        }));
        Assert.True(carried > 500 && commands > 500, $"{carried} decisions, {commands} commands");
    }

    [Fact]
    public void Read_closeAndOpenInOneAnswer_isCarriedOutWhole()
    {
        var books = new Books();
        var large = Answers.Buy();
        (large["quantity"], large["leverage"]) = (Answers.Sol.Instrument.QuantityDown(9_500m / Answers.Sol.Ask), 1);
        books.Follow(Answers.Of(large));
        var close = Answers.Buy();
        close["signal"] = "close";
        var next = Answers.Buy();
        var xrp = Markets.Symbols[4];
        (next["symbol"], next["quantity"], next["leverage"]) = ("XRP-USDT", xrp.Instrument.QuantityDown(9_000m / xrp.Ask), 1);
        next["exit_plan"] = new JsonObject { ["stop_loss"] = Scene.Near(xrp, 0.9m), ["profit_target"] = Scene.Near(xrp, 1.2m) };

        books.Follow(Answers.Of(next, close));

        var position = Assert.Single(books.Observe().Account.Positions);
        Assert.Equal(("XRP-USDT", Scene.Near(xrp, 0.9m)), (position.Symbol.Value, position.ExitPlan!.StopLoss!.Value));
    }

    [Fact]
    public void Follow_modelThatScalesInAndOutForHours_staysProtectedWithFewOrders()
    {
        var books = new Books();
        for (var i = 0; i < 150; i++)
        {
            var wish = Answers.Buy();
            wish["quantity"] = (i % 3) switch { 0 => 5, 1 => 15, _ => 10 };
            wish["exit_plan"] = new JsonObject { ["stop_loss"] = Scene.Near(Answers.Sol, 0.9m + (i % 5 * 0.01m)), ["profit_target"] = Scene.Near(Answers.Sol, 1.2m) };
            books.Follow(Answers.Of(wish));

            var account = books.Observe().Account;
            var position = Assert.Single(account.Positions);
            var stops = account.Orders.Where(static order => order.Type == OrderType.Stop).ToArray();
            Assert.True(stops.Sum(static order => order.QuantityLeft) >= position.Quantity, $"{i}: stops cover less than the position");
            Assert.All(stops, stop => Assert.Equal(Scene.Near(Answers.Sol, 0.9m + (i % 5 * 0.01m)), stop.TriggerPrice));
            Assert.InRange(account.Orders.Length, 2, 4);
        }
    }

    /// <summary>A paper account of 10,000 on the markets of the scene, which stand still.</summary>
    private sealed class Books
    {
        private readonly AccountState _state = new();
        private readonly EventBuffer _buffer = new();
        private readonly DecisionContext _context = new(Markets.Symbols.ToDictionary(static m => m.Symbol, static m => m.Instrument), ExchangeRules.Default) { Now = Scene.At };

        public Books()
        {
            foreach (var market in Markets.Symbols)
                _context.Set(MarketView.Of(market.Instrument, new Quote(market.Symbol, Scene.At, market.Bid, 0m, market.Ask, 0m, 1, 1)));
            Assert.True(Do(new OpenAccount("USDT", 10_000m)).IsAccepted);
        }

        public CommandResult Do(AccountCommand command)
        {
            var result = Ledger.Decide(_state, command, _context, _buffer);
            foreach (ref readonly var happened in _buffer.Events)
                Ledger.Apply(_state, happened);
            return result;
        }

        public Observation Observe() => Markets with { Account = AccountObservations.From(_state.Snapshot(_context)) };

        public void Follow(string answer)
        {
            var plan = DecisionTranslator.Translate(Answers.Accepted(DecisionReader.Read(answer, Observe(), DecisionBounds.None)), Observe(), "test");
            Assert.Empty(plan.Errors);
            Assert.All(plan.Commands, command => Assert.True(Do(command.Command) is { IsAccepted: true }, command.ToString()));
        }
    }
}
