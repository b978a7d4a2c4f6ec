using System.Net;
using Microsoft.Extensions.Primitives;
using OrleansTrader.Silo.Http;

namespace OrleansTrader.Silo.Identity.Listening;

/// <summary>
/// Where people log in: a request must be private all the way (TLS, or this machine), be for a name that this service has, and come from
/// a page of this very origin if it comes from a page. Everything else gets 403, the upgrade to a WebSocket included. What supervisors
/// ask by a machine's address passes.
/// </summary>
internal sealed class OutsideGuard(RequestDelegate next, ListenSettings settings)
{
    private const int YearSeconds = 31_536_000;

    private const string Supervised = "/health";

    public Task Invoke(HttpContext context)
    {
        var request = context.Request;
        if (!request.Path.StartsWithSegments(Supervised, StringComparison.Ordinal) && Refuse(context) is { } refusal)
        {
            return Problems.Of(StatusCodes.Status403Forbidden, "Refused at the door", refusal.Field, refusal.Value, refusal.Remedy).ExecuteAsync(context);
        }

        if (request.IsHttps)
            context.Response.Headers.StrictTransportSecurity = $"max-age={YearSeconds}";
        return next(context);
    }

    private Refusal? Refuse(HttpContext context)
    {
        var request = context.Request;
        var isHere = context.Connection.RemoteIpAddress is not { } from || IPAddress.IsLoopback(from);
        if (!isHere && !request.IsHttps)
            return new Refusal("scheme", request.Scheme, "use https: what is said here is private");
        if (!settings.Answers(request.Host.Host) && !(isHere && IsLoopbackName(request.Host.Host)))
            return new Refusal("Host", request.Host.Value ?? string.Empty, "use the address that this service is known by");
        if (request.Headers.Origin is { Count: > 0 } origin && !IsOwn(origin, request))
            return new Refusal("Origin", origin.ToString(), "only pages of this server may call it");
        if (request.Headers.TryGetValue("Sec-Fetch-Site", out var site) && IsForeignCall(site, request))
            return new Refusal("Sec-Fetch-Site", site.ToString(), "only pages of this server may call it");
        return null;
    }

    private static bool IsLoopbackName(string host) =>
        string.Equals(host, "localhost", StringComparison.OrdinalIgnoreCase) || (IPAddress.TryParse(host.Trim('[', ']'), out var address) && IPAddress.IsLoopback(address));

    private static bool IsOwn(StringValues origin, HttpRequest request) =>
        origin.Count == 1 && string.Equals(origin[0], $"{request.Scheme}://{request.Host.Value}", StringComparison.OrdinalIgnoreCase);

    private static bool IsForeignCall(StringValues site, HttpRequest request) =>
        site.ToString() is "cross-site" or "same-site"
        && !(HttpMethods.IsGet(request.Method) && request.Headers["Sec-Fetch-Mode"].ToString() is "navigate" && !request.Headers.ContainsKey("Upgrade"));

    private readonly record struct Refusal(string Field, string Value, string Remedy);
}
