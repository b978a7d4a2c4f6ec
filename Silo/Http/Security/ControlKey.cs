using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;

namespace OrleansTrader.Silo.Http.Security;

/// <summary>
/// The secret that a program shows to change something: made at the first start beside the books, readable by its owner alone, and
/// printed nowhere. Only its hash stays in memory.
/// </summary>
internal sealed class ControlKey
{
    public const string FileName = "control.key";

    private const int SizeBytes = 32;
    private const int TextLengthMin = 32, TextLengthMax = 200;

    private const string Scheme = "Bearer ";

    private readonly byte[] _hash;

    private ControlKey(string secret) => _hash = Hash(secret);

    public static ControlKey Of(string secret) => new(secret);

    /// <summary>Reads the key of a data directory; makes one where there is none.</summary>
    /// <exception cref="StartupException">A key that cannot be read, or is none.</exception>
    public static ControlKey Open(string directory)
    {
        var path = Path.Combine(directory, FileName);
        try
        {
            return new ControlKey(File.Exists(path) ? Read(path) : Create(path));
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            throw new StartupException($"the control key '{path}' cannot be read ({fault.Message}): make it readable, or delete it and a new one is made", fault);
        }
    }

    /// <summary>Whether an Authorization header shows this key; takes the same time whatever it holds.</summary>
    public bool Fits(string? authorization) =>
        authorization is not null
        && authorization.StartsWith(Scheme, StringComparison.OrdinalIgnoreCase)
        && CryptographicOperations.FixedTimeEquals(Hash(authorization[Scheme.Length..].Trim()), _hash);

    private static string Read(string path)
    {
        if (!OperatingSystem.IsWindows() && File.GetUnixFileMode(path) != OwnerOnly)
            File.SetUnixFileMode(path, OwnerOnly);
        var text = File.ReadAllText(path).Trim();
        return text.Length is >= TextLengthMin and <= TextLengthMax
            ? text
            : throw new StartupException($"'{path}' is no control key: delete it, and a new one is made at the next start");
    }

    private static string Create(string path)
    {
        var text = Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(SizeBytes));
        var options = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write };
        if (!OperatingSystem.IsWindows())
            options.UnixCreateMode = OwnerOnly;
        using var file = new FileStream(path, options);
        file.Write(Encoding.ASCII.GetBytes(text + "\n"));
        file.Flush(flushToDisk: true);
        return text;
    }

    private static byte[] Hash(string secret) => SHA256.HashData(Encoding.UTF8.GetBytes(secret));

    private static UnixFileMode OwnerOnly => UnixFileMode.UserRead | UnixFileMode.UserWrite;
}
