using System.Globalization;
using OrleansTrader.Silo.Options;

namespace OrleansTrader.Silo.Http.Health;

/// <summary>
/// How long the certificate lasts that this process shows to others of its cluster. It was read at the start, so that a new file needs a
/// restart. Never unready for it: what is connected stays so, and nobody else could serve in its place.
/// </summary>
internal sealed class CertificateHealth(PeerCertificates peers, TimeProvider time) : IHealthPart
{
    /// <summary>Days before its end from which on health speaks of it.</summary>
    public const int DaysMin = 14;

    private const string Name = "certificate";

    /// <summary>Time until no other process trusts this one any more; negative after it.</summary>
    public TimeSpan Left => peers.Ends - time.GetUtcNow();

    public static void Add(IServiceCollection services, PeerCertificates? peers)
    {
        if (peers is null)
            return;
        services.AddSingleton(new CertificateHealth(peers, TimeProvider.System));
        services.AddSingleton<IHealthPart>(static provider => provider.GetRequiredService<CertificateHealth>());
    }

    public ComponentHealth Look()
    {
        var left = Left;
        if (left.TotalDays >= DaysMin)
            return new ComponentHealth(Name, IsReady: true, "valid", Detail: null);
        var state = left > TimeSpan.Zero ? "ending" : "ended";
        return new ComponentHealth(Name, IsReady: true, state, string.Create(
            CultureInfo.InvariantCulture,
            $"the certificate of Cluster__Tls {(left > TimeSpan.Zero ? "ends" : "ended")} on {peers.Ends:yyyy-MM-dd HH:mm} UTC, and then no process of the cluster lets this one in: make a new one (infra/certificates.sh) and restart silo by silo"));
    }
}
