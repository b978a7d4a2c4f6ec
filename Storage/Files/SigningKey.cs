using System.Security.Cryptography;
using OrleansTrader.Grains.Ports;

namespace OrleansTrader.Storage.Files;

/// <summary>
/// The secret that group commits are signed with. It lies beside the database, not in it, readable by its owner alone: who can
/// change the database only cannot sign the change.
/// </summary>
internal sealed class SigningKey
{
    private const int Size = 32;

    private SigningKey(byte[] bytes)
    {
        Bytes = bytes;
        Fingerprint = Convert.ToHexStringLower(SHA256.HashData(bytes).AsSpan(0, 8));
    }

    public byte[] Bytes { get; }

    /// <summary>Names the key without telling it.</summary>
    public string Fingerprint { get; }

    /// <summary>Reads the key; makes one where there is neither a key nor anything that was signed with one.</summary>
    /// <exception cref="JournalException">A key that is lost, cannot be read, or is not one.</exception>
    public static SigningKey Open(string path, bool mayCreate)
    {
        try
        {
            return new SigningKey(File.Exists(path) || !mayCreate ? Read(path) : Create(path));
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw new JournalException(
                $"the journal's key '{path}' cannot be read: {error.Message}; restore it from the backup of this data directory", error);
        }
    }

    private static byte[] Read(string path)
    {
        var bytes = File.ReadAllBytes(path);
        return bytes.Length == Size
            ? bytes
            : throw new JournalException($"'{path}' is not a journal key ({bytes.Length} bytes instead of {Size}): restore it from a backup");
    }

    private static byte[] Create(string path)
    {
        var bytes = RandomNumberGenerator.GetBytes(Size);
        var options = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write };
        if (!OperatingSystem.IsWindows())
            options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        using var file = new FileStream(path, options);
        file.Write(bytes);
        file.Flush(flushToDisk: true);
        return bytes;
    }
}
