using System.Text;
using Orleans.Runtime.Placement;
using OrleansTrader.Grains;

namespace OrleansTrader.ClusterRuntime.Placement;

/// <summary>Finds a tenant's silo: of all that can host the grain the one whose hash with the tenant's name is the highest.</summary>
internal sealed class TenantPlacementDirector : IPlacementDirector
{
    public Task<SiloAddress> OnAddActivation(PlacementStrategy strategy, PlacementTarget target, IPlacementContext context)
    {
        var silos = context.GetCompatibleSilos(target);
        if (IPlacementDirector.GetPlacementHint(target.RequestContextData, silos) is { } hint)
            return Task.FromResult(hint);
        var key = target.GrainIdentity.Key.ToString() ?? string.Empty;
        return Task.FromResult(HomeOf(GrainKeys.TenantOf(key), silos));
    }

    /// <param name="silos">At least one; in any order. They count by their end points: a silo that comes back gets its tenants back.</param>
    public static SiloAddress HomeOf(ReadOnlySpan<char> tenant, IReadOnlyList<SiloAddress> silos)
    {
        var seed = Hash(0xCBF29CE484222325, tenant);
        var (home, best) = (silos[0], 0UL);
        foreach (var silo in silos)
        {
            var weight = Mix(Hash(seed, silo.Endpoint.ToString()));
            if (weight > best || (weight == best && silo.CompareTo(home) < 0))
                (home, best) = (silo, weight);
        }

        return home;
    }

    // FNV-1a over UTF-8: the same on every silo, whatever the machine.
    private static ulong Hash(ulong state, ReadOnlySpan<char> text)
    {
        Span<byte> bytes = stackalloc byte[Encoding.UTF8.GetMaxByteCount(text.Length)];
        foreach (var value in bytes[..Encoding.UTF8.GetBytes(text, bytes)])
            state = (state ^ value) * 0x100000001B3;
        return state;
    }

    // FNV's last bytes hardly reach the high bits, which decide: the finaliser of MurmurHash3 spreads them.
    private static ulong Mix(ulong value)
    {
        value = (value ^ (value >> 33)) * 0xFF51AFD7ED558CCD;
        value = (value ^ (value >> 33)) * 0xC4CEB9FE1A85EC53;
        return value ^ (value >> 33);
    }
}
