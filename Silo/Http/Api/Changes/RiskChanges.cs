using OrleansTrader.Dashboard.Live;
using OrleansTrader.Grains.Portfolio;
using OrleansTrader.Trading.Accounts;
using OrleansTrader.Trading.Risk;
using OrleansTrader.Trading.Risk.Portfolio;

namespace OrleansTrader.Silo.Http.Api.Changes;

/// <summary>The limits of an account.</summary>
internal static class RiskChanges
{
    public static void MapRiskChanges(this IEndpointRouteBuilder api)
    {
        var accounts = api.MapGroup("/accounts/{account}").WithTags("Accounts");
        accounts.MapPut("/limits", SetLimits).WithName("SetLimits")
            .WithSummary("Sets the account's own limits, all at once: what is left out is not limited, but by MAX_POSITION_SIZE of the service. A profile stands for a set of limits in shares of the account's present equity. Those that versions bring hold beside them.")
            .TakesBody<LimitsRequest>().Commands();
        accounts.MapDelete("/limits", DropLimits).WithName("DropLimits").WithSummary("Takes all of the account's own limits away, but MAX_POSITION_SIZE of the service.").Commands();

        var shared = api.MapGroup("/limits").WithTags("Limits");
        shared.MapPut("/", SetShared).WithName("SetSharedLimits")
            .WithSummary("Sets the limits that all accounts of the tenant share, all at once: what is left out is not limited. They hold within ten seconds.")
            .TakesBody<TenantLimitsRequest>().Changes<PortfolioView>();
        shared.MapDelete("/", DropShared).WithName("DropSharedLimits").WithSummary("Takes the limits that all accounts share away.").Changes<PortfolioView>();
    }

    private static Task<IResult> SetLimits(string account, HttpRequest request, ChangeDesk desk) =>
        desk.Command<LimitsRequest>(account, request, static (body, faults, view) => new SetLimits(body.Read(faults, view.Books.Equity)));

    private static Task<IResult> DropLimits(string account, HttpRequest request, ChangeDesk desk) =>
        desk.Command<NoRequest>(account, request, static (_, _) => new SetLimits(AccountLimits.None));

    private static Task<IResult> SetShared(HttpRequest request, IControl control, ITrader trader, ISite site) =>
        ChangeDesk.Run<TenantLimitsRequest>(request, async (body, faults) =>
            body.Read(faults) is var limits && faults.Errors.IsEmpty ? await Share(limits, control, trader, site) : null);

    private static Task<IResult> DropShared(HttpRequest request, IControl control, ITrader trader, ISite site) =>
        ChangeDesk.Run<NoRequest>(request, async (_, _) => await Share(TenantLimits.None, control, trader, site));

    private static async Task<IResult?> Share(TenantLimits limits, IControl control, ITrader trader, ISite site) =>
        Answers.Refused(await control.SetLimits(limits), StatusCodes.Status422UnprocessableEntity) ?? TypedResults.Ok(await trader.Portfolio(site.Tenant));
}
