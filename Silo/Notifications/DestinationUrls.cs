using System.Collections.Immutable;
using System.Net;
using OrleansTrader.LanguageModels.Egress;

namespace OrleansTrader.Silo.Notifications;

/// <summary>
/// Where tenants' alerts may go: https to public addresses, and anything that the operator lists. A URL is looked at when it is given, and again
/// before each request; the address that its name leads to when a connection is made.
/// </summary>
/// <param name="listed">Hosts with ports, e.g. <c>hooks.internal:8443</c>, which may be private and plain http.</param>
/// <param name="lookup">What resolves names; null for the machine's own way.</param>
internal sealed class DestinationUrls(IEnumerable<string> listed, AddressLookup? lookup = null)
{
    private const int ConnectSecondsMax = 5;
    private const int ConnectionMinutesMax = 5;
    private const int HeaderKilobytesMax = 16;

    private readonly ImmutableHashSet<string> _listed = [.. listed.Select(static host => host.ToLowerInvariant())];
    private readonly AddressLookup _lookup = lookup ?? Dns.GetHostAddressesAsync;

    /// <summary>Why the URL cannot be used, with the remedy and without its path; null where it can.</summary>
    public string? Refuses(Uri url)
    {
        if (!url.IsAbsoluteUri || url.Scheme is not ("https" or "http"))
            return "begin it with https://";
        if (url.UserInfo.Length > 0)
            return "leave user name and password out: they are not sent";
        if (url.Fragment.Length > 0)
            return "end it before the hash";
        if (ListedHosts.Names(_listed, url))
            return null;
        if (!string.Equals(url.Scheme, "https", StringComparison.Ordinal))
            return "begin it with https://: alerts are sent over https only";
        return IPAddress.TryParse(url.DnsSafeHost, out var address) && !PublicAddress.Is(address) ? GuardedConnection.PrivateHost(url.DnsSafeHost) : null;
    }

    /// <summary>A handler that follows no redirects, keeps no cookies, unpacks nothing and connects only where the rule allows.</summary>
    public SocketsHttpHandler Handler() => new()
    {
        AllowAutoRedirect = false,
        UseCookies = false,
        UseProxy = false,
        AutomaticDecompression = DecompressionMethods.None,
        ConnectTimeout = TimeSpan.FromSeconds(ConnectSecondsMax),
        PooledConnectionLifetime = TimeSpan.FromMinutes(ConnectionMinutesMax),
        MaxConnectionsPerServer = OutboxSender.AtOnceMax,
        MaxResponseHeadersLength = HeaderKilobytesMax,
        MaxResponseDrainSize = 0,
        ActivityHeadersPropagator = null,
        ConnectCallback = (context, cancellation) => GuardedConnection.Open(
            context.DnsEndPoint, address => IsListed(context.DnsEndPoint) || PublicAddress.Is(address),
            GuardedConnection.PrivateHost(context.DnsEndPoint.Host), _lookup, cancellation),
    };

    private bool IsListed(DnsEndPoint target)
    {
        var host = target.Host.Contains(':', StringComparison.Ordinal) ? $"[{target.Host}]" : target.Host;
        return _listed.Contains(FormattableString.Invariant($"{host}:{target.Port}").ToLowerInvariant());
    }
}
