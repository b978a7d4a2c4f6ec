using OrleansTrader.Trading.Accounts;
using OrleansTrader.Trading.Orders;
using OrleansTrader.Trading.Risk;

namespace OrleansTrader.Silo.Http.Api.Changes;

/// <summary>The limits of an account.</summary>
internal static class RiskChanges
{
    public static void MapRiskChanges(this IEndpointRouteBuilder api)
    {
        var accounts = api.MapGroup("/accounts/{account}").WithTags("Accounts");
        accounts.MapPut("/limits", SetLimits).WithName("SetLimits")
            .WithSummary("Sets the account's own limits, all at once: what is left out is not limited, but by MAX_POSITION_SIZE of the service. Those that versions bring hold beside them.")
            .TakesBody<LimitsRequest>().Commands();
        accounts.MapDelete("/limits", DropLimits).WithName("DropLimits").WithSummary("Takes all of the account's own limits away, but MAX_POSITION_SIZE of the service.").Commands();
    }

    private static Task<IResult> SetLimits(string account, HttpRequest request, ChangeDesk desk) =>
        desk.Command<LimitsRequest>(account, request, static (body, faults) =>
        {
            var limits = new AccountLimits(
                body.LeverageMax, body.OrderNotionalMax, body.PositionNotionalMax, body.OpenPositionsMax, body.DailyLossMax, body.DrawdownMax,
                body.PriceCollar, faults.Named("onBreach", body.OnBreach, (BreachAction?)BreachAction.HaltAndFlatten));

            // Nothing at all is more likely a slip than the wish to be without limits.
            if (limits.IsNone)
                faults.Add("body", string.Empty, "give at least one limit; DELETE takes all away");
            foreach (var error in LimitRules.Refuse(limits))
                faults.Add(error.Field, error.Value, error.Remedy);
            return new SetLimits(limits);
        });

    private static Task<IResult> DropLimits(string account, HttpRequest request, ChangeDesk desk) =>
        desk.Command<NoRequest>(account, request, static (_, _) => new SetLimits(AccountLimits.None));
}
