using System.Collections.Immutable;
using OrleansTrader.Trading.Accounts;
using OrleansTrader.Trading.Instruments;
using OrleansTrader.Trading.Orders;
using OrleansTrader.Trading.Risk;

namespace OrleansTrader.Trading.Strategies;

/// <summary>The books as a planner sees them: every number comes from the ledger.</summary>
public static class AccountObservations
{
    public static AccountObservation From(AccountSnapshot books)
    {
        var positions = ImmutableArray.CreateBuilder<PositionObservation>(books.Positions.Length);
        var notional = 0m;
        foreach (var position in books.Positions)
        {
            if (position.Quantity == 0m)
                continue;
            notional += Math.Abs(position.Notional);
            positions.Add(new PositionObservation(
                position.Symbol, position.Quantity, position.EntryPrice, position.Mark, position.Unrealised, position.LiquidationPrice,
                position.Leverage, position.InitialMargin, position.EntryAt, PlanOf(books.Orders, position.Symbol))
            {
                Exits = position.Exits,
            });
        }

        var orders = ImmutableArray.CreateBuilder<OrderObservation>(books.Orders.Length);
        foreach (var order in books.Orders)
        {
            // A child is a part of what its parent still has to do.
            if (order is { Role: OrderRole.Single, Parent: not null })
                continue;
            orders.Add(new OrderObservation(
                order.Id, order.Symbol, order.Side, order.Type, order.Role, order.Quantity - order.Filled, order.LimitPrice, order.TriggerPrice,
                order.ReduceOnly));
        }

        foreach (var parent in books.Parents ?? [])
        {
            orders.Add(new OrderObservation(
                parent.Id, parent.Symbol, parent.Side, OrderType.Market, OrderRole.Single, parent.Remaining, null, null, parent.Intent.ReduceOnly));
        }

        return new AccountObservation(
            books.Equity, books.Cash, books.AvailableMargin, books.InitialMargin + books.ReservedMargin,
            books.Equity > 0m ? notional / books.Equity : 0m, positions.DrainToImmutable(), orders.DrainToImmutable())
        {
            Limits = books.Limits ?? AccountLimits.None,
        };
    }

    /// <summary>A closed trade with its reasons in words; realised after fees and funding.</summary>
    public static TradeObservation From(in ClosedTrade trade) => new(
        trade.Symbol, trade.Side, trade.Quantity, trade.EntryPrice, trade.ExitPrice, trade.EntryAt, trade.ExitAt, trade.Net,
        trade.EntryNote.Reason,
        trade.Exit switch
        {
            ExitKind.Stop => "stop_loss",
            ExitKind.Target => "profit_target",
            ExitKind.Trailing => "trailing_stop",
            ExitKind.Time => "time_exit",
            ExitKind.Liquidation => "liquidation",
            _ => trade.ExitNote.Reason,
        });

    // What protects the position now, as its working legs say; a trailing stop without a stop beside it also shows as the price where it stands.
    private static ExitPlan? PlanOf(ImmutableArray<OrderView> orders, Symbol symbol)
    {
        decimal? stop = null, target = null, trailing = null, offset = null;
        DateTimeOffset? at = null;
        foreach (var order in orders)
        {
            if (order.Symbol != symbol)
                continue;
            switch (order.Role)
            {
                case OrderRole.Stop: stop = order.TriggerPrice; break;
                case OrderRole.Target: target = order.TriggerPrice ?? order.LimitPrice; break;
                case OrderRole.Trailing: (trailing, offset) = (order.TriggerPrice, order.TrailingOffset); break;
                case OrderRole.TimeExit: at = order.ExpiresAt; break;
            }
        }

        return stop is null && target is null && trailing is null && at is null ? null : new ExitPlan(target, stop ?? trailing, offset, at);
    }
}
