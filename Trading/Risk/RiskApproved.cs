using OrleansTrader.Trading.Accounts;
using OrleansTrader.Trading.Orders;
using OrleansTrader.Trading.Risk.Breakers;

namespace OrleansTrader.Trading.Risk;

/// <summary>A ticket that the policy let pass; the only thing that the venue accepts, and only the policy makes one.</summary>
internal readonly struct RiskApproved
{
    private readonly OrderTicket _ticket;
    private readonly bool _isReal;

    private RiskApproved(in OrderTicket ticket)
    {
        _ticket = ticket;
        _isReal = true;
    }

    /// <exception cref="InvalidOperationException">A default value, which nobody approved.</exception>
    public OrderTicket Ticket => _isReal ? _ticket : throw new InvalidOperationException("no risk policy approved this order");

    /// <summary>The policy: limits of the account, the kill switch, and margin.</summary>
    internal static class Policy
    {
        /// <summary>
        /// Null and an approval, or what was refused, with the limit and the value. Reduce-only passes but for the minimum hold. The verdict
        /// goes into the decision's buffer, and from there into the command's result.
        /// </summary>
        public static Refusal? Check(in Work work, in OrderTicket ticket, out RiskApproved approved)
        {
            approved = default;
            var tally = default(RiskTally);
            var refusal = BreakerPolicy.Check(work, ticket, ref tally) ?? HoldRule.Check(work, ticket, ref tally) ?? (ticket.ReduceOnly ? null : RiskPolicy.Check(work, ticket, ref tally));
            work.Buffer.Judge(tally);
            if (refusal is null)
                approved = new RiskApproved(ticket);
            return refusal;
        }
    }
}
