using OrleansTrader.Trading.Accounts;
using OrleansTrader.Trading.Numerics;
using OrleansTrader.Trading.Orders;
using OrleansTrader.Trading.Orders.Parents;
using OrleansTrader.Trading.PaperExchange;
using OrleansTrader.Trading.Risk;
using OrleansTrader.Trading.Tests.Accounts;

namespace OrleansTrader.Trading.Tests.Orders.Parents;

/// <summary>Random parents in random markets, each a function of its seed.</summary>
public sealed class ParentPropertyTests
{
    private const int Stories = 1_500;
    private const int StepsMax = 600;

    [Fact]
    public void Parents_inAnyMarket_keepTheirPromises()
    {
        var reasons = new Dictionary<ParentEndReason, int>();
        for (var seed = 1UL; seed <= Stories; seed++)
        {
            var story = new Story(seed);
            story.Run(restartAt: -1);
            foreach (var ended in story.Ends)
                reasons[ended.Reason] = reasons.GetValueOrDefault(ended.Reason) + 1;
        }

        Assert.Superset(
            new HashSet<ParentEndReason>
            {
                ParentEndReason.Filled, ParentEndReason.Requested, ParentEndReason.Halted, ParentEndReason.PositionClosed, ParentEndReason.ExitTriggered,
                ParentEndReason.Deadline, ParentEndReason.Refused,
            },
            reasons.Keys.ToHashSet());
    }

    [Fact]
    public void Parents_restartedAnywhere_endTheSame()
    {
        for (var seed = 1UL; seed <= 200; seed++)
        {
            var whole = new Story(seed);
            whole.Run(restartAt: -1);
            var broken = new Story(seed);
            broken.Run(restartAt: (int)(seed % 60));
            Assert.True(whole.Journal.SequenceEqual(broken.Journal), $"seed {seed}");
        }
    }

    private sealed class Story
    {
        private readonly Desk _desk;
        private readonly AccountState _replayed = new();
        private readonly AccountLimits _limits;
        private SeededRandom _random;
        private decimal _bid = 100m;
        private int _replayedCount;

        public Story(ulong seed)
        {
            _random = new SeededRandom(seed);
            _limits = _random.NextInt(4) == 0 ? new AccountLimits(OrderNotionalMax: 3_000m, PositionNotionalMax: 2_500m) : AccountLimits.None;
            _desk = new Desk(20_000m, _limits, Desk.Plain with
            {
                Latency = _random.NextInt(3) == 0 ? TimeSpan.FromMilliseconds(300) : TimeSpan.Zero,
                LimitFill = _random.NextInt(2) == 0 ? LimitFill.Touch : LimitFill.TradeThrough,
            });
            _seed = seed;
        }

        private readonly ulong _seed;

        public IReadOnlyList<AccountEvent> Journal => _desk.Journal;

        public IEnumerable<ParentEnded> Ends => _desk.Journal.Where(e => e.Kind == AccountEventKind.ParentEnded).Select(e => e.ParentEnded());

        public void Run(int restartAt)
        {
            Show();
            var reduces = _random.NextInt(4) == 0;
            if (reduces)
                Do(new SubmitOrder(Desk.Market(Side.Buy, 1m + _random.NextInt(10))));
            var intent = Intent(reduces);
            Do(new SubmitParent(intent));
            for (var step = 0; step < StepsMax && (step < 5 || _desk.State.Parents.Length > 0 || _desk.State.Orders.Length > 0); step++)
            {
                if (step == restartAt)
                    Restart();
                _desk.Context.Now += TimeSpan.FromMilliseconds(100 + _random.NextInt(4_000));
                Show();
                for (var round = 0; _desk.IsCrossed(Desk.Btc); round++)
                {
                    Assert.True(round < 20, $"seed {_seed}: triggers fire without end");
                    Do(new TriggersFired(Desk.Btc));
                }

                Disturb(intent);
            }

            Assert.True(_desk.State.Parents.IsEmpty, $"seed {_seed}: a parent outlives its deadline");
            CheckReports();
        }

        private ParentIntent Intent(bool reduces)
        {
            var side = reduces ? Side.Sell : (Side)_random.NextInt(2);
            var style = (ExecutionStyle)_random.NextInt(6);
            var quantity = (1 + _random.NextInt(40)) / 2m + (_random.NextInt(3) == 0 ? 0.013m : 0m);
            return new ParentIntent(Desk.Btc, side, OrderQuantity.InBase(quantity), style)
            {
                Urgency = (ExecutionUrgency)_random.NextInt(3),
                Duration = TimeSpan.FromSeconds(5 + _random.NextInt(90)),
                LimitPrice = _random.NextInt(4) == 0 ? 100m + (side.Sign() * _random.NextInt(6) / 2m) : null,
                ParticipationMax = _random.NextInt(4) == 0 ? 0.3m : null,
                ReduceOnly = reduces,
                Leverage = 10m,
                Bracket = reduces || _random.NextInt(2) == 0 ? null : new Bracket(100m - (side.Sign() * (2m + _random.NextInt(4))), 100m + (side.Sign() * (3m + _random.NextInt(5)))),
                Slices = _random.NextInt(3) == 0 ? 1 + _random.NextInt(12) : null,
                DisplayQuantity = style == ExecutionStyle.Iceberg ? 1m + _random.NextInt(3) : null,
                RepostsMax = _random.NextInt(5),
                Profile = style == ExecutionStyle.Vwap ? new VolumeProfile(60, [.. Enumerable.Range(0, 24).Select(i => 500m + (i % 5))]) : null,
                OnDeadline = (DeadlineAction)_random.NextInt(2),
                Seed = (long)_seed,
            };
        }

        private void Show()
        {
            _bid = Math.Clamp(_bid + ((_random.NextInt(5) - 2) * 0.5m), 90m, 110m);
            var ask = _bid + (0.5m * (1 + _random.NextInt(2)));
            if (_random.NextInt(3) == 0)
                _desk.ShowBook([(_bid, 1m + _random.NextInt(3)), (_bid - 0.5m, 4m)], [(ask, 1m + _random.NextInt(3)), (ask + 0.5m, 4m)]);
            else
                _desk.Show(_bid, ask, Desk.Btc, _random.NextInt(3) == 0 ? 0m : 0.5m + _random.NextInt(5), _random.NextInt(4) == 0 ? (_bid - 1m, _bid + 1m) : null);
        }

        private void Disturb(ParentIntent intent)
        {
            AccountCommand? command = _random.NextInt(120) switch
            {
                0 => new CancelParent(new OrderId(1 + _random.NextInt(4))),
                1 => new HaltAccount("test", _random.NextInt(2) == 0),
                2 => new ResumeAccount(),
                3 => new ClosePosition(Desk.Btc, OrderNote.None),
                4 => _desk.State.Orders is [{ Role: OrderRole.Single } first, ..] ? new CancelOrder(first.Id) : null,
                5 => new SetLimits(_limits with { LeverageMax = 3m }),
                6 => new SubmitParent(intent with { Seed = (long)_seed + 1 }),
                _ => null,
            };
            if (command is not null)
                Do(command);
        }

        private void Restart() => _desk.Reload(_desk.State.ToData().ToState());

        private void Do(AccountCommand command)
        {
            var held = _desk.State.HeldOf(Desk.Btc);
            _desk.Do(command);
            var why = $"seed {_seed}: {command}";
            Assert.True(LedgerInvariants.Check(_desk.State) is null, $"{why}: {LedgerInvariants.Check(_desk.State)}");
            for (; _replayedCount < _desk.Journal.Count; _replayedCount++)
                Ledger.Apply(_replayed, _desk.Journal[_replayedCount]);
            Assert.True(AccountStates.AreEqual(_replayed.ToData(), _desk.State.ToData()), why);
            foreach (ref readonly var happened in _desk.Buffer.Events)
                held = Follow(happened, held, why);
            CheckProtection(why);
        }

        private decimal Follow(in AccountEvent happened, decimal held, string why)
        {
            if (happened.Kind == AccountEventKind.OrderAccepted && happened.OrderAccepted() is { Role: OrderRole.Single, Intent.Parent: not null, ReduceOnly: false } child)
                Assert.True(_limits.OrderNotionalMax is not { } max || child.Quantity * (child.LimitPrice > 0m ? child.LimitPrice : 100m) <= max * 1.1m, why);
            if (happened.Kind != AccountEventKind.OrderFilled)
                return held;
            var fill = happened.OrderFilled();
            var after = held + (fill.Quantity * fill.Side.Sign());
            Assert.True(_limits.PositionNotionalMax is not { } position || fill.IsReducing || Math.Abs(after) * fill.Price <= position, why);
            return after;
        }

        // After every commit, what a parent with a stop has bought stands under one: legs of the parents' groups cover the position.
        private void CheckProtection(string why)
        {
            var held = _desk.State.HeldOf(Desk.Btc);
            if (held == 0m || _desk.Journal.Any(e => e.Kind == AccountEventKind.OrderAccepted && e.OrderAccepted() is { Role: OrderRole.Single, Intent.Bracket: null }))
                return;
            var stops = 0m;
            foreach (ref readonly var order in _desk.State.Orders)
                stops += order.Role is OrderRole.Stop || (order.Role is OrderRole.Target or OrderRole.Close or OrderRole.Flatten && (order.Triggered || order.Type == OrderType.Market)) ? order.Remaining : 0m;
            Assert.True(stops >= Math.Abs(held), $"{why}: {held} held under stops of {stops}");
        }

        private void CheckReports()
        {
            foreach (var ended in Ends)
            {
                var why = $"seed {_seed}: parent {ended.Parent} {ended.Reason}";
                var accepted = _desk.Journal.First(e => e.Kind == AccountEventKind.ParentAccepted && e.ParentAccepted().Parent == ended.Parent).ParentAccepted();
                var children = _desk.Children(ended.Parent).Select(c => c.Order).ToHashSet();
                var fills = _desk.Fills.Where(f => children.Contains(f.Order)).ToArray();
                var report = ended.Report;
                Assert.Equal(accepted.Quantity, report.Asked);
                Assert.True(report.Filled <= report.Asked, why);
                Assert.Equal(fills.Sum(f => f.Quantity), report.Filled);
                Assert.Equal(fills.Sum(f => f.Fee), report.Fees);
                Assert.Equal(report.Filled == report.Asked, ended.Reason == ParentEndReason.Filled);
                Assert.True(!accepted.Intent.ReduceOnly || fills.All(f => f.IsReducing), why);
                Assert.True(accepted.Intent.LimitPrice is not { } limit || fills.All(f => (f.Price - limit) * f.Side.Sign() <= 0m), why);
                Assert.InRange(children.Count, 0, ParentOrder.ChildrenMax);
                // Perold's sum of parts: paper profit at the end less real profit.
                var sign = accepted.Intent.Side.Sign();
                var paper = report.Asked * (report.EndPrice - report.ArrivalPrice) * sign;
                var real = ((report.Filled * report.EndPrice) - report.FilledNotional) * sign - report.Fees;
                Assert.Equal(paper - real, report.Total, 6);
            }
        }
    }
}
