using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing.Template;

namespace OrleansTrader.Silo.Http.Api;

/// <summary>Answers requests that no endpoint takes: 404 for a path that is not there, 405 for a wrong method.</summary>
internal static class UnknownEndpoint
{
    public static ProblemHttpResult Answer(HttpContext context, EndpointDataSource endpoints)
    {
        var request = context.Request;
        var allowed = Methods(endpoints, request.Path);
        if (allowed.Length == 0)
            return Problems.NotFound("path", request.Path, "GET /openapi/v1.json lists all endpoints");
        context.Response.Headers.Allow = string.Join(", ", allowed);
        return Problems.Of(
            StatusCodes.Status405MethodNotAllowed, "The method is not understood here", "method", request.Method, $"use {string.Join(" or ", allowed)}");
    }

    private static string[] Methods(EndpointDataSource endpoints, PathString path) =>
    [
        .. endpoints.Endpoints.OfType<RouteEndpoint>()
            .Where(endpoint => endpoint.RoutePattern.RawText is { } pattern && !pattern.Contains("{*", StringComparison.Ordinal)
                && new TemplateMatcher(new RouteTemplate(endpoint.RoutePattern), []).TryMatch(path, []))
            .SelectMany(static endpoint => endpoint.Metadata.GetMetadata<HttpMethodMetadata>()?.HttpMethods ?? [])
            .Distinct(StringComparer.OrdinalIgnoreCase).Order(StringComparer.Ordinal),
    ];
}
