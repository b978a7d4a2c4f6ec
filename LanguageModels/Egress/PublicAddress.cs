using System.Collections.Immutable;
using System.Net;

namespace OrleansTrader.LanguageModels.Egress;

/// <summary>Which addresses a tenant's word may lead to.</summary>
public static class PublicAddress
{
    /// <summary>
    /// Neither loopback, private, link-local, shared, multicast nor reserved (RFC 6890 and its successors), nor one that carries an IPv4 address
    /// inside (mapped, NAT64, 6to4, Teredo), nor a cloud's own server of a machine's data.
    /// </summary>
    public static bool Is(IPAddress given)
    {
        var address = Plain(given);
        return !Reserved.Any(network => network.Contains(address));
    }

    /// <summary>A mapped IPv4 address as what it is.</summary>
    public static IPAddress Plain(IPAddress address) => address.IsIPv4MappedToIPv6 ? address.MapToIPv4() : address;

    private static readonly ImmutableArray<IPNetwork> Reserved =
    [
        .. new[]
        {
            "0.0.0.0/8", "10.0.0.0/8", "100.64.0.0/10", "127.0.0.0/8", "169.254.0.0/16", "172.16.0.0/12", "192.0.0.0/24", "192.0.2.0/24",
            "192.88.99.0/24", "192.168.0.0/16", "198.18.0.0/15", "198.51.100.0/24", "203.0.113.0/24", "224.0.0.0/4", "240.0.0.0/4",
            // Azure's, a public address by its number alone.
            "168.63.129.16/32",
            // IPv6 that is not global unicast, and what carries an IPv4 address inside.
            "::/3", "4000::/2", "8000::/1", "2001::/23", "2001:db8::/32", "2002::/16", "3fff::/20",
        }.Select(text => IPNetwork.Parse(text)),
    ];
}
