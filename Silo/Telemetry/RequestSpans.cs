using Microsoft.AspNetCore.Http.Features;

namespace OrleansTrader.Silo.Telemetry;

/// <summary>Names the span of a request by its method and route, as collectors want it; addresses as they came are in no span.</summary>
internal static class RequestSpans
{
    public static void UseRequestSpans(this IApplicationBuilder app) => app.Use(static (context, next) =>
    {
        if (context.Features.Get<IHttpActivityFeature>()?.Activity is { } span && context.GetEndpoint() is RouteEndpoint { RoutePattern.RawText: { } route })
            span.DisplayName = $"{context.Request.Method} {route}";
        return next(context);
    });
}
