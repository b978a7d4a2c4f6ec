using System.Globalization;
using OrleansTrader.Trading.Accounts;
using OrleansTrader.Trading.Orders;

namespace OrleansTrader.Trading.Risk;

/// <summary>The limits of one account, judged on the very ledger that the order would change.</summary>
internal static class RiskPolicy
{
    public static Refusal? Check(in Work work, in OrderTicket ticket)
    {
        var state = work.State;
        if (state.IsHalted)
            return new Refusal(RefusalCode.Halted, "account", state.HaltReason, "resume it, or send reduce-only orders");
        var held = state.HeldOf(ticket.Intent.Symbol);
        return CheckCollar(state.LimitsInForce, ticket, work) ??
            CheckOpening(state, ticket, held) ??
            CheckMargin(work, ticket);
    }

    /// <summary>The same limits for a fill that opens, at the fill's price; margin is the venue's to check.</summary>
    public static bool AllowsFill(AccountState state, in Order order, decimal held, decimal opening, decimal price)
    {
        var limits = state.LimitsInForce;
        return !state.IsHalted &&
            (limits.LeverageMax is not { } leverage || order.Leverage <= leverage) &&
            (limits.OpenPositionsMax is not { } positions || held != 0m || HeldSymbols(state) < positions) &&
            (limits.PositionNotionalMax is not { } notional || (Math.Abs(held) + opening) * price <= notional);
    }

    private static Refusal? CheckOpening(AccountState state, in OrderTicket ticket, decimal held)
    {
        if (ticket.Opening == 0m)
            return null;
        var limits = state.LimitsInForce;
        if (limits.LeverageMax is { } leverage && ticket.Leverage > leverage)
            return Refuse(RefusalCode.RiskLeverage, nameof(limits.LeverageMax), ticket.Leverage, leverage);
        if (limits.OrderNotionalMax is { } order && ticket.Notional > order)
            return Refuse(RefusalCode.RiskOrderNotional, nameof(limits.OrderNotionalMax), ticket.Notional, order);
        var position = (Math.Max(0m, held * ticket.Side.Sign()) + ticket.OpenOnSide + ticket.Opening) * ticket.Price;
        if (limits.PositionNotionalMax is { } notional && position > notional)
            return Refuse(RefusalCode.RiskPositionNotional, nameof(limits.PositionNotionalMax), position, notional);
        return limits.OpenPositionsMax is { } positions && held == 0m && HeldSymbols(state) >= positions
            ? Refuse(RefusalCode.RiskOpenPositions, nameof(limits.OpenPositionsMax), HeldSymbols(state) + 1, positions)
            : null;
    }

    private static Refusal? CheckCollar(AccountLimits limits, in OrderTicket ticket, in Work work)
    {
        if (limits.PriceCollar is not { } collar || ticket.LimitPrice == 0m)
            return null;
        var mark = work.Context[work.Context.IndexOf(ticket.Intent.Symbol)].Mark;
        var worst = mark * (1m + (collar * ticket.Side.Sign()));
        return (ticket.LimitPrice - worst) * ticket.Side.Sign() > 0m
            ? Refuse(RefusalCode.PriceCollar, nameof(OrderIntent.LimitPrice), ticket.LimitPrice, worst)
            : null;
    }

    private static Refusal? CheckMargin(in Work work, in OrderTicket ticket)
    {
        if (ticket.Opening == 0m)
            return null;
        var margin = Margin.Of(work.State, work.Context);
        if (!margin.IsComplete)
            return new Refusal(RefusalCode.NoMarket, "markets", "incomplete", "give a market for every symbol that is held");
        return ticket.Reserve > margin.Available
            ? Refuse(RefusalCode.InsufficientMargin, "margin", ticket.Reserve, Math.Max(0m, margin.Available))
            : null;
    }

    private static int HeldSymbols(AccountState state)
    {
        var count = 0;
        foreach (ref readonly var slot in state.Positions)
            count += slot.IsFlat ? 0 : 1;
        return count;
    }

    private static Refusal Refuse(RefusalCode code, string field, decimal value, decimal limit) =>
        new(code, field, value.ToString(CultureInfo.InvariantCulture), $"at most {limit.ToString(CultureInfo.InvariantCulture)}");
}
