using OrleansTrader.Trading.Accounts;
using OrleansTrader.Trading.Instruments;
using OrleansTrader.Trading.Orders;

namespace OrleansTrader.Trading.Risk.Breakers;

/// <summary>What the strictest breaker that concerns an order lets pass: the account's, the tenant's, the service's and the market's.</summary>
internal static class BreakerPolicy
{
    /// <summary>Null: no breaker stands in the way of the order. What the ledger itself closes passes.</summary>
    public static Refusal? Check(in Work work, in OrderTicket ticket, ref RiskTally tally)
    {
        if (ticket.Role is OrderRole.Flatten or OrderRole.HoldEnd || Check(work, ticket.Intent.Symbol, ticket.ReduceOnly) is not { } refusal)
            return null;
        tally.Refuse(RefusalCode.Halted, RiskLimit.Halt, null, null);
        return refusal;
    }

    /// <summary>The same for what is no new order.</summary>
    public static Refusal? Check(in Work work, Symbol symbol, bool isReduceOnly)
    {
        if (Strictest(work, symbol) is not { } breaker || (isReduceOnly && breaker.State != TradingState.Halted))
            return null;
        return new Refusal(
            RefusalCode.Halted, breaker.Scope.ToString().ToLowerInvariant(), BreakerWords.Figures(breaker),
            $"{(breaker.State == TradingState.Halted ? "only cancels pass" : "only reduce-only orders and cancels pass")} until it is reset{(breaker.Until is { } until ? $" at {until:yyyy-MM-ddTHH:mm:ssZ}" : string.Empty)}");
    }

    /// <summary>Whether a resting order may no longer open anything.</summary>
    public static bool ForbidsOpening(in Work work, Symbol symbol) => Strictest(work, symbol) is not null;

    private static TrippedBreaker? Strictest(in Work work, Symbol symbol)
    {
        var market = work.Context.IndexOf(symbol);
        var standing = market < 0 ? null : work.Context[market].Standing;
        return work.State.Breakers is { } book ? TrippedBreaker.Stricter(book.Of(symbol, work.Now, standing), standing?.Breaker) : standing?.Breaker;
    }
}
