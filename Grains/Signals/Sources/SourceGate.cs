using System.Collections.Immutable;
using System.Net;
using System.Security.Cryptography;
using System.Text;
using OrleansTrader.Trading.Signals.Sources;

namespace OrleansTrader.Grains.Signals.Sources;

/// <summary>
/// Whether an alert comes from whom the source knows. Every alert is compared with two secrets, whether there are two or none, and every
/// comparison takes the same time: what is not there is compared with something that opens nothing.
/// </summary>
internal sealed class SourceGate
{
    private const int HashLength = 64;

    // What stands in the place of a secret that is not there; it opens nothing, whoever knows it.
    private static readonly byte[] NoSecret = new byte[32];
    private static readonly byte[] NoHash = Encoding.ASCII.GetBytes(new string('-', HashLength));

    private readonly SourceAuthentication _authentication;
    private readonly bool _isOpen;
    private readonly (byte[] Key, DateTimeOffset Until)[] _keys;
    private readonly ImmutableArray<IPNetwork> _from;

    private SourceGate(SourceAuthentication authentication, bool isOpen, (byte[] Key, DateTimeOffset Until)[] keys, ImmutableArray<IPNetwork> from) =>
        (_authentication, _isOpen, _keys, _from) = (authentication, isOpen, keys, from);

    /// <summary>The gate of a source that is not there: nobody passes.</summary>
    public static SourceGate Shut { get; } = new(SourceAuthentication.Signature, isOpen: false, [(NoSecret, default), (NoSecret, default)], []);

    /// <param name="open">Opens what is sealed; null where it cannot.</param>
    public static SourceGate Of(SourceRecord record, Func<string, string?> open)
    {
        if (record.Config is not { } config)
            return Shut;
        var isSigned = config.Authentication == SourceAuthentication.Signature;
        (byte[] Key, DateTimeOffset Until) KeyOf(SourceLock? known, DateTimeOffset until)
        {
            if (!isSigned)
                return known is null ? (NoHash, default) : (Encoding.ASCII.GetBytes(known.Text), until);
            return known is not null && open(known.Text) is { } secret ? (Encoding.UTF8.GetBytes(secret), until) : (NoSecret, default);
        }

        return new SourceGate(
            config.Authentication, config.IsOn, [KeyOf(record.Lock, DateTimeOffset.MaxValue), KeyOf(record.Previous, record.PreviousUntil)],
            [.. config.Addresses.Select(static text => Network(text)!.Value)]);
    }

    /// <summary>An address or a network as a source lists it; null where the text is none.</summary>
    public static IPNetwork? Network(string text) =>
        IPAddress.TryParse(text, out var address) ? new IPNetwork(address, address.GetAddressBytes().Length * 8)
        : IPNetwork.TryParse(text, out var network) ? network
        : null;

    /// <summary>The text by which a secret is found again: sealed where it must be known to check a signature, else its hash.</summary>
    public static string HashOf(string secret) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(secret)));

    public bool Admits(AlertRequest request, Alert alert, ReadOnlySpan<byte> body, DateTimeOffset now)
    {
        var fits = false;
        var shown = Encoding.ASCII.GetBytes(HashOf((_authentication == SourceAuthentication.PathToken ? request.Token : alert.Secret) ?? string.Empty));
        foreach (var (key, until) in _keys)
        {
            var isIt = _authentication == SourceAuthentication.Signature
                ? SourceSignature.Fits(key, request.Signature, request.Timestamp, body, now)
                : CryptographicOperations.FixedTimeEquals(key, shown);
            fits |= isIt & now < until;
        }

        return fits & _isOpen & IsFrom(request.From);
    }

    private bool IsFrom(string from)
    {
        if (_from.IsEmpty)
            return true;
        if (!IPAddress.TryParse(from, out var address))
            return false;
        var plain = address.IsIPv4MappedToIPv6 ? address.MapToIPv4() : address;
        return _from.Any(network => network.Contains(plain));
    }
}
