using OrleansTrader.Trading.Accounts;
using OrleansTrader.Trading.Instruments;
using OrleansTrader.Trading.Orders;

namespace OrleansTrader.Trading.Risk;

/// <summary>
/// Where the risk of a trade is limited, the stop that made an order acceptable may not be taken away or moved off afterwards: the position's
/// loss at its stops may then exceed the limit only if it did before, and not grow.
/// </summary>
internal static class StopRule
{
    /// <summary>Null, or why the order may not be cancelled.</summary>
    public static Refusal? CheckCancel(in Work work, in Order order) =>
        IsBound(work, order) ? Check(work, order.Symbol, TradeRisk.OfPosition(work.State, order.Symbol, order.Id)) : null;

    /// <summary>Null, or why the order's trigger may not be moved.</summary>
    public static Refusal? CheckMove(in Work work, in Order order, decimal trigger) =>
        IsBound(work, order) ? Check(work, order.Symbol, TradeRisk.OfPosition(work.State, order.Symbol, order.Id, trigger)) : null;

    /// <summary>Null, or why not all orders of the symbol (of every one where null) may be cancelled.</summary>
    public static Refusal? CheckCancelAll(in Work work, Symbol? symbol)
    {
        if (work.State.LimitsInForce.TradeRiskMax is null)
            return null;
        foreach (ref readonly var slot in work.State.Positions)
        {
            if (!slot.IsFlat && (symbol is null || slot.Symbol == symbol) && Check(work, slot.Symbol, TradeRisk.OfPosition(work.State, slot.Symbol, isGone: static _ => true)) is { } refusal)
                return refusal;
        }

        return null;
    }

    /// <summary>The position's loss at its stops; 0 where it is not limited, and nobody asks.</summary>
    public static decimal RiskOf(in Work work, Symbol symbol) =>
        work.State.LimitsInForce.TradeRiskMax is null ? 0m : TradeRisk.OfPosition(work.State, symbol);

    /// <summary>Null, or why the exits that now stand may not be in the place of those before.</summary>
    /// <param name="before">The position's loss at the stops of before.</param>
    public static Refusal? CheckReplaced(in Work work, Symbol symbol, decimal before) => Check(work, symbol, RiskOf(work, symbol), before);

    private static bool IsBound(in Work work, in Order order) => order.ReduceOnly && work.State.LimitsInForce.TradeRiskMax is not null;

    private static Refusal? Check(in Work work, Symbol symbol, decimal then) => Check(work, symbol, then, TradeRisk.OfPosition(work.State, symbol));

    private static Refusal? Check(in Work work, Symbol symbol, decimal then, decimal before)
    {
        if (work.State.LimitsInForce.TradeRiskMax is not { } max || then <= before)
            return null;
        var equity = Margin.Of(work.State, work.Context).Equity;
        var tally = default(RiskTally);
        var refusal = tally.AtMost(RefusalCode.RiskPerTrade, RiskLimit.TradeRiskMax, equity > 0m ? then / equity : 1m, max);
        work.Buffer.Judge(tally);
        return refusal is null ? null : refusal with { Remedy = $"{refusal.Remedy} of the equity at the stops of {symbol}: move the stop nearer, put another in its place first, or close the position" };
    }
}
