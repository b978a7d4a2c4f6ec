using System.Globalization;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace OrleansTrader.Silo.Options;

/// <summary>This process's certificate, and the authority whose certificates others must show.</summary>
public sealed record PeerCertificates(X509Certificate2 Own, X509Certificate2Collection Authority)
{
    private const string ServerUse = "1.3.6.1.5.5.7.3.1", ClientUse = "1.3.6.1.5.5.7.3.2";

    /// <summary>From here on no process trusts this one: the own certificate's end, or that of the last authority where it comes first.</summary>
    public DateTimeOffset Ends { get; } = new(new[] { Own.NotAfter, Authority.Max(static one => one.NotAfter) }.Min().ToUniversalTime());

    /// <exception cref="StartupException">Files that cannot be read, or an own certificate that no other process would trust.</exception>
    internal static PeerCertificates? Read(IConfigurationSection section)
    {
        var (certificate, key, authority) = (section["Certificate"], section["Key"], section["Authority"]);
        if (certificate is null && key is null && authority is null)
            return null;
        if (certificate is null || key is null || authority is null)
            throw new StartupException("Cluster__Tls is half set: it needs Certificate, Key and Authority, each a PEM file");
        var peers = Load(certificate, key, authority);
        return peers.FaultOf(peers.Own) is { } fault
            ? throw new StartupException($"Cluster__Tls__Certificate '{certificate}' {fault}: no other process would trust it; make one by infra/certificates.sh, or your authority")
            : peers;
    }

    /// <summary>Why a certificate is not one of the cluster's, as the rest of a sentence; null where it is one.</summary>
    public string? FaultOf(X509Certificate2 shown)
    {
        using var chain = new X509Chain();
        chain.ChainPolicy.TrustMode = X509ChainTrustMode.CustomRootTrust;
        chain.ChainPolicy.CustomTrustStore.AddRange(Authority);
        chain.ChainPolicy.RevocationMode = X509RevocationMode.NoCheck;

        // Each process is both ends. A certificate of the same authority that was made for the page alone is no silo's.
        chain.ChainPolicy.ApplicationPolicy.Add(new Oid(ServerUse));
        chain.ChainPolicy.ApplicationPolicy.Add(new Oid(ClientUse));
        if (chain.Build(shown))
            return null;
        var found = chain.ChainStatus.Aggregate(X509ChainStatusFlags.NoError, static (all, one) => all | one.Status);
        var now = chain.ChainPolicy.VerificationTime;
        return found switch
        {
            _ when found.HasFlag(X509ChainStatusFlags.NotTimeValid) && shown.NotAfter < now => $"ended on {Day(shown.NotAfter)}",
            _ when found.HasFlag(X509ChainStatusFlags.NotTimeValid) && shown.NotBefore > now => $"is in force only from {Day(shown.NotBefore)} on",
            _ when found.HasFlag(X509ChainStatusFlags.PartialChain) || found.HasFlag(X509ChainStatusFlags.UntrustedRoot) || found.HasFlag(X509ChainStatusFlags.NotSignatureValid) =>
                "was not issued by the authority of Cluster__Tls__Authority",
            _ when found.HasFlag(X509ChainStatusFlags.NotValidForUsage) => "is not for both ends of TLS (extended key usage serverAuth and clientAuth)",
            _ => $"is not trusted ({found})",
        };
    }

    private static PeerCertificates Load(string certificate, string key, string authority)
    {
        try
        {
            var trusted = new X509Certificate2Collection();
            trusted.ImportFromPemFile(authority);
            return trusted.Count > 0
                ? new PeerCertificates(X509Certificate2.CreateFromPemFile(certificate, key), trusted)
                : throw new StartupException($"Cluster__Tls__Authority '{authority}' holds no certificate");
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException or CryptographicException)
        {
            throw new StartupException($"Cluster__Tls cannot be read ({fault.Message}): name PEM files that this user may read, the key unencrypted", fault);
        }
        catch (ArgumentException fault)
        {
            throw new StartupException($"Cluster__Tls__Key '{key}' is not the key of Cluster__Tls__Certificate '{certificate}': name two that were made together", fault);
        }
    }

    private static string Day(DateTime instant) => instant.ToUniversalTime().ToString("yyyy-MM-dd HH:mm 'UTC'", CultureInfo.InvariantCulture);
}
