using OrleansTrader.Trading.Accounts;
using OrleansTrader.Trading.Instruments;
using OrleansTrader.Trading.Orders;
using OrleansTrader.Trading.Orders.Parents;

namespace OrleansTrader.Trading.PaperExchange;

/// <summary>
/// The venue closes what its margin no longer covers: an isolated position on its own, or every cross position of the account,
/// whole, at the market, with the liquidation fee taken from cash once. Losses beyond the money are absorbed explicitly.
/// </summary>
internal static class Liquidation
{
    private static readonly OrderNote Note = new("liquidation: equity below maintenance margin", "venue");

    /// <summary>True if anything was liquidated. Nothing is, where a mark that matters is unknown: guesses close no position.</summary>
    public static bool Run(in Work work)
    {
        var any = false;
        for (var i = 0; i < work.State.Positions.Length; i++)
        {
            ref readonly var slot = ref work.State.Positions[i];
            if (!slot.IsFlat && slot.Mode == MarginMode.Isolated && Margin.TryMark(work.Context, slot, useContextMarks: true, out var mark))
                any |= RunIsolated(work, slot.Symbol, slot.IsolatedMargin + slot.UnrealisedAt(mark), Margin.MaintenanceOf(work.Context, slot, mark));
        }

        var margin = Margin.Of(work.State, work.Context);
        if (margin.CrossPositions > 0 && IsCrossComplete(work) && margin.CrossHeadroom < 0m)
        {
            work.Emit(new AccountEvent(new LiquidationStarted(work.Now, null, margin.CrossEquity, margin.CrossMaintenance)));
            CloseCross(work);
            any = true;
        }

        AbsorbCross(work);
        return any;
    }

    private static bool IsCrossComplete(in Work work)
    {
        foreach (ref readonly var slot in work.State.Positions)
        {
            if (!slot.IsFlat && slot.Mode == MarginMode.Cross && !Margin.TryMark(work.Context, slot, useContextMarks: true, out _))
                return false;
        }

        return true;
    }

    private static bool RunIsolated(in Work work, Symbol symbol, decimal equity, decimal maintenance)
    {
        if (equity >= maintenance)
            return false;
        work.Emit(new AccountEvent(new LiquidationStarted(work.Now, symbol, equity, maintenance)));
        CancelOrders(work, symbol);
        var margin = work.State.Positions[work.State.IndexOf(symbol)].IsolatedMargin;
        var before = work.State.Cash;
        Close(work, symbol);
        var lost = before - work.State.Cash;
        if (lost > margin)
            work.Emit(new AccountEvent(new DeficitAbsorbed(work.Now, lost - margin)));
        return true;
    }

    private static void CloseCross(in Work work)
    {
        CancelOrders(work, null);
        for (var i = 0; i < work.State.Positions.Length; i++)
        {
            if (!work.State.Positions[i].IsFlat && work.State.Positions[i].Mode == MarginMode.Cross)
                Close(work, work.State.Positions[i].Symbol);
        }
    }

    // Without cross positions, what isolated ones do not hold is the account's money: it cannot be less than nothing.
    private static void AbsorbCross(in Work work)
    {
        var margin = Margin.Of(work.State, work.Context);
        if (margin.CrossPositions == 0 && margin.CrossCash < 0m)
            work.Emit(new AccountEvent(new DeficitAbsorbed(work.Now, -margin.CrossCash)));
    }

    private static void CancelOrders(in Work work, Symbol? symbol)
    {
        ParentDesk.EndAll(work, symbol, ParentEndReason.Liquidation);
        for (var i = work.State.Orders.Length - 1; i >= 0; i--)
        {
            if (symbol is null || work.State.Orders[i].Symbol == symbol)
                work.End(work.State.Orders[i].Id, OrderStatus.Cancelled, OrderEndReason.Liquidation);
        }
    }

    private static void Close(in Work work, Symbol symbol)
    {
        var slot = work.State.Positions[work.State.IndexOf(symbol)];
        ref readonly var view = ref work.Context[work.Context.IndexOf(symbol)];
        var side = slot.Side.Opposite();
        var id = work.NextOrder;
        var intent = new OrderIntent(symbol, side, OrderType.Market, OrderQuantity.InBase(slot.Size)) { ReduceOnly = true, Note = Note };
        work.Emit(new AccountEvent(new OrderAccepted(
            work.Now, id, intent, OrderRole.Liquidation, side, OrderType.Market, ReduceOnly: true, slot.Size, 0m, 0m, slot.Leverage, 0m, 0,
            null, view.LastSequence, view.At)));
        PaperVenue.Take(work, id, view, side == Side.Buy ? view.Ask : view.Bid, 0m, 0m);
    }
}
