using FsCheck;
using FsCheck.Fluent;
using OrleansTrader.Trading.Accounts;
using OrleansTrader.Trading.Instruments;
using OrleansTrader.Trading.Markets;
using OrleansTrader.Trading.Orders;
using OrleansTrader.Trading.PaperExchange;
using OrleansTrader.Trading.Risk;
using OrleansTrader.Trading.Tests.Accounts;

namespace OrleansTrader.Trading.Tests.PaperExchange;

public sealed class TriggerBandTests
{
    /// <summary>
    /// Whatever marks n positions jointly take, each within its own band: no threshold is breached; and a breach has left a band.
    /// </summary>
    [Fact]
    public void BandOf_joint_moves_inside_all_bands_breach_nothing()
    {
        var cases =
            from count in Gen.Choose(1, 5)
            from sizes in Gen.ArrayOf(Gen.Choose(-3_000, 3_000), count)
            from moves in Gen.ArrayOf(Gen.Choose(-1_000, 1_000), count)
            from cash in Gen.Choose(1_000, 600_000)
            from isEdge in Gen.Elements(true, false)
            from limit in Gen.Elements(0, 1, 2)
            select (sizes, moves, cash, isEdge, limit);
        Check.One(Config.QuickThrowOnFailure.WithMaxTest(2_000), Prop.ForAll(Arb.From(cases), static c =>
        {
            var (state, context) = Build(c.sizes, c.cash, c.limit);
            var inside = true;
            for (var i = 0; i < c.sizes.Length; i++)
            {
                var symbol = SymbolOf(i);
                var index = state.IndexOf(symbol);
                var slot = state.Positions[index];
                if (slot.IsFlat)
                    continue;
                var band = Triggers.BandOf(state, slot, context);
                var mark = Math.Max(0.01m, slot.Mark * (1m + (c.moves[i] / 1_000m)));
                // The hard corner: every mark exactly on the losing edge of its band.
                if (c.isEdge)
                    mark = band.Low ?? band.High ?? mark;
                inside &= !(mark < band.Low || mark > band.High);
                context.Set(MarketView.Of(context.Instruments[symbol], new Quote(symbol, Desk.Start, mark, 0m, mark, 0m, 2, 2)));
            }

            var before = state.Snapshot(context);
            var buffer = new EventBuffer();
            Ledger.Decide(state, new MarkEquity(), context, buffer);
            var isBreached = buffer.Events.ToArray().Any(e => e.Kind is AccountEventKind.LiquidationStarted or AccountEventKind.AccountHalted);
            return !(inside && isBreached) || HadNoHeadroom(c.sizes, c.cash, c.limit) || before.Positions.IsEmpty;
        }));
    }

    private static bool HadNoHeadroom(int[] sizes, int cash, int limit)
    {
        var (state, context) = Build(sizes, cash, limit);
        var buffer = new EventBuffer();
        Ledger.Decide(state, new MarkEquity(), context, buffer);
        return buffer.Events.ToArray().Any(e => e.Kind is AccountEventKind.LiquidationStarted or AccountEventKind.AccountHalted);
    }

    private static Symbol SymbolOf(int i) => Symbol.Parse($"S{i}-USDT");

    private static (AccountState State, DecisionContext Context) Build(int[] sizes, int cash, int limit)
    {
        var instruments = Enumerable.Range(0, sizes.Length).ToDictionary(SymbolOf, i => Desk.Instrument(SymbolOf(i)));
        var context = new DecisionContext(instruments, Desk.Plain) { Now = Desk.Start };
        var limits = limit switch { 1 => new AccountLimits(DailyLossMax: cash / 10m), 2 => new AccountLimits(DrawdownMax: 0.2m), _ => AccountLimits.None };
        var positions = sizes.Select((size, i) => new PositionData(
            SymbolOf(i), size, Math.Abs(size) * 100m, size == 0 ? 0m : 10m, 10m, MarginMode.Cross, 0m, 100m, OrderNote.None,
            new OrderId(size == 0 ? 0 : 1), Desk.Start, 0m, 0m, 0m, 0m, 0m, 0m, [], false, []));
        var data = new AccountState().ToData() with
        {
            Currency = "USDT", Cash = cash, Deposited = cash, PeakEquity = cash, DayStartEquity = cash, Limits = limits, LastOrderId = 1,
            Day = new DateTimeOffset(2026, 1, 5, 0, 0, 0, TimeSpan.Zero), Positions = [.. positions],
        };
        foreach (var symbol in instruments.Keys)
            context.Set(MarketView.Of(instruments[symbol], new Quote(symbol, Desk.Start, 100m, 0m, 100m, 0m, 1, 1)));
        return (data.ToState(), context);
    }
}
