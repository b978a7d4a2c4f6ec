using OrleansTrader.Trading.Accounts;
using OrleansTrader.Trading.Markets;

namespace OrleansTrader.Trading.Orders.Parents;

/// <summary>TWAP and VWAP: by the instant a slice is due, what was to be done by then is either taken or rests at the best price.</summary>
internal static partial class ParentSteps
{
    private static bool NextSlice(in Work work, ParentOrder parent, in MarketView view)
    {
        var plan = new SlicePlan(parent);
        var due = plan.DueAt(work.Now);
        if (due > parent.Step && work.Now >= parent.NextAt)
            return ReleaseSlice(work, parent, view, plan, due);
        // What took the last slice's rest is done: now this slice may rest.
        return due == parent.Step && parent is { IsTaking: true, Intent.Urgency: ExecutionUrgency.Normal } && !IsInForce(work, parent) &&
            RestSlice(work, parent, view, plan, due);
    }

    private static bool ReleaseSlice(in Work work, ParentOrder parent, in MarketView view, in SlicePlan plan, int due)
    {
        if (IsInForce(work, parent))
            work.End(parent.Child!.Value, OrderStatus.Cancelled, OrderEndReason.Parent);
        var takenBy = parent.Intent.Urgency switch
        {
            ExecutionUrgency.High => due,
            ExecutionUrgency.Normal => due - 1,
            _ => 0,
        };
        var missing = Wanted(parent, plan, takenBy, due);
        if (missing <= 0m)
            return parent.Intent.Urgency != ExecutionUrgency.High && RestSlice(work, parent, view, plan, due) || Skip(work, parent, view, plan, due);
        return Take(work, parent, view, missing, new ParentStep(due, parent.Tries, plan.At(due), IsTaking: true));
    }

    private static bool Skip(in Work work, ParentOrder parent, in MarketView view, in SlicePlan plan, int due)
    {
        if (work.State.FindParent(parent.Id) is { } still && still.Step < due)
            Advance(work, parent, view, new ParentStep(due, parent.Tries, plan.At(due)));
        return false;
    }

    private static bool RestSlice(in Work work, ParentOrder parent, in MarketView view, in SlicePlan plan, int due)
    {
        var step = new ParentStep(due, parent.Tries, plan.At(due));
        var price = ChildOrders.BestPrice(parent, view);
        var quantity = ChildOrders.QuantityOf(work, parent, view.Instrument, Wanted(parent, plan, due, due), price);
        if (quantity > 0m)
            return Place(work, parent, view, quantity, price, takes: false, step);
        Advance(work, parent, view, step);
        return false;
    }

    private static decimal Wanted(ParentOrder parent, in SlicePlan plan, int until, int due) =>
        Math.Min(plan.TargetOf(until), plan.CapOf(due) ?? parent.Quantity) - parent.Filled;
}
