using System.Net.Security;
using System.Net.Sockets;
using System.Security.Authentication;
using System.Security.Cryptography.X509Certificates;

namespace OrleansTrader.ClusterRuntime.Peers;

/// <summary>
/// Tries, before anything else starts, the connection that a process of a cluster will need. Of certificates that do not fit Orleans tells
/// a silo only that others were silent, until they vote it out and it falls; a client would wait for ever.
/// </summary>
public static class PeerGreeting
{
    /// <summary>A silo that takes longer tells nothing, in seconds: the runtime finds out by itself.</summary>
    private const int AnswerSecondsMax = 5;

    /// <summary>So long a silo may take to say its first word, or to hang up, in seconds.</summary>
    private const int FirstWordSecondsMax = 2;

    /// <param name="isClient">Whether this process will use the silos' gateways, not their own ports.</param>
    /// <param name="own">This process's certificate; null where it has none.</param>
    /// <param name="faultOf">Why a certificate is not one of the cluster's; null where it is one.</param>
    /// <returns>Null, or why this process and a silo would not understand each other, in one line.</returns>
    public static async Task<string?> Refusal(
        IEnumerable<ActiveSilo> silos, bool isClient, X509Certificate2? own, Func<X509Certificate2, string?> faultOf, CancellationToken cancellation)
    {
        var answers = await Task.WhenAll(silos.Select(silo => own is null
            ? WithoutCertificate(silo, cancellation)
            : WithCertificate(silo, isClient ? silo.GatewayPort : silo.Port, own, faultOf, cancellation)));
        return answers.FirstOrDefault(static answer => answer is not null);
    }

    private static async Task<string?> WithCertificate(
        ActiveSilo silo, int port, X509Certificate2 own, Func<X509Certificate2, string?> faultOf, CancellationToken cancellation)
    {
        string? fault = null;
        return await Reached(silo, port, cancellation, async (stream, bound) =>
        {
            await using var secured = new SslStream(stream, leaveInnerStreamOpen: true, (_, shown, _, _) =>
                shown is not null && (fault = faultOf(X509CertificateLoader.LoadCertificate(shown.GetRawCertData()))) is null);
            try
            {
                await secured.AuthenticateAsClientAsync(new SslClientAuthenticationOptions { TargetHost = "trader-silo", ClientCertificates = [own] }, bound);
            }
            catch (AuthenticationException)
            {
                return fault is null
                    ? $"{silo} does not speak TLS: every process of a cluster has Cluster__Tls set, or none"
                    : $"{silo} shows a certificate that {fault}: both need certificates of one authority (Cluster__Tls)";
            }

            if (await FirstWord(secured, bound) is FirstWordOf.HungUp)
                return $"{silo} does not trust this process's certificate: both need certificates of one authority (Cluster__Tls); its log has the reason";

            // A farewell: without it a silo would keep the connection until its end, and wait for it then.
            await secured.ShutdownAsync();
            return null;
        });
    }

    // A silo without TLS speaks first. One that stays silent may be slow, or wait for what only a process with certificates says.
    private static async Task<string?> WithoutCertificate(ActiveSilo silo, CancellationToken cancellation)
    {
        var isPlain = false;
        await Reached(silo, silo.Port, cancellation, async (stream, bound) =>
        {
            isPlain = await FirstWord(stream, bound) is FirstWordOf.Said;
            return null;
        });
        if (isPlain)
            return null;
        var showsCertificate = false;
        return await Reached(silo, silo.Port, cancellation, async (stream, bound) =>
        {
            await using var secured = new SslStream(stream, leaveInnerStreamOpen: true, (_, shown, _, _) =>
            {
                showsCertificate = shown is not null;
                return false;
            });
            try
            {
                await secured.AuthenticateAsClientAsync(new SslClientAuthenticationOptions { TargetHost = "trader-silo" }, bound);
            }
            catch (AuthenticationException)
            {
                // Told by what was shown.
            }

            return showsCertificate
                ? $"{silo} speaks TLS, and this process has no certificate: set Cluster__Tls__Certificate, Cluster__Tls__Key and Cluster__Tls__Authority"
                : null;
        });
    }

    private static async Task<FirstWordOf> FirstWord(Stream stream, CancellationToken bound)
    {
        using var shorter = CancellationTokenSource.CreateLinkedTokenSource(bound);
        shorter.CancelAfter(TimeSpan.FromSeconds(FirstWordSecondsMax));
        try
        {
            return await stream.ReadAsync(new byte[1], shorter.Token) > 0 ? FirstWordOf.Said : FirstWordOf.HungUp;
        }
        catch (IOException)
        {
            return FirstWordOf.HungUp;
        }
        catch (OperationCanceledException) when (!bound.IsCancellationRequested)
        {
            return FirstWordOf.None;
        }
    }

    /// <returns>What was found out; null where the silo cannot be reached or takes too long.</returns>
    private static async Task<string?> Reached(ActiveSilo silo, int port, CancellationToken cancellation, Func<Stream, CancellationToken, Task<string?>> find)
    {
        using var bound = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        bound.CancelAfter(TimeSpan.FromSeconds(AnswerSecondsMax));
        try
        {
            using var client = new TcpClient(silo.Address.AddressFamily);
            await client.ConnectAsync(silo.Address, port, bound.Token);
            return await find(client.GetStream(), bound.Token);
        }
        catch (Exception fault) when (fault is SocketException or IOException || (fault is OperationCanceledException && !cancellation.IsCancellationRequested))
        {
            return null;
        }
    }

    private enum FirstWordOf
    {
        None,
        Said,
        HungUp,
    }
}
