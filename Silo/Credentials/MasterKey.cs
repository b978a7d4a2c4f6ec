using System.Security.Cryptography;

namespace OrleansTrader.Silo.Credentials;

/// <summary>
/// The operator's key that wraps the keys that everything else is sealed with: 32 bytes, from the setting <c>Credentials:MasterKey</c> or the file that
/// <c>Credentials:MasterKeyFile</c> names, in base64 (<c>openssl rand -base64 32</c>). All processes of one service have the same.
/// </summary>
internal sealed class MasterKey
{
    private const int KeyBytes = 32, NonceBytes = 12, TagBytes = 16;

    private readonly byte[] _key;

    private MasterKey(byte[] key) => _key = key;

    /// <summary>Null where none is set.</summary>
    /// <exception cref="StartupException">What is set is no key, or its file cannot be read.</exception>
    public static MasterKey? Read(IConfiguration configuration)
    {
        var section = configuration.GetSection("Credentials");
        if (section["MasterKeyFile"] is { Length: > 0 } path)
            return Parse(ReadFile(path), "Credentials:MasterKeyFile");
        return section["MasterKey"] is { Length: > 0 } text ? Parse(text, "Credentials:MasterKey") : null;
    }

    /// <summary>Nonce, tag and what was sealed, by AES-256-GCM.</summary>
    public byte[] Wrap(ReadOnlySpan<byte> plain)
    {
        var wrapped = new byte[NonceBytes + TagBytes + plain.Length];
        RandomNumberGenerator.Fill(wrapped.AsSpan(0, NonceBytes));
        using var aes = new AesGcm(_key, TagBytes);
        aes.Encrypt(wrapped.AsSpan(0, NonceBytes), plain, wrapped.AsSpan(NonceBytes + TagBytes), wrapped.AsSpan(NonceBytes, TagBytes));
        return wrapped;
    }

    /// <exception cref="CryptographicException">It was wrapped with another key, or altered.</exception>
    public byte[] Unwrap(ReadOnlySpan<byte> wrapped)
    {
        if (wrapped.Length < NonceBytes + TagBytes)
            throw new CryptographicException("it is too short to be wrapped by a master key");
        var plain = new byte[wrapped.Length - NonceBytes - TagBytes];
        using var aes = new AesGcm(_key, TagBytes);
        aes.Decrypt(wrapped[..NonceBytes], wrapped[(NonceBytes + TagBytes)..], wrapped.Slice(NonceBytes, TagBytes), plain);
        return plain;
    }

    private static string ReadFile(string path)
    {
        try
        {
            return File.ReadAllText(path);
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            throw new StartupException($"Credentials:MasterKeyFile '{path}' cannot be read ({fault.Message}): name a file with 32 bytes in base64, readable by the service", fault);
        }
    }

    // What was given is not told back.
    private static MasterKey Parse(string text, string setting)
    {
        var bytes = new byte[KeyBytes + 1];
        return Convert.TryFromBase64String(text.Trim(), bytes, out var length) && length == KeyBytes
            ? new MasterKey(bytes[..KeyBytes])
            : throw new StartupException($"{setting} is no master key: give 32 bytes in base64, e.g. of 'openssl rand -base64 32'");
    }
}
