using OrleansTrader.Dashboard.Live;
using OrleansTrader.Grains.Leaderboards;

namespace OrleansTrader.Silo.Http.Api;

/// <summary>Strategy versions, ranked by what their results prove.</summary>
internal static class LeaderboardEndpoints
{
    private const int HoursMax = 1_000_000, TradesMax = 1_000_000;

    public static void MapLeaderboard(this IEndpointRouteBuilder api) =>
        api.MapGroup("/leaderboard").WithTags("Leaderboard").MapGet("/", Get).WithName("Leaderboard")
            .WithSummary("All versions that an agent ever traded, by the lower bound of the interval of their Sharpe ratio; what is not defined is left out.")
            .Takes("minHours", "Hides versions with a shorter track record, in hours; 0 without it.", "integer")
            .Takes("minTrades", "Hides versions with fewer closed trades; 0 without it.", "integer")
            .Produces<LeaderboardView>().ProducesProblem(StatusCodes.Status400BadRequest);

    private static async Task<IResult> Get(HttpRequest request, ITrader trader, ISite site)
    {
        var query = new Query(request.Query);
        var filter = new LeaderboardFilter(TimeSpan.FromHours(query.Whole("minHours", 0, 0, HoursMax)), query.Whole("minTrades", 0, 0, TradesMax));
        return query.Problem is { } problem ? problem : TypedResults.Ok(await trader.Leaderboard(site.Tenant, filter));
    }
}
