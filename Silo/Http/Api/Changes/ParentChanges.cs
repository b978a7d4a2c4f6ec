using OrleansTrader.Trading.Accounts;
using OrleansTrader.Trading.Orders;
using OrleansTrader.Trading.Orders.Parents;

namespace OrleansTrader.Silo.Http.Api.Changes;

/// <summary>Parent orders by hand: worked over time or in parts by the account itself.</summary>
internal static class ParentChanges
{
    public static void MapParentChanges(this IEndpointRouteBuilder api)
    {
        var accounts = api.MapGroup("/accounts/{account}").WithTags("Orders");
        accounts.MapPost("/parents", Submit).WithName("PlaceParent")
            .WithSummary("Places a parent order: market, limitAtBest, chase, twap, vwap or iceberg; the answer has its number.")
            .TakesBody<ParentRequest>().Commands();
        accounts.MapDelete("/parents/{order}", Cancel).WithName("CancelParent")
            .WithSummary("Ends a parent order and cancels what it has in the market; what it bought stays, with its exits.").Commands();
    }

    private static Task<IResult> Submit(string account, HttpRequest request, ChangeDesk desk, IHostFacts facts) =>
        desk.Command<ParentRequest>(account, request, (body, faults) => new SubmitParent(Intent(body, faults, facts)));

    private static Task<IResult> Cancel(string account, string order, HttpRequest request, ChangeDesk desk) =>
        desk.Command<NoRequest>(account, request, (_, faults) => new CancelParent(faults.Order(order)));

    private static ParentIntent Intent(ParentRequest body, Faults faults, IHostFacts facts)
    {
        var unit = faults.Named("unit", body.Unit, (QuantityUnit?)QuantityUnit.Base);
        var quantity = faults.Needed("quantity", body.Quantity, "0.1");
        if (body.DurationSeconds is { } seconds && (seconds <= 0m || seconds > (decimal)ParentIntent.DurationMax.TotalSeconds))
            faults.Add("durationSeconds", Trading.FieldError.Text(seconds), $"above 0 and at most {ParentIntent.DurationMax.TotalSeconds}");
        return new ParentIntent(
            faults.Market("symbol", body.Symbol, facts.Symbols),
            faults.Named<Side>("side", body.Side),
            unit == QuantityUnit.Base ? OrderQuantity.InBase(quantity) : OrderQuantity.InQuote(quantity),
            faults.Named<ExecutionStyle>("style", body.Style))
        {
            Urgency = faults.Named("urgency", body.Urgency, (ExecutionUrgency?)ExecutionUrgency.Normal),
            Duration = faults.Errors.IsEmpty && body.DurationSeconds is { } length ? TimeSpan.FromTicks((long)(length * TimeSpan.TicksPerSecond)) : null,
            LimitPrice = body.LimitPrice,
            ParticipationMax = body.ParticipationMax,
            ReduceOnly = body.ReduceOnly ?? false,
            Leverage = body.Leverage,
            Slices = body.Slices,
            DisplayQuantity = body.DisplayQuantity,
            RepostsMax = body.RepostsMax,
            ChaseBpsMax = body.ChaseBpsMax,
            OnDeadline = faults.Named("onDeadline", body.OnDeadline, (DeadlineAction?)DeadlineAction.Take),
            Seed = body.Seed ?? 0,
            Bracket = body.Bracket is { } exits ? ExitBodies.Read(exits, "bracket.", faults) : null,
            Note = OrderChanges.Note(body.Reason, faults),
        };
    }
}

/// <summary>A parent order by hand.</summary>
/// <param name="Style">market, limitAtBest, chase, twap, vwap (by the volume of the market's own candles) or iceberg.</param>
/// <param name="Unit">Unit of the quantity: base (default) or quote.</param>
/// <param name="Urgency">Of twap and vwap. low: slices only rest; normal (default): they rest, and what is left is taken with the next; high: they take.</param>
/// <param name="DurationSeconds">Until its deadline; twap and vwap need it, market defaults to 30 seconds, others to an hour.</param>
/// <param name="LimitPrice">No part pays more, or sells for less.</param>
/// <param name="ParticipationMax">Largest share, 0 to 1, of the expected volume (vwap) or of the depth shown to a part that takes.</param>
/// <param name="Slices">Of twap and vwap; one each 15 seconds without it, 2 to 60.</param>
/// <param name="DisplayQuantity">Of iceberg: the most that is shown at a time, in base currency.</param>
/// <param name="RepostsMax">Of chase: how often it may follow; 20 without it.</param>
/// <param name="ChaseBpsMax">Of chase: how far from the first price it may follow, in hundredths of a percent; 50 without it.</param>
/// <param name="OnDeadline">take (default): what is left is taken; cancel: it is not.</param>
/// <param name="Seed">Of the jitter of slices; one that follows from the request's key without it.</param>
internal sealed record ParentRequest(
    string? Symbol,
    string? Side,
    string? Style,
    decimal? Quantity,
    string? Unit,
    string? Urgency,
    decimal? DurationSeconds,
    decimal? LimitPrice,
    decimal? ParticipationMax,
    bool? ReduceOnly,
    decimal? Leverage,
    int? Slices,
    decimal? DisplayQuantity,
    int? RepostsMax,
    decimal? ChaseBpsMax,
    string? OnDeadline,
    long? Seed,
    BracketRequest? Bracket,
    string? Reason);
