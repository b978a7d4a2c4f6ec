using OrleansTrader.Trading.Accounts;
using OrleansTrader.Trading.Orders;

namespace OrleansTrader.Silo.Http.Api.Changes;

/// <summary>Orders and positions by hand.</summary>
internal static class OrderChanges
{
    private const string ByHand = "by hand";

    public static void MapOrderChanges(this IEndpointRouteBuilder api)
    {
        var accounts = api.MapGroup("/accounts/{account}").WithTags("Orders");
        accounts.MapPost("/orders", Place).WithName("PlaceOrder").WithSummary("Places an order; the answer has its number.")
            .TakesBody<OrderRequest>().Commands();
        accounts.MapPatch("/orders/{order}", Amend).WithName("AmendOrder").WithSummary("Changes quantity or prices of an order in force.")
            .TakesBody<AmendRequest>().Commands();
        accounts.MapDelete("/orders/{order}", Cancel).WithName("CancelOrder").WithSummary("Cancels an order.").Commands();
        accounts.MapDelete("/orders", CancelAll).WithName("CancelOrders").WithSummary("Cancels every order of the account, or of one market.")
            .Takes("symbol", "Only orders of this market.").Commands();
        accounts.MapPost("/positions/{symbol}/close", Close).WithName("ClosePosition").WithSummary("Closes a position at the market, and its exits with it.")
            .TakesBody<CloseRequest>().Commands();
        accounts.MapPut("/positions/{symbol}/exits", Exits).WithName("ReplaceExits")
            .WithSummary("Gives a position these exits in place of all that it has, at once: the new stop stands before the old one goes.")
            .TakesBody<ExitsRequest>().Commands();
    }

    private static Task<IResult> Place(string account, HttpRequest request, ChangeDesk desk, IHostFacts facts) =>
        desk.Command<OrderRequest>(account, request, (body, faults) => new SubmitOrder(Intent(body, faults, facts)));

    private static Task<IResult> Amend(string account, string order, HttpRequest request, ChangeDesk desk) =>
        desk.Command<AmendRequest>(account, request, (body, faults) =>
        {
            if (body is { Quantity: null, LimitPrice: null, TriggerPrice: null })
                faults.Add("body", string.Empty, "give a new quantity, limitPrice or triggerPrice");
            return new AmendOrder(faults.Order(order), body.Quantity, body.LimitPrice, body.TriggerPrice);
        });

    private static Task<IResult> Cancel(string account, string order, HttpRequest request, ChangeDesk desk) =>
        desk.Command<NoRequest>(account, request, (_, faults) => new CancelOrder(faults.Order(order)));

    private static Task<IResult> CancelAll(string account, HttpRequest request, ChangeDesk desk, IHostFacts facts) =>
        desk.Command<NoRequest>(account, request, (_, faults) =>
        {
            foreach (var name in request.Query.Keys.Where(static name => !string.Equals(name, "symbol", StringComparison.Ordinal)))
                faults.Add(name, request.Query[name].ToString(), "there is no such parameter here, only symbol");
            return new CancelOrders(request.Query.TryGetValue("symbol", out var symbol) ? faults.Market("symbol", symbol, facts.Symbols) : null);
        });

    private static Task<IResult> Close(string account, string symbol, HttpRequest request, ChangeDesk desk, IHostFacts facts) =>
        desk.Command<CloseRequest>(account, request, (body, faults) =>
            new ClosePosition(faults.Market("symbol", symbol, facts.Symbols), Note(body.Reason, faults)));

    private static Task<IResult> Exits(string account, string symbol, HttpRequest request, ChangeDesk desk, IHostFacts facts) =>
        desk.Command<ExitsRequest>(account, request, (body, faults) => new ReplaceExits(
            faults.Market("symbol", symbol, facts.Symbols), ExitBodies.Read(body, faults), Note(body.Reason, faults)));

    private static OrderIntent Intent(OrderRequest body, Faults faults, IHostFacts facts)
    {
        var unit = faults.Named("unit", body.Unit, (QuantityUnit?)QuantityUnit.Base);
        var quantity = faults.Needed("quantity", body.Quantity, "0.1");
        return new OrderIntent(
            faults.Market("symbol", body.Symbol, facts.Symbols),
            faults.Named<Side>("side", body.Side),
            faults.Named<OrderType>("type", body.Type),
            unit == QuantityUnit.Base ? OrderQuantity.InBase(quantity) : OrderQuantity.InQuote(quantity))
        {
            LimitPrice = body.LimitPrice,
            TriggerPrice = body.TriggerPrice,
            TimeInForce = faults.Named("timeInForce", body.TimeInForce, (TimeInForce?)TimeInForce.Gtc),
            ExpiresAt = body.ExpiresAt,
            PostOnly = body.PostOnly ?? false,
            ReduceOnly = body.ReduceOnly ?? false,
            TrailingOffset = body.TrailingOffset,
            TrailingStep = body.TrailingStep,
            Leverage = body.Leverage,
            Bracket = body.Bracket is { } exits ? ExitBodies.Read(exits, "bracket.", faults) : null,
            Note = Note(body.Reason, faults),
        };
    }

    internal static OrderNote Note(string? reason, Faults faults)
    {
        if (reason is { Length: > OrderNote.ReasonLengthMax })
            faults.Add("reason", reason, $"give at most {OrderNote.ReasonLengthMax} characters");
        return new OrderNote(string.IsNullOrWhiteSpace(reason) ? ByHand : reason, OrderNote.ManualCause);
    }
}
