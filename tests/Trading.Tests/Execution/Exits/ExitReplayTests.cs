using System.Collections.Immutable;
using System.Security.Cryptography;
using System.Text;
using OrleansTrader.Trading.Accounts;
using OrleansTrader.Trading.Execution;
using OrleansTrader.Trading.Execution.Exits;
using OrleansTrader.Trading.Instruments;
using OrleansTrader.Trading.Markets;
using OrleansTrader.Trading.Orders;
using OrleansTrader.Trading.PaperExchange;
using OrleansTrader.Trading.Strategies;
using OrleansTrader.Trading.Tests.Markets;
using OrleansTrader.Trading.Tests.Strategies;

namespace OrleansTrader.Trading.Tests.Execution.Exits;

/// <summary>Strategy, exit policy, ledger and paper exchange together over six thousand real minutes.</summary>
public sealed class ExitReplayTests
{
    private static readonly ExitPolicy Everything = new()
    {
        Stop = new StopPolicy(Percent: 1.5m),
        Trail = new TrailPolicy(TrailKind.Chandelier, 3m, "atr 22 5m", 22),
        BreakEven = new BreakEven(1m, GainUnit.Risk, 1m),
        Ladder = [new(1m, 0.4m), new(2m, 0.3m)],
        HoldMinutes = 720m,
        Invalidation = ["long: rsi 14 15m < 20", "short: rsi 14 15m > 80"],
        Increase = new IncreasePolicy(0.5m, 0.5m, 2),
    };

    private static readonly Instrument Rules = InstrumentCatalog.FromPrice(MarketFixture.Btc, 46_000m) with { TickSize = 0.5m };

    [Fact]
    public void Advise_realMinutes_isTheSameTwiceAndAfterRestarts_andNeverWithoutTheStop()
    {
        var (hash, kinds, commands) = Run(isRestarted: false);
        Assert.Equal(hash, Run(isRestarted: false).Hash);
        Assert.Equal(hash, Run(isRestarted: true).Hash);
        Assert.True(kinds.ContainsKey(ExitKind.Stop), string.Join(", ", kinds));
        // Set up once a position, and not again.
        Assert.InRange(commands["set"], 6, kinds.Values.Sum() + 1);
        Assert.True(commands["set"] > 5 && commands["stop"] > 20 && commands["add"] > 2, string.Join(", ", commands));
    }

    private static (string Hash, Dictionary<ExitKind, int> Exits, Dictionary<string, int> Commands) Run(bool isRestarted)
    {
        var run = new Replay(isRestarted);
        run.Play(SharedData.BtcMinutes().Take(6_000));
        return (run.Hash, run.Exits, run.Commands);
    }

    private sealed class Replay
    {
        private readonly bool _isRestarted;
        private readonly EventBuffer _buffer = new();
        private readonly DecisionContext _context = new(new Dictionary<Symbol, Instrument> { [MarketFixture.Btc] = Rules }, ExchangeRules.Default);
        private readonly SymbolMarket _market = new(Rules);
        private readonly IPlanner _planner = ObservationFixture.Planner("sma-cross", ("fast", "60"), ("slow", "240"));
        private readonly StringBuilder _log = new();
        private readonly List<ClosedTrade> _trades = [];
        private AccountState _state = new();
        private ExitMemory? _memory;
        private long _sequence;

        public Replay(bool isRestarted)
        {
            _isRestarted = isRestarted;
            Do(new OpenAccount("USDT", 10_000m));
        }

        public string Hash => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(_log.ToString())));

        public Dictionary<ExitKind, int> Exits => _trades.GroupBy(t => t.Exit).ToDictionary(g => g.Key, g => g.Count());

        public Dictionary<string, int> Commands { get; } = [];

        public void Play(IEnumerable<Candle> bars)
        {
            foreach (var bar in bars)
            {
                foreach (var (seconds, price) in new[] { (0, bar.Open), (15, bar.High), (30, bar.Low), (45, bar.Close) })
                    Quote(bar.Start.AddSeconds(seconds), price);
                _context.Now = bar.Start.AddMinutes(1);
                if (_isRestarted && bar.Start.Minute % 7 == 0)
                    _state = _state.ToData().ToState();
                Plan();
                LookAfter();
                // The planner's own stop, or the policy's, stands from the first minute on.
                var held = Observed().Find(MarketFixture.Btc);
                Assert.True(held is null || held.ExitPlan is { StopLoss: not null }, $"{_context.Now:O} holds without a stop");
                Assert.Null(LedgerInvariants.Check(_state));
            }
        }

        private void Quote(DateTimeOffset at, decimal price)
        {
            var quote = new Quote(MarketFixture.Btc, at, price - 0.5m, 0m, price + 0.5m, 0m, ++_sequence, _sequence);
            _market.OnQuote(quote);
            _context.Now = at;
            _context.Set(MarketView.Of(Rules, quote));
            if (_state.Orders.Length > 0)
                Do(new TriggersFired(MarketFixture.Btc));
        }

        private AccountObservation Observed() => AccountObservations.From(_state.Snapshot(_context));

        private void Plan()
        {
            ImmutableArray<TradeObservation> last = _trades.Count == 0 ? [] : [AccountObservations.From(_trades[^1])];
            var seen = new Observation(_context.Now, [_market.Observe(_planner.Needs, _context.Now)!], Observed(), last, null);
            foreach (var command in DecisionTranslator.Translate(_planner.Plan(seen), seen, "replay").Commands)
                Assert.True(Do(command.Command).IsAccepted);
        }

        private void LookAfter()
        {
            var account = Observed();
            if (account.Find(MarketFixture.Btc) is not { } position)
                return;
            var situation = new ExitSituation(_context.Now, position, _market.Observe(ExitNeeds.Of(Everything), _context.Now)!, account, null);
            var advice = ExitManager.Advise(Everything, situation, _memory, "replay");
            _memory = advice.Memory;
            foreach (var command in advice.Commands)
            {
                var result = Do(command.Command);
                Assert.True(result.IsAccepted, $"{_context.Now:O} {command}: {result.Refusal}");
                var name = command.Suffix.Split('/')[2];
                Commands[name] = Commands.GetValueOrDefault(name) + 1;
            }

            // What was done is done: the same look again, at the books as they are now, finds the stop where it belongs.
            if (advice.Commands.Length > 0 && Observed().Find(MarketFixture.Btc) is { } after)
            {
                var again = ExitManager.Advise(Everything, situation with { Account = Observed(), Position = after }, advice.Memory, "replay");
                Assert.True(again.Commands.All(c => c.Command is AmendOrder or ReplaceExits { Exits.BreakEven: not null }), string.Join(", ", again.Commands));
            }
        }

        private CommandResult Do(AccountCommand command)
        {
            var result = Ledger.Decide(_state, command, _context, _buffer);
            foreach (ref readonly var happened in _buffer.Events)
            {
                Ledger.Apply(_state, happened);
                _log.Append(happened.At.UtcTicks).Append(' ').Append(happened.Kind);
                if (happened.Kind == AccountEventKind.OrderFilled)
                    _log.Append(happened.OrderFilled());
                else if (happened.Kind == AccountEventKind.OrderAmended)
                    _log.Append(happened.OrderAmended());
                else if (happened.Kind == AccountEventKind.StopRatcheted)
                    _log.Append(happened.StopRatcheted());
                else if (happened.Kind == AccountEventKind.TradeClosed)
                    _trades.Add(happened.TradeClosed().Trade);
                _log.Append('\n');
            }

            return result;
        }
    }
}
