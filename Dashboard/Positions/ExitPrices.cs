using OrleansTrader.Trading.Accounts;
using OrleansTrader.Trading.Orders;

namespace OrleansTrader.Dashboard.Positions;

/// <summary>Where a position's protective orders stand.</summary>
internal static class ExitPrices
{
    /// <summary>Price of the working stop or trailing stop; null where there is none.</summary>
    public static decimal? Stop(AccountSnapshot books, PositionView position) =>
        PriceOf(books, position, static role => role is OrderRole.Stop or OrderRole.Trailing);

    /// <summary>Price of the working take-profit; null where there is none.</summary>
    public static decimal? Target(AccountSnapshot books, PositionView position) =>
        PriceOf(books, position, static role => role == OrderRole.Target);

    private static decimal? PriceOf(AccountSnapshot books, PositionView position, Func<OrderRole, bool> isKind)
    {
        foreach (var order in books.Orders)
        {
            if (order.Symbol == position.Symbol && isKind(order.Role))
                return order.TriggerPrice ?? order.LimitPrice;
        }

        return null;
    }
}
