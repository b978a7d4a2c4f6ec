using System.Collections.Immutable;
using OrleansTrader.Silo.Telemetry;

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
            .WithName("Ready").WithSummary("Whether every part of the service is ready; 503 names the part that is not. What troubles it is told to this machine, or with the scrape token.")
            .Produces<HealthReport>().Produces<HealthReport>(StatusCodes.Status503ServiceUnavailable);
    }

    /// <summary>Details name hosts, databases and directories: who asks from afar learns that a part is not well, not why.</summary>
    internal static HealthReport ReportOf(Readiness readiness, bool isInside)
    {
        var components = readiness.Components;
        return new HealthReport(
            components.All(static component => component.IsReady) ? "ready" : "not-ready",
            isInside ? components : [.. components.Select(static component => component with { Detail = null })]);
    }

    private static IResult Ready(HttpContext context, Readiness readiness)
    {
        var report = ReportOf(readiness, MetricsAccess.IsInside(context, context.RequestServices.GetService<TelemetryOptions>()?.ScrapeToken));
        return report.Components.All(static component => component.IsReady)
            ? TypedResults.Ok(report)
            : TypedResults.Json(report, statusCode: StatusCodes.Status503ServiceUnavailable);
    }
}
