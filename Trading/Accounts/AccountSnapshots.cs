using System.Collections.Immutable;
using OrleansTrader.Trading.Orders;
using OrleansTrader.Trading.Risk.Breakers;

namespace OrleansTrader.Trading.Accounts;

/// <summary>What readers see of a state at the context's marks; a symbol without a market there shows its last journaled mark.</summary>
public static class AccountSnapshots
{
    public static AccountSnapshot Snapshot(this AccountState state, DecisionContext context)
    {
        var margin = Margin.Of(state, context);
        var positions = ImmutableArray.CreateBuilder<PositionView>();
        decimal initial = 0m, maintenance = 0m;
        foreach (ref readonly var slot in state.Positions)
        {
            if (slot.IsFlat)
                continue;
            var view = ViewOf(state, slot, context, margin);
            initial += view.InitialMargin;
            maintenance += view.MaintenanceMargin;
            positions.Add(view);
        }

        var orders = ImmutableArray.CreateBuilder<OrderView>(state.Orders.Length);
        foreach (ref readonly var order in state.Orders)
            orders.Add(ViewOf(order));
        return new AccountSnapshot(
            state.Version, context.Now, state.Currency ?? string.Empty, state.Cash, margin.Equity, margin.Unrealised, initial,
            maintenance, margin.Reserved, Math.Max(0m, margin.Available), state.Deposited, state.Realised, state.Fees, state.Funding,
            state.DeficitAbsorbed, state.Turnover, state.PeakEquity, state.DayStartEquity, state.Halt, state.HaltReason,
            positions.ToImmutable(), orders.MoveToImmutable(), state.ResetAt, state.LimitsInForce, state.Limits,
            state.AgentLimits.IsEmpty ? null : state.AgentLimits, AccountBreakers.Of(state.Breakers, context.Now, margin.Equity))
        {
            OpenedAt = AccountStates.ToData(state.Openings),
            Parents = state.Parents.IsEmpty ? null : state.Parents,
        };
    }

    /// <summary>Cash and unrealised profit at the context's marks, without allocating.</summary>
    public static decimal EquityAt(this AccountState state, DecisionContext context) => Margin.Of(state, context).Equity;

    private static PositionView ViewOf(AccountState state, in Position slot, DecisionContext context, in Margin margin)
    {
        Margin.TryMark(context, slot, useContextMarks: true, out var mark);
        context.Instruments.TryGetValue(slot.Symbol, out var instrument);
        var isIsolated = slot.Mode == MarginMode.Isolated;
        var maintenance = Margin.MaintenanceOf(context, slot, mark);
        var headroom = isIsolated ? slot.IsolatedMargin + slot.UnrealisedAt(mark) - maintenance : margin.CrossHeadroom;
        var (stop, target) = ExitsOf(state, slot);
        return new PositionView(
            slot.Symbol, slot.Quantity, slot.EntryPrice, mark, Amounts.Round(slot.Size * mark), slot.UnrealisedAt(mark), slot.Leverage,
            slot.Mode, slot.IsolatedMargin, isIsolated ? slot.IsolatedMargin : Margin.InitialOf(slot, mark), maintenance,
            Margin.PriceAtLoss(instrument, slot, mark, headroom, withMaintenance: true), slot.EntryAt ?? default, slot.EntryNote, slot.Exits, stop, target);
    }

    private static (decimal? Stop, decimal? Target) ExitsOf(AccountState state, in Position slot)
    {
        decimal? stop = null, target = null;
        var isLong = slot.Quantity > 0m;
        foreach (ref readonly var order in state.Orders)
        {
            if (!order.ReduceOnly || order.Symbol != slot.Symbol || order.Side == slot.Side || order.TriggerPrice == 0m)
                continue;
            if (order.Type == OrderType.TakeProfit)
                target = target is { } nearest && nearest < order.TriggerPrice == isLong ? nearest : order.TriggerPrice;
            else if (order.Type is OrderType.Stop or OrderType.StopLimit or OrderType.TrailingStop)
                stop = stop is { } tightest && tightest > order.TriggerPrice == isLong ? tightest : order.TriggerPrice;
        }

        return (stop, target);
    }

    private static OrderView ViewOf(in Order order) => new(
        order.Id, order.Symbol, order.Side, order.Type, order.Role, order.Status, order.Triggered, order.ReduceOnly, order.Quantity,
        order.Filled, order.LimitPrice == 0m ? null : order.LimitPrice, order.TriggerPrice == 0m ? null : order.TriggerPrice,
        order.Reserved, order.Role == OrderRole.Single ? order.Intent.TimeInForce : TimeInForce.Gtc,
        order.Role switch { OrderRole.Single => order.Intent.ExpiresAt, OrderRole.TimeExit => order.ActiveAt, _ => null }, order.AcceptedAt, order.Intent.Note,
        order.Type == OrderType.TrailingStop && order.TrailingPercent == 0m ? order.TrailingOffset : null,
        order.TrailingPercent == 0m ? null : order.TrailingPercent, order.Level == 0 ? null : order.Level)
    {
        Parent = order.Intent.Parent,
    };
}
