using System.Net;
using System.Security.Cryptography;
using System.Text;

namespace OrleansTrader.Silo.Telemetry;

/// <summary>Who may read metrics, and what troubles this process: with a token whoever sends it, else this machine itself.</summary>
internal static class MetricsAccess
{
    private const string Bearer = "Bearer ";

    /// <returns>Null where it may be read, else the status of the refusal.</returns>
    public static int? Refuse(HttpContext context, string? token)
    {
        if (token is not null)
            return Sends(context.Request.Headers.Authorization.ToString(), token) ? null : StatusCodes.Status401Unauthorized;

        return IsHere(context) ? null : StatusCodes.Status403Forbidden;
    }

    /// <summary>Whether whoever asks may be told names of hosts, directories and databases.</summary>
    public static bool IsInside(HttpContext context, string? token) =>
        IsHere(context) || (token is not null && Sends(context.Request.Headers.Authorization.ToString(), token));

    // What a proxy passes on comes from anywhere, whatever address it comes by. An in-memory test server has no address.
    private static bool IsHere(HttpContext context)
    {
        var isProxied = context.Request.Headers.ContainsKey("Forwarded") || context.Request.Headers.ContainsKey("X-Forwarded-For");
        return !isProxied && (context.Connection.RemoteIpAddress is not { } from || IPAddress.IsLoopback(from));
    }

    private static bool Sends(string header, string token) =>
        header.StartsWith(Bearer, StringComparison.OrdinalIgnoreCase)
        && CryptographicOperations.FixedTimeEquals(SHA256.HashData(Encoding.UTF8.GetBytes(header[Bearer.Length..].Trim())), SHA256.HashData(Encoding.UTF8.GetBytes(token)));
}
