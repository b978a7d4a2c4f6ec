using System.Collections.Immutable;
using OrleansTrader.Dashboard.Breakers;
using OrleansTrader.Dashboard.Live;
using OrleansTrader.Grains;
using OrleansTrader.Grains.Breakers;
using OrleansTrader.Silo.Http.Api.Changes;
using OrleansTrader.Silo.Http.Security;
using OrleansTrader.Trading.Accounts;
using OrleansTrader.Trading.Instruments;
using OrleansTrader.Trading.Risk.Breakers;

namespace OrleansTrader.Silo.Http.Api.Breakers;

/// <summary>Circuit breakers and the kill switch: of accounts, the asker's tenant, markets and the service.</summary>
internal static class BreakerEndpoints
{
    private const string HaltWords =
        "Kill switch: entries are cancelled, protective orders go on working, only cancels pass. With close=true first only exits pass and positions are closed, tried again until none is left.";

    public static void MapBreakers(this IEndpointRouteBuilder api)
    {
        var reads = api.MapGroup(string.Empty).WithTags("Breakers");
        reads.MapGet("/breakers", All).WithName("Breakers").WithSummary("Every breaker that concerns the tenant: state, what is tripped and why, rules with what they measure now. At most 100 accounts.");
        reads.MapGet("/accounts/{account}/breakers", OfAccount).WithName("AccountBreakers").WithSummary("An account's breakers.")
            .Produces<ScopeBreakers>().ProducesProblem(StatusCodes.Status404NotFound);
        reads.MapGet("/tenant/breakers", static (IBreakers breakers) => breakers.Get(BreakerTarget.Tenant)).WithName("TenantBreakers").WithSummary("The tenant's breakers.");
        reads.MapGet("/service/breakers", static (IBreakers breakers) => breakers.Get(BreakerTarget.Service)).WithName("ServiceBreakers").WithSummary("The service's breakers.");
        reads.MapGet("/symbols/{symbol}/breakers", OfMarket).WithName("MarketBreakers").WithSummary("A market's breakers.")
            .Produces<ScopeBreakers>().ProducesProblem(StatusCodes.Status404NotFound);

        var accounts = api.MapGroup("/accounts/{account}").WithTags("Breakers").RequireAuthorization(Policies.Trader).AddEndpointFilter<ControlFilter>();
        accounts.MapPost("/halt", HaltAccount).WithName("HaltAccount").WithSummary(HaltWords)
            .Takes("close", "true closes every position; false without it.").TakesBody<HaltRequest>().Commands();
        accounts.MapPost("/resume", ResumeAccount).WithName("ResumeAccount")
            .WithSummary("Ends a halt and resets the account's own breakers; losses count from the present equity.").Commands();
        accounts.MapPut("/breakers", SetAccountRules).WithName("SetAccountBreakers").WithSummary("Sets the account's rules, all at once.").TakesBody<BreakersRequest>().Commands();

        Map(api, "/tenant", "Tenant", Policies.Operator, static (_, _) => BreakerTarget.Tenant);
        Map(api, "/service", "Service", Policies.Platform, static (_, _) => BreakerTarget.Service);
        Map(api, "/symbols/{symbol}", "Market", Policies.Platform, static (symbol, facts) => Market(symbol, facts) is { } key ? BreakerTarget.Market(key) : null);
    }

    private static void Map(IEndpointRouteBuilder api, string path, string name, string policy, Func<string, IHostFacts, BreakerTarget?> targetOf)
    {
        var group = api.MapGroup(path).WithTags("Breakers").RequireAuthorization(policy).AddEndpointFilter<ControlFilter>();
        group.MapPost("/halt", (HttpRequest request, IBreakers breakers, IHostFacts facts) => Change<HaltRequest>(request, breakers, facts, targetOf, (target, body, faults) =>
        {
            var (reason, closes) = BreakerReading.Halt(request, body, faults);
            return () => breakers.Halt(target, reason, closes);
        })).WithName($"Halt{name}").WithSummary(HaltWords).Takes("close", "true closes every position; false without it.").TakesBody<HaltRequest>().Changes<ScopeBreakers>();
        group.MapPost("/resume", (HttpRequest request, IBreakers breakers, IHostFacts facts) => Change<NoRequest>(request, breakers, facts, targetOf, (target, _, _) => () => breakers.Resume(target)))
            .WithName($"Resume{name}").WithSummary("Resets its breakers; accounts that halted by themselves stay so.").Changes<ScopeBreakers>();
        group.MapPut("/breakers", (HttpRequest request, IBreakers breakers, IHostFacts facts) => Change<BreakersRequest>(request, breakers, facts, targetOf, (target, body, faults) =>
        {
            var rules = BreakerReading.Rules(body, target.Scope, faults);
            return () => breakers.SetRules(target, rules);
        })).WithName($"Set{name}Breakers").WithSummary("Sets its rules, all at once.").TakesBody<BreakersRequest>().Changes<ScopeBreakers>();
    }

    private static Task<IResult> Change<T>(
        HttpRequest request, IBreakers breakers, IHostFacts facts, Func<string, IHostFacts, BreakerTarget?> targetOf,
        Func<BreakerTarget, T, Faults, Func<Task<SetupReply>>> read)
        where T : class => ChangeDesk.Run<T>(request, async (body, faults) =>
    {
        var symbol = request.RouteValues["symbol"] as string ?? string.Empty;
        if (targetOf(symbol, facts) is not { } target)
            return Missing(symbol);
        var change = read(target, body, faults);
        return faults.Errors.IsEmpty
            ? Answers.Refused(await change(), StatusCodes.Status409Conflict) ?? TypedResults.Ok(await breakers.Get(target))
            : null;
    });

    private static Task<IResult> HaltAccount(string account, HttpRequest request, ChangeDesk desk, ISite site) =>
        desk.Command<HaltRequest>(account, request, (body, faults) =>
        {
            var (reason, closes) = BreakerReading.Halt(request, body, faults);
            return new HaltTrading(reason, site.Asker.User, closes);
        });

    private static Task<IResult> ResumeAccount(string account, HttpRequest request, ChangeDesk desk, ISite site) =>
        desk.Command<NoRequest>(account, request, (_, _) => new ResumeAccount(site.Asker.User));

    private static Task<IResult> SetAccountRules(string account, HttpRequest request, ChangeDesk desk) =>
        desk.Command<BreakersRequest>(account, request, static (body, faults) => new SetBreakers(BreakerReading.Rules(body, BreakerScope.Account, faults)));

    private static Task<BreakersOverview> All(IBreakers breakers, ITrader trader, ISite site) => BreakersOverview.Read(breakers, trader, site);

    private static async Task<IResult> OfAccount(string account, ITrader trader, ISite site)
    {
        // Only names of the registry reach a grain: a name that somebody made up activates nothing.
        var key = new AccountKey(site.Tenant, account);
        return (await trader.Registry(site.Tenant)).Accounts.Contains(key) && await trader.Account(key) is { } view
            ? TypedResults.Ok(BreakersOverview.Of(view))
            : Problems.NotFound("account", account, "GET /api/v1/accounts lists all accounts");
    }

    private static async Task<IResult> OfMarket(string symbol, IBreakers breakers, IHostFacts facts) => Market(symbol, facts) is { } key
        ? TypedResults.Ok(await breakers.Get(BreakerTarget.Market(key)))
        : Missing(symbol);

    private static SymbolKey? Market(string symbol, IHostFacts facts) =>
        Symbol.TryParse(symbol, out var named) && facts.Symbols.Where(key => key.Symbol == named).ToImmutableArray() is [var found, ..] ? found : null;

    private static IResult Missing(string symbol) => Problems.NotFound("symbol", symbol, "GET /api/v1/symbols lists all markets");
}
