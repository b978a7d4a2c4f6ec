using System.Collections.Immutable;
using System.Net;
using OrleansTrader.LanguageModels.Egress;

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
        if (!_isOperators && IPAddress.TryParse(url.DnsSafeHost, out var address) && !PublicAddress.Is(address))
            return GuardedConnection.PrivateHost(url.DnsSafeHost);
        return null;
    }

    /// <summary>Whether a connection may be made to an address that the URL's host resolved to.</summary>
    public bool Allows(Uri url, IPAddress address)
    {
        if (IsListed(url))
            return true;
        if (_isOperators)
            return string.Equals(url.Scheme, "https", StringComparison.Ordinal) || IPAddress.IsLoopback(PublicAddress.Plain(address));
        return PublicAddress.Is(address);
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

    private ValueTask<Stream> Connect(Uri endpoint, DnsEndPoint target, CancellationToken cancellation) => GuardedConnection.Open(
        target, address => Allows(endpoint, address), GuardedConnection.PrivateHost(target.Host), Dns.GetHostAddressesAsync, cancellation);

    private bool IsListed(Uri url) => ListedHosts.Names(_listed, url);
}
