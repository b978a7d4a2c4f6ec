using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace OrleansTrader.Silo.Identity.Listening;

/// <summary>A certificate in files: PEM with its key, or PFX. A renewed file is taken within <see cref="LookSeconds"/>, without a restart.</summary>
internal sealed class CertificateFiles
{
    public const int LookSeconds = 60;

    private readonly string _path;
    private readonly string? _keyPath;
    private readonly string? _password;
    private readonly Lock _lock = new();
    private X509Certificate2 _certificate;
    private DateTime _written;
    private DateTimeOffset _lookedAt;

    private CertificateFiles(string path, string? keyPath, string? password)
    {
        (_path, _keyPath, _password) = (path, keyPath, password);
        _written = File.GetLastWriteTimeUtc(path);
        _certificate = Load();
    }

    /// <summary>Null where no certificate is named.</summary>
    /// <exception cref="StartupException">It cannot be used.</exception>
    public static CertificateFiles? Read(IConfigurationSection section)
    {
        var (path, key, password) = (section["Path"], section["KeyPath"], section["Password"]);
        if (string.IsNullOrEmpty(path))
            return null;
        try
        {
            var files = new CertificateFiles(path, string.IsNullOrEmpty(key) ? null : key, password);
            return files._certificate.NotAfter.ToUniversalTime() > TimeProvider.System.GetUtcNow().UtcDateTime
                ? files
                : throw new StartupException($"{section.Path}:Path '{path}': it ended on {files._certificate.NotAfter.ToUniversalTime():yyyy-MM-dd}: renew it");
        }
        catch (Exception fault) when (fault is CryptographicException or IOException or UnauthorizedAccessException or ArgumentException)
        {
            throw new StartupException($"{section.Path}:Path '{path}' cannot be used ({fault.Message}): give a PEM file with KeyPath, or a PFX file with Password", fault);
        }
    }

    /// <summary>The certificate as the file has it, or had it a moment ago.</summary>
    public X509Certificate2 Current(ILogger logger)
    {
        lock (_lock)
        {
            var now = TimeProvider.System.GetUtcNow();
            if (now - _lookedAt < TimeSpan.FromSeconds(LookSeconds))
                return _certificate;
            _lookedAt = now;
            try
            {
                var written = File.GetLastWriteTimeUtc(_path);
                if (written != _written)
                {
                    _certificate = Load();
                    _written = written;
                }
            }
            catch (Exception fault) when (fault is CryptographicException or IOException or UnauthorizedAccessException)
            {
                // The one in memory goes on: a file that is being written is whole at the next look.
                CertificateLog.Unread(logger, _path, fault);
            }

            return _certificate;
        }
    }

    private X509Certificate2 Load()
    {
        if (_keyPath is null && !IsPem())
            return X509CertificateLoader.LoadPkcs12FromFile(_path, _password);
        return _password is { Length: > 0 }
            ? X509Certificate2.CreateFromEncryptedPemFile(_path, _password, _keyPath)
            : X509Certificate2.CreateFromPemFile(_path, _keyPath);
    }

    private bool IsPem() => File.ReadLines(_path).Take(50).Any(static line => line.StartsWith("-----BEGIN", StringComparison.Ordinal));
}

internal static partial class CertificateLog
{
    [LoggerMessage(Level = LogLevel.Warning, Message = "The certificate '{Path}' was renewed and cannot be read; the one before goes on")]
    public static partial void Unread(ILogger logger, string path, Exception fault);
}
