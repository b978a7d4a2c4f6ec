using System.Net;
using Microsoft.Extensions.Primitives;

namespace OrleansTrader.Silo.Http.Security;

/// <summary>
/// Keeps the unconfigured demo on this machine. Whoever reaches it is logged in, so a request must come from loopback, name loopback
/// as its host, come from a page of this very origin if it comes from a page, and have passed no proxy. Everything else gets 403
/// before it reaches anything, the upgrade to a WebSocket included.
/// </summary>
internal sealed class LoopbackGuard(RequestDelegate next)
{
    /// <summary>Headers that only a proxy sets.</summary>
    private static readonly string[] ForwardingHeaders =
    [
        "Forwarded", "Via", "X-Real-IP", "X-Client-IP", "X-Cluster-Client-IP", "True-Client-IP", "CF-Connecting-IP", "X-Original-Host", "X-Original-URL",
    ];

    private const string ForwardingPrefix = "X-Forwarded-";

    public Task Invoke(HttpContext context) =>
        Refuse(context.Request, context.Connection.RemoteIpAddress) is { } reason ? Answer(context, reason) : next(context);

    private static Refusal? Refuse(HttpRequest request, IPAddress? from)
    {
        // An in-memory test server has no address: it is this process.
        if (from is not null && !IPAddress.IsLoopback(from))
            return new Refusal("remoteAddress", from.ToString(), "the demo answers only this machine");
        if (!IsLoopbackName(request.Host.Host))
            return new Refusal("Host", request.Host.Value ?? string.Empty, "use localhost, 127.0.0.1 or [::1]");
        if (Forwarding(request.Headers) is { } header)
            return new Refusal(header, request.Headers[header].ToString(), "the demo stands behind no proxy: reach it directly");
        if (request.Headers.Origin is { Count: > 0 } origin && !IsOwn(origin, request))
            return new Refusal("Origin", origin.ToString(), "only pages of this server may call it");
        if (request.Headers.TryGetValue("Sec-Fetch-Site", out var site) && IsForeignCall(site, request))
            return new Refusal("Sec-Fetch-Site", site.ToString(), "only pages of this server may call it");
        return null;
    }

    private static bool IsLoopbackName(string host) =>
        string.Equals(host, "localhost", StringComparison.OrdinalIgnoreCase)
        || (IPAddress.TryParse(host.Trim('[', ']'), out var address) && IPAddress.IsLoopback(address));

    private static string? Forwarding(IHeaderDictionary headers)
    {
        foreach (var name in headers.Keys)
        {
            if (name.StartsWith(ForwardingPrefix, StringComparison.OrdinalIgnoreCase)
                || ForwardingHeaders.Contains(name, StringComparer.OrdinalIgnoreCase))
            {
                return name;
            }
        }

        return null;
    }

    private static bool IsOwn(StringValues origin, HttpRequest request) =>
        origin.Count == 1
        && string.Equals(origin[0], $"{request.Scheme}://{request.Host.Value}", StringComparison.OrdinalIgnoreCase);

    /// <summary>A link from elsewhere may be followed to a page; no other site's script, form or socket may call.</summary>
    private static bool IsForeignCall(StringValues site, HttpRequest request) =>
        site.ToString() is "cross-site" or "same-site"
        && !(HttpMethods.IsGet(request.Method)
            && request.Headers["Sec-Fetch-Mode"].ToString() is "navigate"
            && !request.Headers.ContainsKey("Upgrade"));

    private static Task Answer(HttpContext context, Refusal refusal) =>
        Problems.Of(StatusCodes.Status403Forbidden, "Refused by the demo's guard", refusal.Field, refusal.Value, refusal.Remedy)
            .ExecuteAsync(context);

    private readonly record struct Refusal(string Field, string Value, string Remedy);
}
