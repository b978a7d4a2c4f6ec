using System.Collections.Immutable;
using OrleansTrader.Dashboard.Live;
using OrleansTrader.Grains.Symbols;
using OrleansTrader.Trading.Accounts;
using OrleansTrader.Trading.Instruments;
using OrleansTrader.Trading.Markets;

namespace OrleansTrader.Silo.Http.Api;

/// <summary>Markets, their quotes and candles.</summary>
internal static class SymbolEndpoints
{
    /// <summary>Candles that are asked for without a number, and at most.</summary>
    private const int CandlesDefault = 200, CandlesMax = 1_000;

    private static readonly string IntervalNames = string.Join(' ', Intervals.All.Select(interval => interval.Name()));

    public static void MapSymbols(this IEndpointRouteBuilder api)
    {
        var symbols = api.MapGroup("/symbols").WithTags("Symbols");
        symbols.MapGet("/", List).WithName("Symbols").WithSummary("All markets with instrument, quote, funding and regime.");
        symbols.MapGet("/{symbol}", Get).WithName("Symbol").WithSummary("One market.")
            .Produces<SymbolSnapshot>().ProducesProblem(StatusCodes.Status404NotFound);
        symbols.MapGet("/{symbol}/candles", Candles).WithName("Candles").WithSummary("The newest candles of an interval, oldest first.")
            .Takes("interval", $"One of {IntervalNames}; 1m without it.").Takes("count", "Most candles, 1 to 1000; 200 without it.", "integer")
            .Produces<CandleHistory>().ProducesProblem(StatusCodes.Status400BadRequest).ProducesProblem(StatusCodes.Status404NotFound);

        var quotes = api.MapGroup("/quotes").WithTags("Quotes");
        quotes.MapGet("/", Quotes).WithName("Quotes").WithSummary("The newest quote of every market that has one.");
        quotes.MapGet("/{symbol}", QuoteOf).WithName("Quote").WithSummary("The newest quote of one market.")
            .Produces<Quote>().ProducesProblem(StatusCodes.Status404NotFound);
    }

    private static async Task<ImmutableArray<SymbolSnapshot>> List(ITrader trader, IHostFacts facts)
    {
        var snapshots = ImmutableArray.CreateBuilder<SymbolSnapshot>(facts.Symbols.Length);
        foreach (var key in facts.Symbols)
        {
            if (await trader.Symbol(key) is { } snapshot)
                snapshots.Add(snapshot);
        }

        return snapshots.ToImmutable();
    }

    private static async Task<ImmutableArray<Quote>> Quotes(ITrader trader, IHostFacts facts) =>
        [.. (await List(trader, facts)).Select(snapshot => snapshot.Quote).OfType<Quote>()];

    private static Task<IResult> Get(string symbol, ITrader trader, IHostFacts facts) =>
        OfSymbol(symbol, trader, facts, static snapshot => Task.FromResult<IResult>(TypedResults.Ok(snapshot)));

    private static Task<IResult> QuoteOf(string symbol, ITrader trader, IHostFacts facts) =>
        OfSymbol(symbol, trader, facts, snapshot => Task.FromResult<IResult>(snapshot.Quote is { } quote
            ? TypedResults.Ok(quote)
            : Problems.NotFound("symbol", symbol, "it has no quote yet: ask again when the feed has sent one")));

    private static Task<IResult> Candles(string symbol, HttpRequest request, ITrader trader, IHostFacts facts) =>
        OfSymbol(symbol, trader, facts, async snapshot =>
        {
            var query = new Query(request.Query);
            var interval = query.Named("interval", Interval.OneMinute, static (string text, out Interval value) => Intervals.TryParse(text, out value), $"use one of {IntervalNames}");
            var count = query.Whole("count", CandlesDefault, 1, CandlesMax);
            return query.Problem is { } problem ? problem : TypedResults.Ok(await trader.Candles(snapshot.Key, interval, count));
        });

    private static async Task<IResult> OfSymbol(string symbol, ITrader trader, IHostFacts facts, Func<SymbolSnapshot, Task<IResult>> answer)
    {
        // Only markets of the feed reach a grain: a name that somebody made up activates nothing.
        return Symbol.TryParse(symbol, out var parsed)
            && new SymbolKey(facts.Venue, parsed) is var key
            && facts.Symbols.Contains(key)
            && await trader.Symbol(key) is { } snapshot
                ? await answer(snapshot)
                : Problems.NotFound("symbol", symbol, "GET /api/v1/symbols lists all markets");
    }
}
