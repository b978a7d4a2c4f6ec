using System.Security.Cryptography;
using System.Text;

namespace OrleansTrader.Trading.Signals.Sources;

/// <summary>Ids of signals: the same alert has the same one, so that it is the same signal however often it is sent.</summary>
public static class SignalIds
{
    /// <summary>Characters of an id.</summary>
    public const int Length = 32;

    /// <summary>The first 32 characters of SHA-256 over source, a line feed, and the alert's own id, or its body where it has none; lower-case hex.</summary>
    public static string Of(string source, string? own, ReadOnlySpan<byte> body)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        hash.AppendData(Encoding.UTF8.GetBytes(source + "\n"));
        hash.AppendData(own is null ? body : Encoding.UTF8.GetBytes(own));
        return Convert.ToHexStringLower(hash.GetHashAndReset())[..Length];
    }
}
