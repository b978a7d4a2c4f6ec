using OrleansTrader.Trading.Orders;
using OrleansTrader.Trading.PaperExchange;
using OrleansTrader.Trading.Risk;

namespace OrleansTrader.Trading.Accounts;

/// <summary>Closes a whole position at the market.</summary>
internal static class Closing
{
    public static OrderId Submit(in Work work, in Position slot, OrderRole role, OrderNote note)
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
        RiskApproved.Policy.Check(work, ticket, out var approved);
        var id = PaperVenue.Accept(work, approved, 0);
        PaperVenue.Arrive(work, id);
        return id;
    }
}
