using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace OrleansTrader.Trading.Signals.Sources;

/// <summary>
/// The signature of an alert: HMAC-SHA256, keyed with the source's secret as UTF-8, over the text of <c>X-Timestamp</c>, a point, and the body;
/// hex, with or without <c>sha256=</c> before it. The timestamp counts whole seconds since 1970 and may be five minutes off to either side.
/// </summary>
public static class SourceSignature
{
    public const string Header = "X-Signature", TimestampHeader = "X-Timestamp";

    public const int WindowSeconds = 300;

    /// <summary>Longest timestamp, in characters.</summary>
    private const int TimestampLengthMax = 12;

    private const string Scheme = "sha256=";

    /// <summary>Whether the signature fits, and its time is now. The comparison takes the same time whatever the signature.</summary>
    public static bool Fits(ReadOnlySpan<byte> secret, string? signature, string? timestamp, ReadOnlySpan<byte> body, DateTimeOffset now)
    {
        Span<byte> expected = stackalloc byte[HMACSHA256.HashSizeInBytes];
        Make(secret, timestamp ?? string.Empty, body, expected);
        Span<byte> shown = stackalloc byte[HMACSHA256.HashSizeInBytes];
        var isHex = TryRead(signature, shown);
        return CryptographicOperations.FixedTimeEquals(expected, shown) & isHex & IsNow(timestamp, now);
    }

    /// <summary>The signature that fits, in hex.</summary>
    public static string Of(string secret, string timestamp, ReadOnlySpan<byte> body)
    {
        Span<byte> made = stackalloc byte[HMACSHA256.HashSizeInBytes];
        Make(Encoding.UTF8.GetBytes(secret), timestamp, body, made);
        return Convert.ToHexStringLower(made);
    }

    private static void Make(ReadOnlySpan<byte> secret, string timestamp, ReadOnlySpan<byte> body, Span<byte> into)
    {
        using var hmac = IncrementalHash.CreateHMAC(HashAlgorithmName.SHA256, secret);
        hmac.AppendData(Encoding.UTF8.GetBytes(timestamp.Length <= TimestampLengthMax ? timestamp : string.Empty));
        hmac.AppendData("."u8);
        hmac.AppendData(body);
        hmac.GetHashAndReset(into);
    }

    private static bool TryRead(string? signature, Span<byte> into)
    {
        var hex = signature.AsSpan();
        if (hex.StartsWith(Scheme, StringComparison.OrdinalIgnoreCase))
            hex = hex[Scheme.Length..];
        return hex.Length == HMACSHA256.HashSizeInBytes * 2 && Convert.FromHexString(hex, into, out _, out _) == System.Buffers.OperationStatus.Done;
    }

    private static bool IsNow(string? timestamp, DateTimeOffset now) =>
        timestamp is { Length: <= TimestampLengthMax } && long.TryParse(timestamp, NumberStyles.None, CultureInfo.InvariantCulture, out var seconds)
        && Math.Abs(seconds - now.ToUnixTimeSeconds()) <= WindowSeconds;
}
