using Microsoft.AspNetCore.Http.HttpResults;
using OrleansTrader.Dashboard.Live;
using OrleansTrader.Dashboard.Public;
using OrleansTrader.Grains.Tenants;

namespace OrleansTrader.Silo.Http.Api.Tenancy;

/// <summary>Published agents, for anybody: no login, no cookie, no script, nothing but reading.</summary>
internal static class PublicEndpoints
{
    public static void MapPublicAgents(this IEndpointRouteBuilder app)
    {
        app.MapGet("/api/v1/public/{tenant}/{agent}", Get).AllowAnonymous().WithTags("Public").WithName("PublicAgent")
            .WithSummary("An agent that its owner published, without a login; texts only as far as they are published too.")
            .Produces<PublicAgent>().ProducesProblem(StatusCodes.Status404NotFound).ProducesProblem(StatusCodes.Status429TooManyRequests);
        app.MapGet("/public/{tenant}/{agent}", Page).AllowAnonymous().ExcludeFromDescription();
    }

    private static async Task<IResult> Get(string tenant, string agent, IPublicAgents agents) =>
        await agents.Find(tenant, agent) is { } found ? TypedResults.Ok(found) : Missing(tenant, agent);

    private static async Task<IResult> Page(string tenant, string agent, IPublicAgents agents) => await agents.Find(tenant, agent) is { } found
        ? new RazorComponentResult<PublicAgentPage>(new Dictionary<string, object?>(StringComparer.Ordinal) { [nameof(PublicAgentPage.Shown)] = found })
        : Missing(tenant, agent);

    // Whether there is such a tenant or agent is not told.
    private static ProblemHttpResult Missing(string tenant, string agent) => Problems.NotFound("agent", $"{tenant}/{agent}", "nothing of that name is published");
}
