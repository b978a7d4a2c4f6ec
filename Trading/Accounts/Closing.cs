using OrleansTrader.Trading.Orders;
using OrleansTrader.Trading.PaperExchange;
using OrleansTrader.Trading.Risk;

namespace OrleansTrader.Trading.Accounts;

/// <summary>Closes a whole position at the market.</summary>
internal static class Closing
{
    /// <summary>For what no limit stands in the way of.</summary>
    /// <exception cref="InvalidOperationException">A limit does, after all.</exception>
    public static OrderId Submit(in Work work, in Position slot, OrderRole role, OrderNote note) =>
        TrySubmit(work, slot, role, note, out var id) is { } refusal ? throw new InvalidOperationException(refusal.ToString()) : id;

    /// <summary>Null, or why it may not be closed now.</summary>
    public static Refusal? TrySubmit(in Work work, in Position slot, OrderRole role, OrderNote note, out OrderId id)
    {
        var side = slot.Side.Opposite();
        var intent = new OrderIntent(slot.Symbol, side, OrderType.Market, OrderQuantity.InBase(slot.Size)) { ReduceOnly = true, Note = note };
        var ticket = new OrderTicket
        {
            Intent = intent,
            Role = role,
            Side = side,
            Type = OrderType.Market,
            ReduceOnly = true,
            Quantity = slot.Size,
            Opening = 0m,
            LimitPrice = 0m,
            TriggerPrice = 0m,
            Leverage = slot.Leverage,
            Price = slot.Mark,
            Reserve = 0m,
            OpenOnSide = 0m,
        };
        id = default;
        if (RiskApproved.Policy.Check(work, ticket, out var approved) is { } refusal)
            return refusal;
        id = PaperVenue.Accept(work, approved, 0);
        PaperVenue.Arrive(work, id);
        return null;
    }
}
