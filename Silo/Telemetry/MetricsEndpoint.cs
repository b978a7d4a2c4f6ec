using OrleansTrader.Silo.Http;
using OrleansTrader.Silo.Telemetry.Prometheus;

namespace OrleansTrader.Silo.Telemetry;

/// <summary>The scrape endpoint.</summary>
internal static class MetricsEndpoint
{
    public const string Path = "/metrics";

    public static void MapMetrics(this IEndpointRouteBuilder routes) => routes.MapGet(Path, Scrape)
        .WithTags("Health").WithName("Metrics").WithSummary("All metrics in Prometheus' text format, for this machine or with the scrape token.")
        .DisableHttpMetrics()
        .AllowAnonymous();

    private static IResult Scrape(HttpContext context, MeterReader reader, TelemetryOptions options)
    {
        if (MetricsAccess.Refuse(context, options.ScrapeToken) is { } status)
        {
            return Problems.Of(
                status, "Metrics are refused", "Authorization", string.Empty,
                options.ScrapeToken is null ? $"scrape from this machine, or set {TelemetryOptions.Section}:ScrapeToken and send it as a bearer token" : "send the scrape token as a bearer token");
        }

        return TypedResults.Text(reader.Scrape(), PrometheusText.ContentType);
    }
}
