using Microsoft.Extensions.Configuration;
using OrleansTrader.Silo.Options;
using OrleansTrader.Tests.Certificates;

namespace OrleansTrader.Silo.Tests.Options;

public sealed class PeerCertificatesTests : IDisposable
{
    private readonly CertificateAuthority _ours = new(), _theirs = new();

    public void Dispose()
    {
        _ours.Dispose();
        _theirs.Dispose();
    }

    [Fact]
    public void Read_certificateOfTheAuthority_trustsAnotherOfIt()
    {
        var (one, another) = (Read(_ours.Settings("one"))!, Read(_ours.Settings("another"))!);

        Assert.Null(one.FaultOf(another.Own));
        Assert.True(one.Own.HasPrivateKey);
    }

    [Fact]
    public void FaultOf_certificateOfAnotherAuthority_saysSo() =>
        Assert.Equal("was not issued by the authority of Cluster__Tls__Authority", Read(_ours.Settings("one"))!.FaultOf(Read(_theirs.Settings("stranger"))!.Own));

    [Fact]
    public void Read_certificateThatEnded_isRefusedWithItsEnd()
    {
        var refusal = Refusal(_ours.Settings("old", from: new(2025, 1, 1, 0, 0, 0, TimeSpan.Zero), until: new(2025, 2, 1, 0, 0, 0, TimeSpan.Zero)));

        Assert.Contains("old.crt' ended on 2025-02-01 00:00 UTC", refusal, StringComparison.Ordinal);
        Assert.Contains("infra/certificates.sh", refusal, StringComparison.Ordinal);
    }

    [Fact]
    public void Read_certificateOfTheFuture_isRefusedWithItsBegin() =>
        Assert.Contains("is in force only from", Refusal(_ours.Settings("young", from: DateTimeOffset.UtcNow.AddDays(1), until: DateTimeOffset.UtcNow.AddDays(2))), StringComparison.Ordinal);

    [Fact]
    public void Read_certificateForAPageAlone_isRefused() =>
        Assert.Contains("is not for both ends of TLS", Refusal(_ours.Settings("page", isClientToo: false)), StringComparison.Ordinal);

    [Fact]
    public void Read_ownCertificateOfAnotherAuthority_isRefused()
    {
        var settings = _ours.Settings("one");
        settings["Cluster__Tls__Authority"] = _theirs.Authority;

        Assert.Contains("was not issued by the authority", Refusal(settings), StringComparison.Ordinal);
    }

    [Fact]
    public void Read_keyOfAnotherCertificate_isRefusedWithBothNames()
    {
        var settings = _ours.Settings("one");
        settings["Cluster__Tls__Key"] = _ours.Settings("another")["Cluster__Tls__Key"];

        Assert.Contains("another.key' is not the key of Cluster__Tls__Certificate", Refusal(settings), StringComparison.Ordinal);
    }

    [Fact]
    public void Read_halfSet_isRefused()
    {
        var settings = _ours.Settings("one");
        settings.Remove("Cluster__Tls__Key");

        Assert.Contains("half set", Refusal(settings), StringComparison.Ordinal);
    }

    [Fact]
    public void Read_fileThatIsMissing_isRefused()
    {
        var settings = _ours.Settings("one");
        settings["Cluster__Tls__Certificate"] += ".missing";

        Assert.Contains("Cluster__Tls cannot be read", Refusal(settings), StringComparison.Ordinal);
    }

    [Fact]
    public void Read_addressOffLoopbackWithoutCertificates_isRefused()
    {
        var refusal = Assert.Throws<StartupException>(() => ClusterSettings.Read(Configuration([new("Cluster__Address", "10.1.2.3")])));

        Assert.Contains("Cluster__Tls is not set", refusal.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Read_nothingSetOnLoopback_needsNoCertificates() => Assert.Null(ClusterSettings.Read(Configuration([])).Peers);

    private static string Refusal(IEnumerable<KeyValuePair<string, string>> settings) => Assert.Throws<StartupException>(() => Read(settings)).Message;

    private static PeerCertificates? Read(IEnumerable<KeyValuePair<string, string>> settings) => ClusterSettings.Read(Configuration(settings)).Peers;

    private static IConfiguration Configuration(IEnumerable<KeyValuePair<string, string>> settings) => new ConfigurationBuilder()
        .AddInMemoryCollection(settings.Select(static pair => KeyValuePair.Create(pair.Key.Replace("__", ":", StringComparison.Ordinal), (string?)pair.Value))).Build();
}
