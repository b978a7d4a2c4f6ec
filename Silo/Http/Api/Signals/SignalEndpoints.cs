using System.Collections.Immutable;
using OrleansTrader.Dashboard.Live;
using OrleansTrader.Dashboard.Signals;
using OrleansTrader.Grains.Signals;
using OrleansTrader.Trading.Accounts;
using OrleansTrader.Trading.Instruments;
using OrleansTrader.Trading.Signals.Road;

namespace OrleansTrader.Silo.Http.Api.Signals;

/// <summary>Signals with their roads, and what their sources are worth.</summary>
internal static class SignalEndpoints
{
    public static void MapSignals(this IEndpointRouteBuilder api)
    {
        var signals = api.MapGroup("/signals").WithTags("Signals");
        signals.MapGet("/", List).WithName("Signals").WithSummary("Signals, newest first, without their roads.")
            .Takes("source", "Only those of this source.").Takes("symbol", "Only those of this market, e.g. BTC-USDT.")
            .Takes("stage", "Only those that are so far: received, enriched, qualified, executed, managed, scored, refused, informed.")
            .Pages<SignalRow>();
        signals.MapGet("/reputation", Reputations).WithName("SignalSources")
            .WithSummary("Each source's scored signals: how many won, the result in R, and the share that wins with its 90 % interval.");
        signals.MapGet("/{signal}", Get).WithName("Signal").WithSummary("One signal with its whole road: steps with times and reasons, subscribers, orders' cause, result.")
            .Produces<SignalRow>().ProducesProblem(StatusCodes.Status404NotFound);
    }

    private static async Task<IResult> List(HttpRequest request, ITrader trader, ISite site)
    {
        var query = new Query(request.Query);
        var page = query.Page();
        var source = query.Named<string?>("source", null, Any, "name a source");
        var symbol = query.Named<SymbolKey?>("symbol", null, (string text, out SymbolKey? found) => TrySymbol(site, text, out found), "name a market as BTC-USDT");
        var stage = query.Named<SignalStage?>("stage", null, TryStage, "give received, enriched, qualified, executed, managed, scored, refused or informed");
        return query.Problem is { } problem ? problem : TypedResults.Ok(await trader.Signals(site.Tenant, new SignalFilter(source, symbol, stage), page));
    }

    private static async Task<IResult> Get(string signal, ITrader trader, ISite site) =>
        await trader.Signal(new SignalKey(site.Tenant, signal)) is { } found
            ? TypedResults.Ok(found)
            : Problems.NotFound("signal", signal, "GET /api/v1/signals lists all that are kept");

    private static async Task<ImmutableArray<SourceReputation>> Reputations(ITrader trader, ISite site) =>
        SourceReputation.Of(await trader.SourceTallies(site.Tenant));

    private static bool Any(string? text, out string? found)
    {
        found = text;
        return text is { Length: > 0 };
    }

    private static bool TrySymbol(ISite site, string? text, out SymbolKey? found)
    {
        found = Symbol.TryParse(text, out var symbol) ? new SymbolKey(site.Venue, symbol) : null;
        return found is not null;
    }

    private static bool TryStage(string? text, out SignalStage? found)
    {
        found = Enum.TryParse<SignalStage>(text, ignoreCase: true, out var stage) && Enum.IsDefined(stage) && !char.IsDigit(text![0]) ? stage : null;
        return found is not null;
    }
}
