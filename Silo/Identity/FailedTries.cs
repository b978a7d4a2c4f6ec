using System.Net;
using System.Net.Sockets;

namespace OrleansTrader.Silo.Identity;

/// <summary>Wrong keys and passwords by the client's address, whoever they were for. After many, nothing that the address shows is looked at for a while.</summary>
internal sealed class FailedTries
{
    public const int FailuresMax = 30;

    public static readonly TimeSpan Window = TimeSpan.FromMinutes(15);

    /// <summary>Most addresses that are counted; then the oldest is forgotten.</summary>
    private const int AddressesMax = 10_000;

    /// <summary>Half of an IPv6 address names a network; whoever has one has all of its addresses.</summary>
    private const int NetworkBytes = 8;

    private static readonly object BlockedKey = new();

    private readonly Dictionary<string, (int Failures, DateTimeOffset Since)> _counts = new(StringComparer.Ordinal);
    private readonly Lock _lock = new();

    /// <summary>When the address is looked at again; null for now.</summary>
    public DateTimeOffset? BlockedUntil(string address, DateTimeOffset now)
    {
        lock (_lock)
            return _counts.TryGetValue(Network(address), out var count) && count.Failures >= FailuresMax && now < count.Since + Window ? count.Since + Window : null;
    }

    public void Add(string address, DateTimeOffset now)
    {
        var network = Network(address);
        lock (_lock)
        {
            var isKnown = _counts.TryGetValue(network, out var count);
            if (!isKnown && _counts.Count >= AddressesMax)
                _counts.Remove(_counts.MinBy(static pair => pair.Value.Since).Key);
            _counts[network] = isKnown && now < count.Since + Window ? (count.Failures + 1, count.Since) : (1, now);
        }
    }

    /// <summary>Counts an attempt before it is judged, so that many at once do not pass together; or says when the address is looked at again.</summary>
    public DateTimeOffset? Begin(string address, DateTimeOffset now)
    {
        lock (_lock)
        {
            if (BlockedUntil(address, now) is { } until)
                return until;
            Add(address, now);
            return null;
        }
    }

    /// <summary>An attempt that was counted was none to be counted.</summary>
    public void Forgive(string address)
    {
        var network = Network(address);
        lock (_lock)
        {
            if (_counts.TryGetValue(network, out var count))
                _counts[network] = (Math.Max(0, count.Failures - 1), count.Since);
        }
    }

    /// <summary>Makes the answer 429 instead of 401.</summary>
    public static void Tell(HttpContext context, DateTimeOffset until) => context.Items[BlockedKey] = until;

    public static DateTimeOffset? Told(HttpContext context) => context.Items[BlockedKey] as DateTimeOffset?;

    private static string Network(string address) =>
        IPAddress.TryParse(address, out var parsed) && parsed.AddressFamily == AddressFamily.InterNetworkV6
            ? Convert.ToHexStringLower(parsed.GetAddressBytes().AsSpan(0, NetworkBytes))
            : address;
}
