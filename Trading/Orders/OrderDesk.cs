using OrleansTrader.Trading.Accounts;
using OrleansTrader.Trading.Instruments;
using OrleansTrader.Trading.Orders.Parents;
using OrleansTrader.Trading.PaperExchange;
using OrleansTrader.Trading.Risk;

namespace OrleansTrader.Trading.Orders;

/// <summary>Orders in and out: checked, judged by the risk policy, handed to the venue.</summary>
internal static class OrderDesk
{
    public static CommandResult Submit(in Work work, OrderIntent? intent)
    {
        if ((CheckOwn(intent) ?? Place(work, intent, 0, out _)) is { } refusal)
            return CommandResult.Refused(refusal);
        var id = new OrderId(work.State.LastOrderId);
        PaperVenue.Arrive(work, id);
        return CommandResult.Made(id);
    }

    public static CommandResult SubmitOco(in Work work, OrderIntent? first, OrderIntent? second)
    {
        if (first is not null && second is not null && first.Symbol != second.Symbol)
            return CommandResult.Refused(new Refusal(RefusalCode.InvalidValue, nameof(second), second.Symbol.Value, "both orders on one symbol"));
        var group = work.NextOrder.Value;
        if ((CheckOwn(first) ?? CheckOwn(second) ?? Place(work, first, group, out _) ?? Place(work, second, group, out _)) is { } refusal)
            return CommandResult.Refused(refusal);
        var two = new OrderId(work.State.LastOrderId);
        var one = new OrderId(two.Value - 1);
        PaperVenue.Arrive(work, one);
        PaperVenue.Arrive(work, two);
        return CommandResult.Made(one);
    }

    private static Refusal? CheckOwn(OrderIntent? intent) => intent?.Parent is { } parent
        ? new Refusal(RefusalCode.InvalidValue, nameof(intent.Parent), parent.ToString(), "none: only a parent order makes orders that name it")
        : null;

    public static Refusal? Place(in Work work, OrderIntent? intent, long group, out OrderId id)
    {
        id = default;
        if (intent is null)
            return new Refusal(RefusalCode.InvalidValue, "Intent", "null", "give an order");
        var refusal = OrderCheck.TryTicket(work, intent, OrderRole.Single, out var ticket);
        if (refusal is not null)
            return refusal;
        refusal = RiskApproved.Policy.Check(work, ticket, out var approved);
        if (refusal is null)
            id = PaperVenue.Accept(work, approved, group);
        return refusal;
    }

    public static CommandResult Cancel(in Work work, OrderId order)
    {
        var index = work.State.IndexOf(order);
        if (index < 0)
            return CommandResult.Refused(Unknown(order));
        if (StopRule.CheckCancel(work, work.State.Orders[index]) is { } bound)
            return CommandResult.Refused(bound);
        work.End(order, OrderStatus.Cancelled, OrderEndReason.Requested);
        return CommandResult.Accepted;
    }

    public static CommandResult CancelAll(in Work work, Symbol? symbol)
    {
        if (StopRule.CheckCancelAll(work, symbol) is { } bound)
            return CommandResult.Refused(bound);
        ParentDesk.EndAll(work, symbol, ParentEndReason.Requested);
        for (var i = work.State.Orders.Length - 1; i >= 0; i--)
        {
            if (symbol is null || work.State.Orders[i].Symbol == symbol)
                work.End(work.State.Orders[i].Id, OrderStatus.Cancelled, OrderEndReason.Requested);
        }

        return CommandResult.Accepted;
    }

    public static CommandResult Close(in Work work, ClosePosition command)
    {
        var index = work.State.IndexOf(command.Symbol);
        if (index < 0 || work.State.Positions[index].IsFlat)
            return CommandResult.Refused(new Refusal(RefusalCode.NoPosition, nameof(command.Symbol), command.Symbol.Value, "a symbol that is held"));
        if (work.TradableIndex(command.Symbol) < 0)
            return CommandResult.Refused(new Refusal(RefusalCode.StaleMarket, nameof(command.Symbol), command.Symbol.Value, "wait until the feed is live"));
        if (command.Note?.Reason is null || command.Note.Cause is null || command.Note.Reason.Length > OrderNote.ReasonLengthMax || command.Note.Cause.Length > OrderNote.CauseLengthMax)
            return CommandResult.Refused(new Refusal(RefusalCode.InvalidValue, nameof(command.Note), "null or too long", $"at most {OrderNote.ReasonLengthMax} and {OrderNote.CauseLengthMax} characters"));
        return Closing.TrySubmit(work, work.State.Positions[index], OrderRole.Close, command.Note, out var id) is { } refused
            ? CommandResult.Refused(refused)
            : CommandResult.Made(id);
    }

    public static Refusal Unknown(OrderId order) =>
        new(RefusalCode.UnknownOrder, "Order", order.ToString(), "an order in force; it may have been filled or cancelled");
}
