using OrleansTrader.Trading.Accounts;
using OrleansTrader.Trading.Instruments;
using OrleansTrader.Trading.Orders;

namespace OrleansTrader.Trading.Risk;

/// <summary>
/// Notional that an account has, or would have, in a symbol: what is held, at the mark, and what open orders that are not reduce-only would
/// add, at their own prices. In the account's currency.
/// </summary>
/// <param name="Held">Signed: positive long.</param>
internal readonly record struct Exposure(decimal Held, decimal Buys, decimal Sells)
{
    /// <summary>The largest that it can become, whichever of the orders fill.</summary>
    public decimal Worst => Math.Max(Math.Abs(Held), Math.Max(Held + Buys, Sells - Held));

    public Exposure With(Side side, decimal notional) =>
        side == Side.Buy ? this with { Buys = Buys + notional } : this with { Sells = Sells + notional };

    public static Exposure Of(AccountState state, DecisionContext context, Symbol symbol, OrderId except = default)
    {
        var mark = MarkOf(state, context, symbol);
        decimal buys = 0m, sells = 0m;
        foreach (ref readonly var order in state.Orders)
        {
            if (order.ReduceOnly || order.Id == except || order.Symbol != symbol)
                continue;
            if (order.Side == Side.Buy)
                buys += NotionalOf(order, mark);
            else
                sells += NotionalOf(order, mark);
        }

        return new Exposure(state.HeldOf(symbol) * mark, buys, sells);
    }

    /// <summary>Only what is held, without a sign.</summary>
    public static decimal HeldOf(AccountState state, DecisionContext context, Symbol symbol) =>
        Math.Abs(state.HeldOf(symbol)) * MarkOf(state, context, symbol);

    /// <summary>The context's mark; where it has none the one last journaled, 0 where there is neither.</summary>
    public static decimal MarkOf(AccountState state, DecisionContext context, Symbol symbol)
    {
        var market = context.IndexOf(symbol);
        if (market >= 0 && Work.IsUsable(context[market]))
            return context[market].Mark;
        var index = state.IndexOf(symbol);
        return index < 0 ? 0m : state.Positions[index].Mark;
    }

    // A market order that is not at the venue yet names no price; where no mark is known either, its margin tells its size.
    private static decimal NotionalOf(in Order order, decimal mark)
    {
        var price = order.LimitPrice > 0m ? order.LimitPrice : order.TriggerPrice > 0m ? order.TriggerPrice : mark;
        return price > 0m ? order.Remaining * price : order.Reserved * Math.Max(1m, order.Leverage);
    }
}
