using System.Net;
using System.Net.Sockets;

namespace OrleansTrader.Service.Tests.Telemetry;

internal static class LoopbackPort
{
    /// <summary>A port that was free a moment ago, for programs that can't be asked for one of their choice.</summary>
    public static int Free()
    {
        using var probe = new TcpListener(IPAddress.Loopback, 0);
        probe.Start();
        return ((IPEndPoint)probe.LocalEndpoint).Port;
    }
}
