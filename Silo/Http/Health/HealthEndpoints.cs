using System.Collections.Immutable;

namespace OrleansTrader.Silo.Http.Health;

/// <param name="Status"><c>ready</c> or <c>not-ready</c>.</param>
public sealed record HealthReport(string Status, ImmutableArray<ComponentHealth> Components);

internal static class HealthEndpoints
{
    public static void MapHealth(this IEndpointRouteBuilder routes)
    {
        var health = routes.MapGroup("/health").WithTags("Health").AllowAnonymous();
        health.MapGet("/live", static () => TypedResults.Ok(new HealthReport("live", [])))
            .WithName("Live").WithSummary("Whether the process answers at all.");
        health.MapGet("/ready", Ready)
            .WithName("Ready").WithSummary("Whether journal, feed and demo are ready; 503 names the part that is not.")
            .Produces<HealthReport>().Produces<HealthReport>(StatusCodes.Status503ServiceUnavailable);
    }

    private static IResult Ready(Readiness readiness)
    {
        var components = readiness.Components;
        return components.All(component => component.IsReady)
            ? TypedResults.Ok(new HealthReport("ready", components))
            : TypedResults.Json(new HealthReport("not-ready", components), statusCode: StatusCodes.Status503ServiceUnavailable);
    }
}
