using OrleansTrader.Trading.Accounts;
using OrleansTrader.Trading.Instruments;
using OrleansTrader.Trading.Orders;

namespace OrleansTrader.Trading.Risk;

/// <summary>
/// The least and the longest time that a position is held. The least binds what an agent or a signal wants on second thoughts: market and
/// limit orders against the position, and closes. Stops, targets, trailing and time exits, halts, liquidation, and what people do by hand
/// (<see cref="OrderNote.ManualCause"/>) are free. At the longest the ledger closes the position itself.
/// </summary>
internal static class HoldRule
{
    public static Refusal? Check(in Work work, in OrderTicket ticket, ref RiskTally tally)
    {
        if (work.State.LimitsInForce.HoldMinutesMin is not { } min || !IsDiscretionary(ticket.Role, ticket.Type, ticket.Intent))
            return null;
        var index = work.State.IndexOf(ticket.Intent.Symbol);
        if (index < 0 || work.State.Positions[index].EntryAt is not { } entryAt || work.State.Positions[index].Side == ticket.Side)
            return null;
        var held = Minutes(work.Now - entryAt);
        if (tally.AtLeast(RefusalCode.RiskHoldMin, RiskLimit.HoldMinutesMin, held, min) is not { } refusal)
            return null;
        return refusal with
        {
            Remedy = $"{refusal.Remedy} minutes; stops, targets and closes by hand are free",
            RetryAfter = TimeSpan.FromTicks((long)((min - held) * TimeSpan.TicksPerMinute) + 1),
        };
    }

    /// <summary>The same for a fill of an order that was accepted when nothing stood against it.</summary>
    public static bool AllowsReduction(in Work work, in Order order)
    {
        if (work.State.LimitsInForce.HoldMinutesMin is not { } min || !IsDiscretionary(order.Role, order.Type, order.Intent))
            return true;
        if (work.State.Positions[work.State.IndexOf(order.Symbol)].EntryAt is not { } entryAt || Minutes(work.Now - entryAt) is var held && held >= min)
            return true;
        var tally = default(RiskTally);
        tally.Refuse(RefusalCode.RiskHoldMin, RiskLimit.HoldMinutesMin, held, min);
        work.Buffer.Judge(tally);
        return false;
    }

    /// <summary>When a position has been held for as long as it may be; null where that is not limited, or its close is under way.</summary>
    public static DateTimeOffset? EndOf(AccountState state, in Position slot)
    {
        if (state.LimitsInForce.HoldMinutesMax is not { } max || slot.EntryAt is not { } entryAt)
            return null;
        foreach (ref readonly var order in state.Orders)
        {
            if (order.Role == OrderRole.HoldEnd && order.Symbol == slot.Symbol)
                return null;
        }

        return entryAt.AddTicks((long)(max * TimeSpan.TicksPerMinute));
    }

    /// <summary>Closes the symbol's position if it has been held for as long as it may be.</summary>
    public static void CloseIfDue(in Work work, Symbol symbol)
    {
        var index = work.State.IndexOf(symbol);
        if (index < 0 || EndOf(work.State, work.State.Positions[index]) is not { } end || end > work.Now)
            return;
        var note = new OrderNote($"exit: held for {FieldError.Text(work.State.LimitsInForce.HoldMinutesMax!.Value)} minutes, the longest allowed", "limit");
        Closing.Submit(work, work.State.Positions[index], OrderRole.HoldEnd, note);
    }

    private static bool IsDiscretionary(OrderRole role, OrderType type, OrderIntent intent) =>
        role is OrderRole.Single or OrderRole.Close && type is OrderType.Market or OrderType.Limit &&
        !string.Equals(intent.Note.Cause, OrderNote.ManualCause, StringComparison.Ordinal);

    private static decimal Minutes(TimeSpan held) => (decimal)held.Ticks / TimeSpan.TicksPerMinute;
}
