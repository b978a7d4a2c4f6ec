using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace OrleansTrader.Tests.Certificates;

/// <summary>An authority with certificates of its own, for as long as a test runs: PEM files in a temporary directory.</summary>
internal sealed class CertificateAuthority : IDisposable
{
    private const string ServerUse = "1.3.6.1.5.5.7.3.1", ClientUse = "1.3.6.1.5.5.7.3.2";

    private readonly DirectoryInfo _directory = Directory.CreateTempSubdirectory("trader-authority-");
    private readonly X509Certificate2 _own;

    public CertificateAuthority()
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest("CN=authority of a test", key, HashAlgorithmName.SHA256);
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(certificateAuthority: true, hasPathLengthConstraint: true, pathLengthConstraint: 0, critical: true));
        request.CertificateExtensions.Add(new X509KeyUsageExtension(X509KeyUsageFlags.KeyCertSign | X509KeyUsageFlags.CrlSign, critical: true));
        _own = request.CreateSelfSigned(DateTimeOffset.UtcNow.AddYears(-5), DateTimeOffset.UtcNow.AddYears(5));
        Authority = Write("authority.crt", _own.ExportCertificatePem());
    }

    /// <summary>PEM file of the authority's certificate.</summary>
    public string Authority { get; }

    /// <summary>The section <c>Cluster:Tls</c> of a process with a new certificate of this authority.</summary>
    public Dictionary<string, string> Settings(string name, DateTimeOffset? from = null, DateTimeOffset? until = null, bool isClientToo = true)
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest($"CN={name}", key, HashAlgorithmName.SHA256);
        var uses = new OidCollection { new Oid(ServerUse) };
        if (isClientToo)
            uses.Add(new Oid(ClientUse));
        request.CertificateExtensions.Add(new X509EnhancedKeyUsageExtension(uses, critical: false));
        using var issued = request.Create(_own, from ?? DateTimeOffset.UtcNow.AddDays(-1), until ?? DateTimeOffset.UtcNow.AddDays(1), RandomNumberGenerator.GetBytes(16));
        return new Dictionary<string, string>(StringComparer.Ordinal)
        {
            ["Cluster__Tls__Certificate"] = Write($"{name}.crt", issued.ExportCertificatePem()),
            ["Cluster__Tls__Key"] = Write($"{name}.key", key.ExportPkcs8PrivateKeyPem()),
            ["Cluster__Tls__Authority"] = Authority,
        };
    }

    public void Dispose()
    {
        _own.Dispose();
        _directory.Delete(recursive: true);
    }

    private string Write(string name, string text)
    {
        var path = Path.Combine(_directory.FullName, name);
        File.WriteAllText(path, text);
        return path;
    }
}
