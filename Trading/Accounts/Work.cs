using OrleansTrader.Trading.Instruments;
using OrleansTrader.Trading.Markets;
using OrleansTrader.Trading.Orders;
using OrleansTrader.Trading.PaperExchange;

namespace OrleansTrader.Trading.Accounts;

/// <summary>One decision at work: what it knows, and the state as it becomes while events are emitted.</summary>
internal readonly struct Work(DecisionContext context, EventBuffer buffer)
{
    public DecisionContext Context { get; } = context;

    public EventBuffer Buffer { get; } = buffer;

    public AccountState State => Buffer.After;

    public DateTimeOffset Now => Context.Now;

    public ExchangeRules Rules => Context.Rules;

    public OrderId NextOrder => new(State.LastOrderId + 1);

    public void Emit(in AccountEvent happened) => Buffer.Emit(happened);

    public void End(OrderId order, OrderStatus status, OrderEndReason reason) =>
        Emit(new AccountEvent(new OrderEnded(Now, order, status, reason)));

    /// <summary>The context's market index of a symbol that can be traded now, or −1.</summary>
    public int TradableIndex(Symbol symbol)
    {
        var index = Context.IndexOf(symbol);
        return index >= 0 && !Context[index].IsStale && IsUsable(Context[index]) ? index : -1;
    }

    /// <summary>Prices that arithmetic can live with: positive, bounded, not crossed.</summary>
    public static bool IsUsable(in MarketView view) =>
        view.Bid > 0m && view.Ask >= view.Bid && view.Ask <= Amounts.PriceMax && view.Mark > 0m && view.Mark <= Amounts.PriceMax &&
        view.BidSize >= 0m && view.AskSize >= 0m && view.LowBid > 0m && view.LowBid <= view.Bid && view.HighBid >= view.Bid &&
        view.LowAsk > 0m && view.LowAsk <= view.Ask && view.HighAsk >= view.Ask && view.HighAsk <= Amounts.PriceMax &&
        view.HighBid <= Amounts.PriceMax;
}
