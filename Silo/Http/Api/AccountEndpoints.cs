using OrleansTrader.Dashboard.Live;
using OrleansTrader.Grains.Accounts;
using OrleansTrader.Grains.Books;
using OrleansTrader.Grains.Orders;
using OrleansTrader.Grains.Trades;
using OrleansTrader.Trading.Accounts;
using System.Collections.Immutable;

namespace OrleansTrader.Silo.Http.Api;

/// <summary>Accounts with their positions, orders, fills, closed trades and equity.</summary>
internal static class AccountEndpoints
{
    /// <summary>Points of an equity curve that are asked for without a number, and at most.</summary>
    private const int EquityPoints = 300, EquityPointsMax = 5_000;

    public static void MapAccounts(this IEndpointRouteBuilder api)
    {
        var accounts = api.MapGroup("/accounts").WithTags("Accounts");
        accounts.MapGet("/", List).WithName("Accounts").WithSummary("All accounts with their books at the newest marks.");
        accounts.MapGet("/{account}", Get).WithName("Account").WithSummary("One account with its books at the newest marks.")
            .Produces<AccountView>().ProducesProblem(StatusCodes.Status404NotFound);
        accounts.MapGet("/{account}/positions", Positions).WithName("Positions").WithSummary("Open positions at the newest marks.")
            .Produces<ImmutableArray<PositionView>>().ProducesProblem(StatusCodes.Status404NotFound);
        accounts.MapGet("/{account}/parents", Parents).WithName("Parents")
            .WithSummary("Parent orders (TWAP and others) in force, newest first, then those that ended last, with what they cost against the arrival price.")
            .Produces<ImmutableArray<ParentView>>().ProducesProblem(StatusCodes.Status404NotFound);
        accounts.MapGet("/{account}/orders", Orders).WithName("Orders").WithSummary("Orders, newest first.").Pages<OrderRow>();
        accounts.MapGet("/{account}/fills", Fills).WithName("Fills").WithSummary("Fills, newest first.").Pages<FillRow>();
        accounts.MapGet("/{account}/closed-trades", ClosedTrades).WithName("ClosedTrades")
            .WithSummary("Round trips with their reasons, newest first.").Pages<ClosedTradeRow>();
        accounts.MapGet("/{account}/equity", Equity).WithName("Equity")
            .WithSummary("The equity curve over [from, to), ascending, thinned to at most so many points.")
            .Takes("from", "Start, ISO 8601; 24 hours ago without it.").Takes("to", "End, ISO 8601; now without it.")
            .Takes("points", "Most points, 1 to 5000; 300 without it.", "integer")
            .Produces<ImmutableArray<EquityRow>>().ProducesProblem(StatusCodes.Status400BadRequest).ProducesProblem(StatusCodes.Status404NotFound);
    }

    private static async Task<ImmutableArray<AccountView>> List(ITrader trader, ISite site)
    {
        var registry = await trader.Registry(site.Tenant);
        var views = ImmutableArray.CreateBuilder<AccountView>(registry.Accounts.Length);
        foreach (var key in registry.Accounts)
        {
            if (await trader.Account(key) is { } view)
                views.Add(view);
        }

        return views.ToImmutable();
    }

    private static Task<IResult> Get(string account, ITrader trader, ISite site) =>
        OfAccount(account, trader, site, static view => Task.FromResult<IResult>(TypedResults.Ok(view)));

    private static Task<IResult> Positions(string account, ITrader trader, ISite site) =>
        OfAccount(account, trader, site, static view => Task.FromResult<IResult>(TypedResults.Ok(view.Books.Positions)));

    private static Task<IResult> Parents(string account, ITrader trader, ISite site) =>
        OfAccount(account, trader, site, static view => Task.FromResult<IResult>(TypedResults.Ok(view.Parents ?? [])));

    private static Task<IResult> Orders(string account, HttpRequest request, ITrader trader, ISite site) =>
        OfAccount(account, trader, site, view => Paged(request, page => trader.Orders(view.Key, page)));

    private static Task<IResult> Fills(string account, HttpRequest request, ITrader trader, ISite site) =>
        OfAccount(account, trader, site, view => Paged(request, page => trader.Fills(view.Key, page)));

    private static Task<IResult> ClosedTrades(string account, HttpRequest request, ITrader trader, ISite site) =>
        OfAccount(account, trader, site, view => Paged(request, page => trader.ClosedTrades(view.Key, page)));

    private static Task<IResult> Equity(string account, HttpRequest request, ITrader trader, ISite site, TimeProvider time) =>
        OfAccount(account, trader, site, async view =>
        {
            var query = new Query(request.Query);
            var to = query.Instant("to", time.GetUtcNow());
            var from = query.Instant("from", to.AddDays(-1));
            var points = query.Whole("points", EquityPoints, 1, EquityPointsMax);
            if (from > to)
                query.Fail("from", request.Query["from"].ToString(), "give an instant before 'to'");
            return query.Problem is { } problem ? problem : TypedResults.Ok(await trader.Equity(view.Key, from, to, points));
        });

    /// <summary>Answers a page of a list by the request's <c>limit</c> and <c>before</c>.</summary>
    internal static async Task<IResult> Paged<T>(HttpRequest request, Func<PageRequest, Task<Page<T>>> read)
    {
        var query = new Query(request.Query);
        var page = query.Page();
        return query.Problem is { } problem ? problem : TypedResults.Ok(await read(page));
    }

    internal static async Task<IResult> OfAccount(string account, ITrader trader, ISite site, Func<AccountView, Task<IResult>> answer)
    {
        // Only names of the registry reach a grain: a name that somebody made up activates nothing.
        var registry = await trader.Registry(site.Tenant);
        var key = new AccountKey(site.Tenant, account);
        return registry.Accounts.Contains(key) && await trader.Account(key) is { } view
            ? await answer(view)
            : Problems.NotFound("account", account, "GET /api/v1/accounts lists all accounts");
    }
}
