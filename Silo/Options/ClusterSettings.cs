using System.Globalization;
using System.Net;

namespace OrleansTrader.Silo.Options;

/// <summary>How a process finds its cluster: the section <c>Cluster</c> of the settings, checked.</summary>
public sealed record ClusterSettings
{
    public const string Section = "Cluster";

    private const int SiloPortDefault = 11_111, GatewayPortDefault = 30_000;

    private const int PortMax = 65_535;

    /// <summary>What people call this process; null where nobody said.</summary>
    public string? Process { get; init; }

    /// <summary>Names the state and reminders of grains; never changes.</summary>
    public required string ServiceId { get; init; }

    /// <summary>Names the silos that belong together; one database serves one cluster.</summary>
    public required string ClusterId { get; init; }

    /// <summary>Where other processes reach this silo, and where it listens.</summary>
    public required IPAddress Address { get; init; }

    /// <summary>Port for other silos.</summary>
    public required int SiloPort { get; init; }

    /// <summary>Port for dashboards and other clients.</summary>
    public required int GatewayPort { get; init; }

    /// <summary>Secures every connection between processes, both ends known by certificates of one authority; null on loopback only.</summary>
    public PeerCertificates? Peers { get; init; }

    /// <exception cref="StartupException">A value that cannot be, or an address off loopback without certificates.</exception>
    public static ClusterSettings Read(IConfiguration configuration)
    {
        var section = configuration.GetSection(Section);
        var address = OwnAddress(section);
        var peers = PeerCertificates.Read(section.GetSection("Tls"));
        if (peers is null && !IPAddress.IsLoopback(address))
        {
            throw new StartupException(
                $"Cluster__Address {address} is not loopback, and Cluster__Tls is not set: processes off loopback know each other by certificates; "
                + "set Cluster__Tls__Certificate, Cluster__Tls__Key and Cluster__Tls__Authority (PEM files)");
        }

        return new ClusterSettings
        {
            Process = ProcessOf(configuration),
            ServiceId = Name(section, nameof(ServiceId), "orleans-trader"),
            ClusterId = Name(section, nameof(ClusterId), "main"),
            Address = address,
            SiloPort = Port(section, nameof(SiloPort), SiloPortDefault),
            GatewayPort = Port(section, nameof(GatewayPort), GatewayPortDefault),
            Peers = peers,
        };
    }

    /// <summary>What people call this process; null where nobody said.</summary>
    /// <exception cref="StartupException">A name that cannot be.</exception>
    public static string? ProcessOf(IConfiguration configuration) =>
        Name(configuration.GetSection(Section), "Name", string.Empty) is { Length: > 0 } name ? name : null;

    private static IPAddress OwnAddress(IConfigurationSection section)
    {
        var text = section["Address"];
        if (string.IsNullOrWhiteSpace(text))
            return IPAddress.Loopback;
        return IPAddress.TryParse(text, out var address) && !address.Equals(IPAddress.Any) && !address.Equals(IPAddress.IPv6Any)
            ? address
            : throw new StartupException($"Cluster__Address '{text}' is no address that others can reach: write this machine's, e.g. 10.0.0.5");
    }

    private static string Name(IConfigurationSection section, string name, string otherwise)
    {
        const int LengthMax = 100;
        var text = section[name];
        if (string.IsNullOrWhiteSpace(text))
            return otherwise;
        return text.Length <= LengthMax && text.All(static letter => char.IsAsciiLetterOrDigit(letter) || letter is '-' or '_' or '.')
            ? text
            : throw new StartupException($"{Section}__{name} '{text}' is no name: write 1 to {LengthMax} letters, digits, dashes, dots and underscores");
    }

    private static int Port(IConfigurationSection section, string name, int otherwise)
    {
        var text = section[name];
        if (string.IsNullOrWhiteSpace(text))
            return otherwise;
        return int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var port) && port is > 0 and <= PortMax
            ? port
            : throw new StartupException($"{Section}__{name} '{text}' is no port: write 1 to {PortMax}");
    }
}
