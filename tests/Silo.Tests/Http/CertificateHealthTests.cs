using Microsoft.Extensions.Configuration;
using OrleansTrader.Silo.Http.Health;
using OrleansTrader.Silo.Options;
using OrleansTrader.Tests.Certificates;

namespace OrleansTrader.Silo.Tests.Http;

public sealed class CertificateHealthTests : IDisposable
{
    private readonly CertificateAuthority _authority = new();

    public void Dispose() => _authority.Dispose();

    [Theory]
    [InlineData(60, "valid")]
    [InlineData(14, "valid")]
    [InlineData(13, "ending")]
    [InlineData(-1, "ended")]
    public void Look_daysBeforeTheEnd_saysSoAndStaysReady(int days, string state)
    {
        var peers = Peers(DateTimeOffset.UtcNow.AddDays(30));

        var health = new CertificateHealth(peers, new Clock(peers.Ends.AddDays(-days))).Look();

        Assert.Equal(("certificate", true, state), (health.Name, health.IsReady, health.State));
        Assert.Equal(state is "valid", health.Detail is null);
        if (health.Detail is not null)
            Assert.Contains($"{peers.Ends:yyyy-MM-dd HH:mm} UTC", health.Detail, StringComparison.Ordinal);
    }

    [Fact]
    public void Ends_isTheEarlierOfOwnAndAuthority()
    {
        var until = DateTimeOffset.UtcNow.AddDays(30);
        var peers = Peers(until);
        Assert.InRange(peers.Ends, until.AddSeconds(-2), until);
        Assert.Equal(peers.Ends, new PeerCertificates(Own: peers.Authority[0], Authority: [peers.Own]).Ends);
    }

    private PeerCertificates Peers(DateTimeOffset until) => ClusterSettings.Read(new ConfigurationBuilder()
        .AddInMemoryCollection(_authority.Settings("one", until: until).Select(static pair => KeyValuePair.Create(pair.Key.Replace("__", ":", StringComparison.Ordinal), (string?)pair.Value)))
        .Build()).Peers!;

    private sealed class Clock(DateTimeOffset now) : TimeProvider
    {
        public override DateTimeOffset GetUtcNow() => now;
    }
}
