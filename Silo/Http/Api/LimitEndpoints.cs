using System.Collections.Immutable;
using OrleansTrader.Dashboard.Live;
using OrleansTrader.Trading.Risk;

namespace OrleansTrader.Silo.Http.Api;

/// <summary>Limits with their use: of one account, and those that all accounts of the tenant share.</summary>
internal static class LimitEndpoints
{
    public static void MapLimits(this IEndpointRouteBuilder api)
    {
        api.MapGet("/accounts/{account}/limits", OfAccount).WithTags("Accounts").WithName("Limits")
            .WithSummary("The account's own limits, those that versions of its agents bring, what is in force, and how much of each limit is used.")
            .Produces<LimitsView>().ProducesProblem(StatusCodes.Status404NotFound);
        api.MapGet("/limits", static (ITrader trader, ISite site) => trader.Portfolio(site.Tenant)).WithTags("Limits").WithName("SharedLimits")
            .WithSummary("Exposure across all accounts of the tenant, and the limits that they share with their use.");
        api.MapGet("/limits/profiles", static () => Profiles).WithTags("Limits").WithName("RiskProfiles")
            .WithSummary("The profiles that PUT .../limits takes: amounts as shares of equity.");
    }

    private static ImmutableArray<ProfileView> Profiles { get; } = [.. Enum.GetValues<RiskProfile>().Select(static profile => new ProfileView(profile, RiskProfiles.SharesOf(profile)))];

    private static Task<IResult> OfAccount(string account, ITrader trader, ISite site) => AccountEndpoints.OfAccount(account, trader, site, static view =>
        Task.FromResult<IResult>(TypedResults.Ok(new LimitsView(
            view.Books.OwnLimits ?? AccountLimits.None, view.Books.AgentLimits ?? [], view.Books.Limits ?? AccountLimits.None, LimitUses.Of(view.Books)))));
}

/// <param name="Own">The owner's.</param>
/// <param name="Agents">Those that versions bring.</param>
/// <param name="InForce">The strictest of all.</param>
/// <param name="Uses">Each limit in force with its use.</param>
internal sealed record LimitsView(AccountLimits Own, ImmutableArray<AgentLimits> Agents, AccountLimits InForce, ImmutableArray<LimitUse> Uses);

/// <param name="Limits">Amounts as shares of equity.</param>
internal sealed record ProfileView(RiskProfile Profile, AccountLimits Limits);
