using System.Net;

namespace OrleansTrader.ClusterRuntime.Peers;

/// <summary>A silo that the cluster's table calls active.</summary>
/// <param name="Port">For other silos.</param>
/// <param name="GatewayPort">For clients.</param>
public sealed record ActiveSilo(string Name, IPAddress Address, int Port, int GatewayPort)
{
    public override string ToString() => $"{Name} at {Address}";
}
