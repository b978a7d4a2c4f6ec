using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Authorization.Policy;
using OrleansTrader.Silo.Http;
using OrleansTrader.Trading;

namespace OrleansTrader.Silo.Identity;

/// <summary>How the API refuses: 401 to who is not known, 403 to who may not, in the form of its other refusals. Pages are sent to the login.</summary>
internal sealed class AccessAnswers : IAuthorizationMiddlewareResultHandler
{
    private readonly AuthorizationMiddlewareResultHandler _pages = new();

    public Task HandleAsync(RequestDelegate next, HttpContext context, AuthorizationPolicy policy, PolicyAuthorizationResult authorizeResult)
    {
        if (authorizeResult.Succeeded)
            return next(context);
        if (authorizeResult.Forbidden)
            return Forbidden(context);
        return IsForPrograms(context.Request) ? Unknown(context) : _pages.HandleAsync(next, context, policy, authorizeResult);
    }

    private static Task Unknown(HttpContext context)
    {
        if (FailedTries.Told(context) is { } until)
        {
            var wait = until - TimeProvider.System.GetUtcNow();
            var error = new FieldError(
                "Authorization", "not looked at", $"this address showed too many that are not in force: try again in {TooMany.Seconds(wait)} seconds");
            return new TooMany("Too many wrong keys", error, wait).ExecuteAsync(context);
        }

        // What was shown may be nearly a key: it is not told back.
        context.Response.Headers.WWWAuthenticate = "Bearer";
        return Problems.Of(
            StatusCodes.Status401Unauthorized, "Nobody is logged in", "Authorization", Shown(context.Request),
            "send 'Authorization: Bearer KEY' with an API key that is in force: 'trader keys create' makes one").ExecuteAsync(context);
    }

    private static Task Forbidden(HttpContext context)
    {
        var user = Identified.Read(context.User);
        if (!IsForPrograms(context.Request))
        {
            context.Response.StatusCode = StatusCodes.Status403Forbidden;
            return Task.CompletedTask;
        }

        return Problems.Of(
            StatusCodes.Status403Forbidden, "Not allowed", "role", user?.Role.ToString().ToLowerInvariant() ?? string.Empty,
            "this takes another role, or a key that is not limited to some accounts: ask an operator of your tenant").ExecuteAsync(context);
    }

    private static string Shown(HttpRequest request) => request.Headers.Authorization.Count == 0 ? string.Empty : "not a key in force";

    private static bool IsForPrograms(HttpRequest request) =>
        request.Path.StartsWithSegments("/api", StringComparison.Ordinal) || request.Headers.Authorization.Count > 0 || request.Path.StartsWithSegments("/openapi", StringComparison.Ordinal);
}
