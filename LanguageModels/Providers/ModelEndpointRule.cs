using System.Collections.Immutable;
using System.Net;
using System.Net.Sockets;

namespace OrleansTrader.LanguageModels.Providers;

/// <summary>
/// Which addresses may be asked. A URL is checked when it is given, and the address that its name leads to when each connection is made, so that a
/// name that changes its mind in between gains nothing.
/// </summary>
public sealed class ModelEndpointRule
{
    private readonly bool _isOperators;
    private readonly ImmutableHashSet<string> _listed;

    private ModelEndpointRule(bool isOperators, IEnumerable<string> listed)
    {
        _isOperators = isOperators;
        _listed = [.. listed.Select(host => host.ToLowerInvariant())];
    }

    /// <summary>For URLs that the operator wrote: https anywhere, plain http on loopback.</summary>
    public static ModelEndpointRule ForOperator { get; } = new(isOperators: true, []);

    /// <summary>For URLs that a tenant gave: https to public addresses, and anything the operator lists.</summary>
    /// <param name="listed">Hosts with ports, e.g. <c>models.internal:8443</c>, which may be private and plain http.</param>
    public static ModelEndpointRule ForTenants(IEnumerable<string> listed) => new(isOperators: false, listed);

    /// <summary>Why the URL cannot be used, with the remedy; null where it can.</summary>
    public string? Refuses(Uri url)
    {
        if (!url.IsAbsoluteUri || url.Scheme is not ("https" or "http"))
            return $"'{(url.IsAbsoluteUri ? url.Scheme : "it")}' is no web address: write one that begins with https://";
        if (url.UserInfo.Length > 0)
            return "an address must not hold a user name or password: configure the key instead";
        if (url.Query.Length > 0 || url.Fragment.Length > 0)
            return $"'{url.GetLeftPart(UriPartial.Path)}' must end before the question mark or hash";
        if (IsListed(url))
            return null;
        if (!string.Equals(url.Scheme, "https", StringComparison.Ordinal) && !(_isOperators && url.IsLoopback))
            return $"'{url.GetLeftPart(UriPartial.Authority)}' is not https: keys are sent over https only{(_isOperators ? ", but for servers on this machine" : "")}";
        if (!_isOperators && IPAddress.TryParse(url.DnsSafeHost, out var address) && !IsPublic(address))
            return Private(url.DnsSafeHost);
        return null;
    }

    /// <summary>Whether a connection may be made to an address that the URL's host resolved to.</summary>
    public bool Allows(Uri url, IPAddress address)
    {
        if (IsListed(url))
            return true;
        if (_isOperators)
            return string.Equals(url.Scheme, "https", StringComparison.Ordinal) || IPAddress.IsLoopback(Plain(address));
        return IsPublic(address);
    }

    /// <summary>A handler that follows no redirects, keeps no cookies and connects only where the rule allows.</summary>
    public SocketsHttpHandler Handler(Uri endpoint) => new()
    {
        AllowAutoRedirect = false,
        UseCookies = false,
        AutomaticDecompression = DecompressionMethods.All,
        ConnectTimeout = TimeSpan.FromSeconds(ConnectSecondsMax),
        PooledConnectionLifetime = TimeSpan.FromMinutes(ConnectionMinutesMax),
        ActivityHeadersPropagator = null,
        // Only the operator's own public addresses may go by the machine's proxy: past a proxy nothing could be checked.
        UseProxy = _isOperators && !endpoint.IsLoopback,
        ConnectCallback = UsesProxy(endpoint) ? null : (context, cancellation) => Connect(endpoint, context.DnsEndPoint, cancellation),
    };

    private const int ConnectSecondsMax = 15;
    private const int ConnectionMinutesMax = 5;

    private bool UsesProxy(Uri endpoint) => _isOperators && !endpoint.IsLoopback && HttpClient.DefaultProxy.GetProxy(endpoint) is not null;

    private async ValueTask<Stream> Connect(Uri endpoint, DnsEndPoint target, CancellationToken cancellation)
    {
        var found = await Dns.GetHostAddressesAsync(target.Host, target.AddressFamily, cancellation);
        var allowed = found.Where(address => Allows(endpoint, address)).ToArray();
        if (allowed.Length == 0)
            throw new HttpRequestException(HttpRequestError.ConnectionError, Private(target.Host));
        var socket = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        try
        {
            await socket.ConnectAsync(allowed, target.Port, cancellation);
            return new NetworkStream(socket, ownsSocket: true);
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }

    private bool IsListed(Uri url) => _listed.Contains(url.Authority.ToLowerInvariant()) || _listed.Contains($"{url.Host}:{url.Port}".ToLowerInvariant());

    private static string Private(string host) =>
        $"'{host}' leads to this machine or a private network, which is not asked on a tenant's word: the operator may list it";

    private static IPAddress Plain(IPAddress address) => address.IsIPv4MappedToIPv6 ? address.MapToIPv4() : address;

    /// <summary>Neither loopback, private, link-local, shared, multicast nor reserved (RFC 6890 and its successors).</summary>
    internal static bool IsPublic(IPAddress given)
    {
        var address = Plain(given);
        return !Reserved.Any(network => network.Contains(address));
    }

    private static readonly ImmutableArray<IPNetwork> Reserved =
    [
        .. new[]
        {
            "0.0.0.0/8", "10.0.0.0/8", "100.64.0.0/10", "127.0.0.0/8", "169.254.0.0/16", "172.16.0.0/12", "192.0.0.0/24", "192.0.2.0/24",
            "192.88.99.0/24", "192.168.0.0/16", "198.18.0.0/15", "198.51.100.0/24", "203.0.113.0/24", "224.0.0.0/4", "240.0.0.0/4",
            // IPv6 that is not global unicast, and what carries an IPv4 address inside.
            "::/3", "4000::/2", "8000::/1", "2001::/23", "2001:db8::/32", "2002::/16", "3fff::/20",
        }.Select(text => IPNetwork.Parse(text)),
    ];
}
