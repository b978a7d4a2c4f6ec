using OrleansTrader.Trading.Accounts;
using OrleansTrader.Trading.Instruments;
using OrleansTrader.Trading.Markets;
using OrleansTrader.Trading.Orders;

namespace OrleansTrader.Trading.Risk;

internal static partial class RiskPolicy
{
    /// <summary>
    /// The same limits for a fill that opens, on what would be held after it: prices, other fills and the limits themselves may have changed
    /// since the order was accepted. Other open orders do not count here, each is judged when it fills; margin is the venue's to check.
    /// </summary>
    public static bool AllowsFill(in Work work, in Order order, in MarketView view, decimal held, decimal opening, decimal price, decimal fee)
    {
        var state = work.State;
        if (state.IsHalted)
            return false;
        if (!state.IsLimited && work.Context.Headroom is null)
            return true;
        var tally = default(RiskTally);
        var limits = state.LimitsInForce;
        var position = (Math.Abs(held) + opening) * price;
        var ordered = (OpenedBefore(state, order) + opening) * price;
        var refusal = CheckPlaceAndTime(work, order.Symbol, ref tally) ??
            tally.AtMost(RefusalCode.RiskLeverage, RiskLimit.LeverageMax, order.Leverage, limits.LeverageMax) ??
            tally.AtMost(RefusalCode.RiskOrderNotional, RiskLimit.OrderNotionalMax, ordered, limits.OrderNotionalMax) ??
            tally.AtMost(RefusalCode.RiskPositionNotional, RiskLimit.PositionNotionalMax, position, limits.PositionNotionalMax) ??
            tally.AtMost(RefusalCode.RiskSymbolNotional, RiskLimit.SymbolNotionalMax, position, limits.SymbolNotionalMax?.Of(order.Symbol)) ??
            CheckPositions(state, held, ref tally) ??
            CheckCollarAtFill(limits, order, view.Mark, price, ref tally) ??
            CheckSumsAndRiskAtFill(work, order, view, held, opening, price, fee, ref tally) ??
            (limits.LiquidationDistanceMin is not { } min ? null : tally.AtLeast(
                RefusalCode.RiskLiquidationDistance, RiskLimit.LiquidationDistanceMin,
                LiquidationDistance.After(work, order.Symbol, order.Side, opening, price, order.Leverage), min)) ??
            CheckTenantAtFill(work, order.Symbol, (Math.Abs(held) + opening) * view.Mark, ref tally);
        if (refusal is null)
            return true;
        work.Buffer.Judge(tally);
        return false;
    }

    private static Refusal? CheckPlaceAndTime(in Work work, Symbol symbol, ref RiskTally tally)
    {
        var limits = work.State.LimitsInForce;
        var (code, limit) = limits switch
        {
            { SymbolsAllowed: { } allowed } when !allowed.Contains(symbol) => (RefusalCode.RiskSymbolNotAllowed, RiskLimit.SymbolsAllowed),
            { SymbolsBlocked: { } blocked } when blocked.Contains(symbol) => (RefusalCode.RiskSymbolBlocked, RiskLimit.SymbolsBlocked),
            { Hours: { } hours } when !hours.Contains(work.Now) => (RefusalCode.RiskHours, RiskLimit.Hours),
            _ => default,
        };
        if (code == RefusalCode.None)
            return null;
        tally.Refuse(code, limit, null, null);
        return new Refusal(code, limit.ToString(), symbol.Value, "see the account's limits");
    }

    // An order with a limit price was held to the collar when it was accepted, at the mark of then.
    private static Refusal? CheckCollarAtFill(AccountLimits limits, in Order order, decimal mark, decimal price, ref RiskTally tally) =>
        limits.PriceCollar is { } collar && order.LimitPrice == 0m
            ? tally.AtMost(RefusalCode.PriceCollar, RiskLimit.PriceCollar, (price - mark) * order.Side.Sign() / mark, collar)
            : null;

    private static Refusal? CheckSumsAndRiskAtFill(
        in Work work, in Order order, in MarketView view, decimal held, decimal opening, decimal price, decimal fee, ref RiskTally tally)
    {
        var limits = work.State.LimitsInForce;
        var equity = NeedsEquity(limits) ? EquityOf(work) - fee - ((price - view.Mark) * order.Side.Sign() * opening) : 0m;
        if (limits.TradeRiskMax is not null &&
            CheckTradeRisk(limits, TradeRisk.Of(work.State, order.Intent, order.Side, price, OpenedBefore(work.State, order) + opening), equity, ref tally) is { } risk)
            return risk;
        if (!NeedsSums(limits))
            return null;
        var sums = new ExposureSums(work.State, work.Context, order.Symbol, (Math.Abs(held) + opening) * view.Mark, withOrders: false);
        return CheckSums(limits, sums, ExposureSums.AssetOf(order.Symbol), equity, ref tally);
    }

    private static Refusal? CheckTenantAtFill(in Work work, Symbol symbol, decimal then, ref RiskTally tally)
    {
        if (work.Context.Headroom is not { } headroom)
            return null;
        var asset = ExposureSums.AssetOf(symbol);
        return headroom.Check(asset, new ExposureSums(work.State, work.Context, symbol, then, withOrders: false).Asset(asset), ref tally);
    }

    // What the order has put into the position that is held now: what it closed before, or was closed since, is no risk any more.
    private static decimal OpenedBefore(AccountState state, in Order order)
    {
        if (order.Filled == 0m)
            return 0m;
        var index = state.IndexOf(order.Symbol);
        if (index < 0 || state.Positions[index].IsFlat)
            return 0m;
        return Math.Min(order.Filled, state.Positions[index].TripEntered);
    }
}
