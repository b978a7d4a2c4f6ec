using System.Collections.Immutable;
using System.Security.Cryptography;

namespace OrleansTrader.Service.Tests;

/// <summary>A directory of a test's own, gone at its end.</summary>
internal sealed class TemporaryDirectory : IDisposable
{
    public string Path { get; } = Directory.CreateTempSubdirectory("trader-service-").FullName;

    public string Data => System.IO.Path.Combine(Path, "data");

    /// <summary>Where the simulated market's books lie.</summary>
    public string Books => System.IO.Path.Combine(Data, "simulated");

    public string Journal => System.IO.Path.Combine(Books, "journal.db");

    public string File(string name) => System.IO.Path.Combine(Path, name);

    /// <summary>Every file below with the hash of its bytes. What readers of a database leave beside it is no content and is left out.</summary>
    public ImmutableArray<string> Listing() =>
    [
        .. Directory.EnumerateFileSystemEntries(Path, "*", SearchOption.AllDirectories)
            .Where(static path => !path.EndsWith("-shm", StringComparison.Ordinal) && !path.EndsWith("journal.lock", StringComparison.Ordinal))
            .Where(static path => !(path.EndsWith("-wal", StringComparison.Ordinal) && new FileInfo(path).Length == 0))
            .Order(StringComparer.Ordinal)
            .Select(static path => Directory.Exists(path) ? $"{path}/" : $"{path} {Convert.ToHexString(SHA256.HashData(System.IO.File.ReadAllBytes(path)))}"),
    ];

    public void CopyTo(TemporaryDirectory other)
    {
        foreach (var from in Directory.EnumerateFiles(Path, "*", SearchOption.AllDirectories))
        {
            var to = System.IO.Path.Combine(other.Path, System.IO.Path.GetRelativePath(Path, from));
            Directory.CreateDirectory(System.IO.Path.GetDirectoryName(to)!);
            System.IO.File.Copy(from, to);
        }
    }

    public void Dispose() => Directory.Delete(Path, recursive: true);
}
