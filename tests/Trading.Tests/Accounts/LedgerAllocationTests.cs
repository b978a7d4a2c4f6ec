using OrleansTrader.Trading.Accounts;
using OrleansTrader.Trading.Orders;

namespace OrleansTrader.Trading.Tests.Accounts;

public sealed class LedgerAllocationTests
{
    private const int WalksMax = 500;

    [Fact]
    public void Submit_fill_and_trigger_allocate_nothing_once_warm()
    {
        var desk = new Desk(1_000_000m);
        desk.Quote(100m);
        var (state, context, buffer) = (desk.State, desk.Context, desk.Buffer);
        var buy = Desk.Market(Side.Buy, 1m) with { Bracket = new Bracket(90m, 150m) };
        var sell = Desk.Market(Side.Sell, 1m) with { ReduceOnly = true };
        // Code that is not yet optimised may allocate: walks go on until it is, the first quiet one is the ledger's own.
        Assert.Contains(0L, Enumerable.Range(0, WalksMax).Select(_ => AllocatedByWalk()));

        long AllocatedByWalk()
        {
            var before = GC.GetAllocatedBytesForCurrentThread();
            for (var i = 0; i < 1_000; i++)
                Round();
            return GC.GetAllocatedBytesForCurrentThread() - before;
        }

        void Round()
        {
            Take(Ledger.Submit(state, buy, context, buffer));
            Take(Ledger.OnTriggers(state, Desk.Btc, context, buffer));
            Take(Ledger.Submit(state, sell, context, buffer));
        }

        void Take(CommandResult result)
        {
            if (!result.IsAccepted)
                throw new InvalidOperationException(result.Refusal!.ToString());
            foreach (ref readonly var happened in buffer.Events)
                Ledger.Apply(state, happened);
        }
    }
}
