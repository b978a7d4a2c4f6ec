using System.Net;
using System.Net.Sockets;

namespace OrleansTrader.LanguageModels.Egress;

/// <summary>The addresses of a name, as <see cref="Dns.GetHostAddressesAsync(string, AddressFamily, CancellationToken)"/> gives them.</summary>
public delegate Task<IPAddress[]> AddressLookup(string host, AddressFamily family, CancellationToken cancellation);

/// <summary>
/// A connection to an address that was looked at: the name is resolved once, for this connection, and only what is allowed of its addresses is
/// connected to, so that a name that changes its mind in between gains nothing.
/// </summary>
public static class GuardedConnection
{
    /// <param name="refusal">What is said where no address is allowed.</param>
    /// <exception cref="HttpRequestException">No address of the name is allowed.</exception>
    public static async ValueTask<Stream> Open(
        DnsEndPoint target, Func<IPAddress, bool> allows, string refusal, AddressLookup lookup, CancellationToken cancellation)
    {
        var found = await lookup(target.Host, target.AddressFamily, cancellation);
        var allowed = found.Where(allows).ToArray();
        if (allowed.Length == 0)
            throw new HttpRequestException(HttpRequestError.ConnectionError, refusal);
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

    /// <summary>What is said of a host that no tenant may name.</summary>
    public static string PrivateHost(string host) =>
        $"'{host}' leads to this machine or a private network, which is not asked on a tenant's word: the operator may list it";
}
