using OrleansTrader.Trading.Accounts;
using OrleansTrader.Trading.Instruments;
using OrleansTrader.Trading.Markets;
using OrleansTrader.Trading.Orders;
using OrleansTrader.Trading.Orders.Parents;

namespace OrleansTrader.Trading.PaperExchange;

/// <summary>Bracket legs and other orders that exclude each other, and what happens when a position is gone.</summary>
internal static class Exits
{
    private static readonly OrderNote StopNote = new("exit: stop", "bracket");
    private static readonly OrderNote TargetNote = new("exit: target", "bracket");
    private static readonly OrderNote TrailingNote = new("exit: trailing stop", "bracket");
    private static readonly OrderNote TimeNote = new("exit: time", "bracket");

    /// <summary>A bracket's group is the entry's id, or its parent order's, negative; groups of submitted pairs are positive.</summary>
    public static long GroupOf(in Order entry) => -(entry.Intent.Parent ?? entry.Id).Value;

    /// <summary>After an opening fill: makes the entry's legs, or enlarges those in force.</summary>
    public static void Arm(in Work work, in Order entry, in MarketView view, decimal price, decimal quantity)
    {
        if (WholeExits.Arm(work, entry, view, price) || entry.Role != OrderRole.Single || entry.Intent.Bracket is not { } bracket)
            return;
        if (TryEnlarge(work, GroupOf(entry), quantity))
            return;
        if (bracket.StopPrice is { } stop)
            Add(work, entry, view, OrderRole.Stop, OrderType.Stop, stop, quantity, null);
        if (bracket.TargetPrice is { } target)
            Add(work, entry, view, OrderRole.Target, OrderType.TakeProfit, target, quantity, null);
        if (bracket.TrailingOffset is { } offset)
        {
            var side = entry.Side.Opposite();
            var first = OrderCheck.TrailingPrice(view.Instrument, side, price, offset);
            Add(work, entry, view, OrderRole.Trailing, OrderType.TrailingStop, Math.Max(first, view.Instrument.TickSize), quantity, null);
        }

        if (bracket.ExitAt is { } exitAt)
            Add(work, entry, view, OrderRole.TimeExit, OrderType.Market, 0m, quantity, exitAt);
    }

    private static bool TryEnlarge(in Work work, long group, decimal quantity)
    {
        var found = false;
        for (var i = 0; i < work.State.Orders.Length; i++)
        {
            var leg = work.State.Orders[i];
            if (leg.Group != group)
                continue;
            found = true;
            work.Emit(new AccountEvent(new OrderAmended(work.Now, leg.Id, leg.Quantity + quantity, leg.LimitPrice, leg.TriggerPrice, leg.Reserved)));
        }

        return found;
    }

    private static void Add(
        in Work work, in Order entry, in MarketView view, OrderRole role, OrderType type, decimal trigger, decimal quantity, DateTimeOffset? activeAt) =>
        work.Emit(new AccountEvent(new OrderAccepted(
            work.Now, work.NextOrder, entry.Intent, role, entry.Side.Opposite(), type, ReduceOnly: true, quantity, 0m, trigger,
            entry.Leverage, 0m, GroupOf(entry), activeAt, view.LastSequence, view.At)));

    /// <summary>Cancels what <paramref name="order"/> excludes: the others of its group, and of a bracket the rest of the entry.</summary>
    public static void CancelGroup(in Work work, in Order order)
    {
        if (order.Group == 0)
            return;
        var entry = new OrderId(-order.Group);
        if (order.Group < 0)
            ParentDesk.OnExit(work, entry);
        for (var i = work.State.Orders.Length - 1; i >= 0; i--)
        {
            var other = work.State.Orders[i];
            if (other.Id != order.Id && (other.Group == order.Group || (order.Group < 0 && other.Id == entry)))
                work.End(other.Id, OrderStatus.Cancelled, OrderEndReason.OtherLeg);
        }
    }

    /// <summary>Tells the round trip that <paramref name="order"/> ended, and cancels what only reduced the position.</summary>
    public static void AfterFlat(in Work work, in Order order)
    {
        var symbol = order.Symbol;
        ref readonly var slot = ref work.State.Positions[work.State.IndexOf(symbol)];
        work.Emit(new AccountEvent(new TradeClosed(work.Now, new ClosedTrade(
            symbol, order.Side.Opposite(), slot.TripEntered, slot.TripEntryNotional, slot.TripExitNotional, slot.TripRealised,
            slot.TripFees, slot.TripFunding, new DateTimeOffset(slot.EntryAtTicks, TimeSpan.Zero), work.Now, slot.EntryOrder, order.Id,
            ExitOf(order), slot.EntryNote, NoteOf(order)))));
        CancelGroup(work, order);
        ParentDesk.OnFlat(work, order);
        CancelReducing(work, symbol, OrderEndReason.PositionClosed);
    }

    private static void CancelReducing(in Work work, Symbol symbol, OrderEndReason reason)
    {
        for (var i = work.State.Orders.Length - 1; i >= 0; i--)
        {
            var other = work.State.Orders[i];
            if (other.ReduceOnly && other.Symbol == symbol)
                work.End(other.Id, OrderStatus.Cancelled, reason);
        }
    }

    private static ExitKind ExitOf(in Order order) => order.Role switch
    {
        OrderRole.Stop => ExitKind.Stop,
        OrderRole.Target => ExitKind.Target,
        OrderRole.Trailing => ExitKind.Trailing,
        OrderRole.TimeExit or OrderRole.HoldEnd => ExitKind.Time,
        OrderRole.Liquidation => ExitKind.Liquidation,
        OrderRole.Flatten => ExitKind.Manual,
        _ => order.Type switch
        {
            OrderType.Stop or OrderType.StopLimit => ExitKind.Stop,
            OrderType.TakeProfit => ExitKind.Target,
            OrderType.TrailingStop => ExitKind.Trailing,
            _ => string.Equals(order.Intent.Note.Cause, OrderNote.ManualCause, StringComparison.Ordinal) ? ExitKind.Manual : ExitKind.Signal,
        },
    };

    private static OrderNote NoteOf(in Order order) => order.Role switch
    {
        OrderRole.Stop => StopNote,
        OrderRole.Target => TargetNote,
        OrderRole.Trailing => TrailingNote,
        OrderRole.TimeExit => TimeNote,
        _ => order.Intent.Note,
    };
}
