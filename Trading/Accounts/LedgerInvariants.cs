using OrleansTrader.Trading.Orders;

namespace OrleansTrader.Trading.Accounts;

/// <summary>What must hold of every state, cheap enough to be asked after each commit.</summary>
public static class LedgerInvariants
{
    /// <summary>Null where all is well, else the first broken promise.</summary>
    public static string? Check(AccountState state)
    {
        if (state.Cash != state.Deposited + state.Realised - state.Fees + state.Funding + state.DeficitAbsorbed)
            return "cash = deposits + realised − fees + funding + deficit absorbed";
        return CheckOrders(state) ?? CheckPositions(state) ?? CheckExits(state) ?? CheckParents(state);
    }

    private static string? CheckOrders(AccountState state)
    {
        var last = 0L;
        foreach (ref readonly var order in state.Orders)
        {
            if (order.Id.Value <= last)
                return $"orders ascend by id (order {order.Id})";
            last = order.Id.Value;
            if (order.Reserved < 0m || (order.ReduceOnly && order.Reserved != 0m))
                return $"reserved margin is never negative, and nought for reduce-only (order {order.Id})";
            if (order.Filled < 0m || order.Filled >= order.Quantity || order.Status.IsOver())
                return $"an order in force has something left (order {order.Id})";
        }

        return last > state.LastOrderId ? "order ids are given once" : null;
    }

    private static string? CheckPositions(AccountState state)
    {
        foreach (ref readonly var slot in state.Positions)
        {
            if (slot.IsFlat && (slot.EntryCost != 0m || slot.IsolatedMargin != 0m || slot.Leverage != 0m || slot.EntryOrder.Value != 0))
                return $"a flat position has no cost, margin, leverage or entry ({slot.Symbol})";
            if (!slot.IsFlat && (slot.EntryCost < 0m || slot.Leverage < 1m || slot.EntryOrder.Value == 0))
                return $"a position has an entry and a leverage ({slot.Symbol})";
            if (slot.Mode == MarginMode.Cross && slot.IsolatedMargin != 0m)
                return $"a cross position has no margin of its own ({slot.Symbol})";
        }

        return null;
    }

    // Only sets of a whole position promise this; other exits are bounded by what is held when they fill.
    private static string? CheckExits(AccountState state)
    {
        foreach (ref readonly var slot in state.Positions)
        {
            if (slot.Exits is not { } exits)
                continue;
            if (slot.IsFlat)
                return $"a flat position has no exits ({slot.Symbol})";
            var targets = 0m;
            foreach (ref readonly var leg in state.Orders)
            {
                if (leg.Group != exits.Group)
                    continue;
                if (leg.Role == OrderRole.Target)
                    targets += leg.Remaining;
                else if (leg.IsExit && leg.Remaining != slot.Size)
                    return $"a position's stop covers exactly what is left (order {leg.Id})";
            }

            if (targets > slot.Size)
                return $"targets share what is held ({slot.Symbol})";
        }

        return null;
    }

    private static string? CheckParents(AccountState state)
    {
        var last = 0L;
        foreach (var parent in state.Parents)
        {
            if (parent.Id.Value <= last || parent.Id.Value > state.LastOrderId)
                return $"parent orders ascend by id (parent {parent.Id})";
            last = parent.Id.Value;
            if (parent.Filled < 0m || parent.Filled > parent.Quantity)
                return $"a parent order never trades more than was asked (parent {parent.Id})";
        }

        foreach (ref readonly var order in state.Orders)
        {
            if (order is { Role: OrderRole.Single, Intent.Parent: { } parent } && state.FindParent(parent)?.Child != order.Id)
                return $"a child in force is its parent's present one (order {order.Id})";
        }

        return null;
    }
}
