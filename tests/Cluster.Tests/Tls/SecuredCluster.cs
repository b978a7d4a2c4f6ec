using System.Net;
using System.Net.NetworkInformation;
using System.Net.Sockets;
using OrleansTrader.ClusterTests.Fixture;
using OrleansTrader.Tests.Certificates;

namespace OrleansTrader.ClusterTests.Tls;

/// <summary>Two silos and a dashboard that know each other by certificates; the second silo answers off loopback where this machine has such an address.</summary>
public sealed class SecuredCluster : IAsyncLifetime
{
    private Processes? _processes;

    internal CertificateAuthority Ours { get; } = new();

    internal CertificateAuthority Theirs { get; } = new();

    /// <summary>Skips the test where no cluster can be started.</summary>
    internal Processes Processes
    {
        get
        {
            Assert.SkipWhen(_processes is null, Processes.Missing ?? string.Empty);
            return _processes;
        }
    }

    public async ValueTask InitializeAsync()
    {
        if (Processes.Missing is not null)
            return;
        var settings = new Dictionary<string, string>(Ours.Settings("ours"), StringComparer.Ordinal) { ["SYMBOLS"] = "BTC-USDT", ["Cluster__Address"] = "127.0.0.1" };
        _processes = await Processes.Up(1, settings);
        await _processes.Run(new Dictionary<string, string>(StringComparer.Ordinal) { ["Cluster__Address"] = OwnAddress().ToString() }, "add");
    }

    public async ValueTask DisposeAsync()
    {
        if (_processes is not null)
            await _processes.DisposeAsync();
        Ours.Dispose();
        Theirs.Dispose();
    }

    private static IPAddress OwnAddress() => NetworkInterface.GetAllNetworkInterfaces()
        .Where(static network => network.OperationalStatus == OperationalStatus.Up)
        .SelectMany(static network => network.GetIPProperties().UnicastAddresses)
        .Select(static unicast => unicast.Address)
        .FirstOrDefault(static address => address.AddressFamily == AddressFamily.InterNetwork && !IPAddress.IsLoopback(address)) ?? IPAddress.Loopback;
}
