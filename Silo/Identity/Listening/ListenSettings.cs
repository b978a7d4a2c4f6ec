using System.Collections.Immutable;
using System.Net;

namespace OrleansTrader.Silo.Identity.Listening;

/// <summary>The section <c>Listen</c>: where pages and API are reached, by whom, and how that is kept private.</summary>
internal sealed record ListenSettings
{
    public const string Section = "Listen";

    private static readonly char[] Dividers = [',', ' '];

    /// <summary>Addresses that are listened on; empty for this machine only, by all its names.</summary>
    public ImmutableArray<IPAddress> Addresses { get; init; } = [];

    /// <summary>What people type to get here, e.g. <c>https://trader.example.org</c>; null for this machine's names.</summary>
    public Uri? PublicUrl { get; init; }

    /// <summary>Further names that a request may be for.</summary>
    public ImmutableArray<string> AllowedHosts { get; init; } = [];

    /// <summary>Proxies whose forwarding headers are believed, by address or network.</summary>
    public ImmutableArray<IPNetwork> KnownProxies { get; init; } = [];

    public CertificateFiles? Certificate { get; init; }

    public bool IsLoopback => Addresses.All(IPAddress.IsLoopback);

    public bool IsBehindProxy => !KnownProxies.IsEmpty;

    public bool HasTls => Certificate is not null;

    /// <summary>Whether everything stays on this machine, in the clear.</summary>
    public bool IsOnlyHere => this is { IsLoopback: true, IsBehindProxy: false, HasTls: false };

    /// <summary>Whether anything is said here at all.</summary>
    public bool IsConfigured => !IsLoopback || IsBehindProxy || HasTls || PublicUrl is not null || !AllowedHosts.IsEmpty;

    /// <exception cref="StartupException">A setting cannot be used, or what is listened on would be open to all who pass.</exception>
    public static ListenSettings Read(IConfiguration configuration)
    {
        var section = configuration.GetSection(Section);
        var settings = new ListenSettings
        {
            Addresses = [.. Texts(section, "Addresses").SelectMany(Address)],
            PublicUrl = Url(section["PublicUrl"]),
            AllowedHosts = [.. Texts(section, "AllowedHosts").Select(Host)],
            KnownProxies = [.. Texts(section, "KnownProxies").Select(Network)],
            Certificate = CertificateFiles.Read(section.GetSection("Certificate")),
        };
        if (settings.IsLoopback)
            return settings;
        if (settings is { HasTls: false, IsBehindProxy: false })
        {
            throw Wrong(
                "Addresses", string.Join(',', settings.Addresses),
                "reaches beyond this machine: give Listen:Certificate:Path, or name the reverse proxy that does TLS in Listen:KnownProxies");
        }

        if (settings.PublicUrl is null && settings.AllowedHosts.IsEmpty)
            throw Wrong("PublicUrl", string.Empty, "give what people type to get here, e.g. https://trader.example.org");
        return settings;
    }

    /// <summary>Whether a request may be for this name.</summary>
    public bool Answers(string host) =>
        (PublicUrl is not null && string.Equals(PublicUrl.Host, host, StringComparison.OrdinalIgnoreCase)) || AllowedHosts.Contains(host, StringComparer.OrdinalIgnoreCase);

    /// <summary>The texts of a list: entries, or one text with commas.</summary>
    private static IEnumerable<string> Texts(IConfigurationSection section, string name)
    {
        var list = section.GetSection(name);
        return list.Value is { } text
            ? text.Split(Dividers, StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries)
            : list.GetChildren().Select(static child => child.Value?.Trim()).OfType<string>().Where(static entry => entry.Length > 0);
    }

    private static IEnumerable<IPAddress> Address(string text) => text.ToLowerInvariant() switch
    {
        "localhost" => [IPAddress.Loopback, IPAddress.IPv6Loopback],
        "*" => [IPAddress.IPv6Any],
        var other => [IPAddress.TryParse(other.Trim('[', ']'), out var address)
            ? address
            : throw Wrong("Addresses", text, "give addresses of this machine, e.g. 127.0.0.1, 10.0.0.5, 0.0.0.0 or * for all")],
    };

    private static Uri? Url(string? text) =>
        string.IsNullOrWhiteSpace(text) ? null
        : Uri.TryCreate(text.Trim(), UriKind.Absolute, out var url) && url.Scheme is "https" or "http" && url is { AbsolutePath: "/", Query: "" }
            && (string.Equals(url.Scheme, "https", StringComparison.Ordinal) || url.IsLoopback)
            ? url
            : throw Wrong("PublicUrl", text, "give scheme and name only, and https beyond this machine, e.g. https://trader.example.org");

    private static string Host(string text) =>
        Uri.CheckHostName(text.Trim('[', ']')) != UriHostNameType.Unknown ? text : throw Wrong("AllowedHosts", text, "give names without scheme and port, e.g. trader.example.org");

    private static IPNetwork Network(string text)
    {
        if (IPAddress.TryParse(text, out var address))
            return new IPNetwork(address, address.GetAddressBytes().Length * 8);
        if (!IPNetwork.TryParse(text, out var network))
            throw Wrong("KnownProxies", text, "give addresses or networks of reverse proxies, e.g. 10.0.0.2 or 172.20.0.0/16");
        return network.PrefixLength > 0 ? network : throw Wrong("KnownProxies", text, "would believe everybody: name the proxies");
    }

    private static StartupException Wrong(string name, string value, string remedy) => new($"{Section}:{name} '{value}': {remedy}");
}
