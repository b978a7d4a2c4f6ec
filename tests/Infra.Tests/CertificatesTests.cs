using System.Security.Cryptography.X509Certificates;

namespace OrleansTrader.Infra.Tests;

public sealed class CertificatesTests : IDisposable
{
    private readonly string _directory = Path.Combine(Path.GetTempPath(), $"certificates-{Guid.NewGuid():N}");

    public void Dispose()
    {
        if (Directory.Exists(_directory))
            Directory.Delete(_directory, recursive: true);
    }

    [Fact]
    public async Task Script_makesWhatComposeTakes_once()
    {
        Installed.Need("openssl");
        var (exitCode, output) = await Make();
        Assert.True(exitCode == 0, output);
        var wanted = Yaml.Read("infra/compose.yaml")[0]["secrets"].Values.Select(static secret => Path.GetFileName(secret["file"].Text!));
        Assert.All(wanted, name => Assert.True(File.Exists(Path.Combine(_directory, name)), name));
        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute, File.GetUnixFileMode(_directory));

        using var authority = X509CertificateLoader.LoadCertificateFromFile(Path.Combine(_directory, "authority.crt"));
        foreach (var name in new[] { "web", "peer" })
        {
            using var certificate = X509Certificate2.CreateFromPemFile(Path.Combine(_directory, name + ".crt"), Path.Combine(_directory, name + ".key"));
            Assert.True(certificate.HasPrivateKey);
            using var chain = new X509Chain();
            chain.ChainPolicy.TrustMode = X509ChainTrustMode.CustomRootTrust;
            chain.ChainPolicy.CustomTrustStore.Add(authority);
            chain.ChainPolicy.RevocationMode = X509RevocationMode.NoCheck;
            Assert.True(chain.Build(certificate), name);
            Assert.True(name == "peer" || certificate.MatchesHostname("trader.example.org"));
        }

        Assert.Contains("alert_webhook, which leads nowhere", output, StringComparison.Ordinal);
        var before = Directory.GetFiles(_directory).ToDictionary(static file => file, File.ReadAllText);
        Assert.Equal(0, (await Make()).ExitCode);
        Assert.Equal(before, Directory.GetFiles(_directory).ToDictionary(static file => file, File.ReadAllText));
    }

    private Task<(int ExitCode, string Output)> Make() =>
        Installed.Run("bash", Repository.Root, "infra/certificates.sh", _directory, "trader.example.org");
}
