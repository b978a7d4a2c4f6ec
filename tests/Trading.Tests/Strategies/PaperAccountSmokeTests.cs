using OrleansTrader.Trading.Accounts;
using OrleansTrader.Trading.Execution;
using OrleansTrader.Trading.Instruments;
using OrleansTrader.Trading.Markets;
using OrleansTrader.Trading.Orders;
using OrleansTrader.Trading.PaperExchange;
using OrleansTrader.Trading.Strategies;
using OrleansTrader.Trading.Tests.Markets;

namespace OrleansTrader.Trading.Tests.Strategies;

/// <summary>Strategy, translation, ledger and paper exchange together over real minutes: exits are orders of the books.</summary>
public sealed class PaperAccountSmokeTests
{
    private readonly Instrument _instrument = InstrumentCatalog.FromPrice(MarketFixture.Btc, 46_000m) with { TickSize = 0.5m };
    private readonly AccountState _state = new();
    private readonly EventBuffer _buffer = new();
    private readonly DecisionContext _context;
    private readonly List<ClosedTrade> _trades = [];

    public PaperAccountSmokeTests() =>
        _context = new DecisionContext(new Dictionary<Symbol, Instrument> { [MarketFixture.Btc] = _instrument }, ExchangeRules.Default);

    [Theory]
    [InlineData("trend", ExitKind.Stop, ExitKind.Trailing)]
    [InlineData("mean-reversion", ExitKind.Stop, ExitKind.Target)]
    [InlineData("breakout", ExitKind.Stop, ExitKind.Trailing)]
    [InlineData("adaptive", ExitKind.Stop, ExitKind.Trailing)]
    [InlineData("sma-cross", ExitKind.Signal, ExitKind.Manual)]
    public void Plan_realMinutes_exitsAreBracketOrders(string strategy, ExitKind one, ExitKind other)
    {
        var market = new SymbolMarket(_instrument);
        var planner = ObservationFixture.Planner(strategy);
        var sequence = 0L;
        Assert.True(Do(new OpenAccount("USDT", 10_000m)).IsAccepted);
        foreach (var bar in SharedData.BtcMinutes().Take(10_000))
        {
            foreach (var (seconds, price) in new[] { (0, bar.Open), (15, bar.High), (30, bar.Low), (45, bar.Close) })
            {
                var quote = new Quote(MarketFixture.Btc, bar.Start.AddSeconds(seconds), price - 0.5m, 0m, price + 0.5m, 0m, ++sequence, sequence);
                market.OnQuote(quote);
                _context.Now = quote.At;
                _context.Set(MarketView.Of(_instrument, quote));
                if (_state.Orders.Length > 0)
                    Assert.True(Do(new TriggersFired(MarketFixture.Btc)).IsAccepted);
            }

            var at = bar.Start.AddMinutes(1);
            _context.Now = at;
            var account = AccountObservations.From(_state.Snapshot(_context));
            var lastTrades = _trades.Count == 0 ? [] : new[] { AccountObservations.From(_trades[^1]) };
            var observation = new Observation(at, [market.Observe(planner.Needs, at)!], account, [.. lastTrades], null);
            var plan = DecisionTranslator.Translate(planner.Plan(observation), observation, $"smoke/{strategy}");
            Assert.Empty(plan.Errors);
            foreach (var command in plan.Commands)
            {
                var result = Do(command.Command);
                Assert.True(result.IsAccepted, $"{at:O} {command}: {result.Refusal}");
            }

            // Whoever holds a position is protected by the stop that it was opened with.
            var held = AccountObservations.From(_state.Snapshot(_context)).Find(MarketFixture.Btc);
            Assert.True(held is null || held.ExitPlan is { StopLoss: not null }, $"{at:O} holds without a stop");
        }

        Assert.Null(LedgerInvariants.Check(_state));
        Assert.InRange(_trades.Count, 5, 2_000);
        Assert.Contains(_trades, t => t.Exit == one || t.Exit == other);
        Assert.All(_trades, t => Assert.NotEmpty(t.EntryNote.Reason));
        Assert.InRange(_state.EquityAt(_context), 1_000m, 20_000m);
    }

    private CommandResult Do(AccountCommand command)
    {
        var result = Ledger.Decide(_state, command, _context, _buffer);
        foreach (ref readonly var happened in _buffer.Events)
        {
            Ledger.Apply(_state, happened);
            if (happened.Kind == AccountEventKind.TradeClosed)
                _trades.Add(happened.TradeClosed().Trade);
        }

        return result;
    }
}
