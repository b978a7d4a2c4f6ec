using OrleansTrader.Trading.Accounts;
using OrleansTrader.Trading.Instruments;
using OrleansTrader.Trading.Markets;

namespace OrleansTrader.Trading.Orders.Parents;

/// <summary>Parent orders in and out. Everything else that ends one comes through here too.</summary>
internal static class ParentDesk
{
    public static CommandResult Submit(in Work work, ParentIntent? intent)
    {
        if (intent is null)
            return CommandResult.Refused(new Refusal(RefusalCode.InvalidValue, "Intent", "null", "give a parent order"));
        if (ParentCheck.Check(work, intent, out var quantity) is { } refusal)
            return CommandResult.Refused(refusal);
        var id = work.NextOrder;
        ref readonly var view = ref work.Context[work.Context.IndexOf(intent.Symbol)];
        work.Emit(new AccountEvent(new ParentAccepted(
            work.Now, id, intent, quantity, MidOf(view), work.Now + intent.DurationOrDefault, view.LastSequence, view.At)));
        ParentSteps.Run(work, id);
        return CommandResult.Made(id);
    }

    public static CommandResult Cancel(in Work work, OrderId id)
    {
        if (work.State.FindParent(id) is not { } parent)
            return CommandResult.Refused(new Refusal(RefusalCode.UnknownOrder, "Parent", id.ToString(), "a parent order in force; it may have ended"));
        End(work, parent, ParentEndReason.Requested);
        return CommandResult.Accepted;
    }

    /// <summary>Works every parent of the symbol whose time has come or whose child is over, by id.</summary>
    public static void Work(in Work work, Symbol symbol)
    {
        foreach (var parent in work.State.Parents)
        {
            if (parent.Symbol == symbol)
                ParentSteps.Run(work, parent.Id);
        }
    }

    /// <summary>Refuses what a client must leave to the parent: its children, and the name of a parent in an order of one's own.</summary>
    public static Refusal? Guard(AccountState state, OrderId order) =>
        state.IndexOf(order) is >= 0 and var index && state.Orders[index] is { Role: OrderRole.Single, Intent.Parent: { } parent }
            ? new Refusal(RefusalCode.WrongTransition, "Order", order.ToString(), $"it belongs to parent order {parent}: cancel that")
            : null;

    /// <summary>Ends the parents of a symbol, or of all where null.</summary>
    /// <param name="keepsReducing">Parents that only reduce go on.</param>
    public static void EndAll(in Work work, Symbol? symbol, ParentEndReason reason, bool keepsReducing = false)
    {
        foreach (var parent in work.State.Parents)
        {
            if ((symbol is null || parent.Symbol == symbol) && !(keepsReducing && parent.Intent.ReduceOnly))
                End(work, parent, reason);
        }
    }

    /// <summary>An exit of what the parent bought was triggered: it buys no more.</summary>
    public static void OnExit(in Work work, OrderId id)
    {
        if (work.State.FindParent(id) is { } parent)
            End(work, parent, ParentEndReason.ExitTriggered);
    }

    /// <summary>The position is gone: nothing is left to reduce, and where an exit closed it, what built it builds no more.</summary>
    /// <param name="order">What closed it.</param>
    public static void OnFlat(in Work work, in Order order)
    {
        foreach (var parent in work.State.Parents)
        {
            if (parent.Symbol != order.Symbol)
                continue;
            if (parent.Intent.ReduceOnly)
                End(work, parent, ParentEndReason.PositionClosed);
            else if (order.IsExit && parent.Side != order.Side && parent.Filled > 0m)
                End(work, parent, ParentEndReason.ExitTriggered);
        }
    }

    /// <summary>Cancels the child in force and tells how it went. What is wholly filled has no other reason.</summary>
    public static void End(in Work work, ParentOrder parent, ParentEndReason reason, RefusalCode refusal = RefusalCode.None)
    {
        if (parent.Child is { } child && work.State.IndexOf(child) >= 0)
            work.End(child, OrderStatus.Cancelled, OrderEndReason.Parent);
        var market = work.Context.IndexOf(parent.Symbol);
        var price = market >= 0 && Accounts.Work.IsUsable(work.Context[market]) ? MidOf(work.Context[market]) : parent.Mid;
        work.Emit(new AccountEvent(new ParentEnded(
            work.Now, parent.Id, parent.Symbol, parent.Remaining == 0m ? ParentEndReason.Filled : reason, refusal, parent.Children, parent.ReportAt(price))));
    }

    public static decimal MidOf(in MarketView view) => (view.Bid + view.Ask) / 2m;
}
