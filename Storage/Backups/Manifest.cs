using System.Text.Json;
using OrleansTrader.Grains.Ports;
using OrleansTrader.Storage.Retention;

namespace OrleansTrader.Storage.Backups;

/// <summary>What a backup holds: written last, so that a backup without one is half of one.</summary>
/// <param name="Format">Of the backup itself.</param>
/// <param name="Provider"><c>sqlite</c> or <c>postgres</c>.</param>
/// <param name="Books">Which books: the feed's name, on PostgreSQL the schema.</param>
/// <param name="Files">SHA-256 of each file, lower-case hexadecimal, by its name with slashes.</param>
internal sealed record Manifest(int Format, string Provider, string Books, DateTimeOffset At, SortedDictionary<string, string> Files)
{
    public const string FileName = "manifest.json";

    /// <summary>1: dumps of the books' schema alone. 2: with the key ring and what a cluster keeps beside the books, without the schemas.</summary>
    private const int FormatNow = 2;

    private static readonly JsonSerializerOptions _json = new(JsonSerializerDefaults.Web) { WriteIndented = true };

    /// <summary>Whether its dump makes its schemas itself.</summary>
    public bool HoldsSchemas() => Format < 2;

    public static async Task Write(string directory, string provider, string books, DateTimeOffset at, CancellationToken cancellation)
    {
        var files = new SortedDictionary<string, string>(StringComparer.Ordinal);
        foreach (var path in Directory.EnumerateFiles(directory, "*", SearchOption.AllDirectories))
        {
            files[System.IO.Path.GetRelativePath(directory, path).Replace(System.IO.Path.DirectorySeparatorChar, '/')] =
                Convert.ToHexStringLower(await ArchiveFile.HashOf(path, cancellation));
        }

        var text = JsonSerializer.Serialize(new Manifest(FormatNow, provider, books, at, files), _json);
        await File.WriteAllTextAsync(System.IO.Path.Combine(directory, FileName), text + "\n", cancellation);
    }

    /// <summary>Reads it and checks every file.</summary>
    /// <exception cref="JournalException">No backup, a newer one, or files that are missing or altered.</exception>
    public static async Task<Manifest> Check(string directory, CancellationToken cancellation)
    {
        var path = System.IO.Path.Combine(directory, FileName);
        if (!File.Exists(path))
            throw new JournalException($"'{directory}' is no backup: it has no {FileName}; one that broke off has none either");
        Manifest manifest;
        try
        {
            manifest = JsonSerializer.Deserialize<Manifest>(await File.ReadAllTextAsync(path, cancellation), _json)!;
        }
        catch (JsonException error)
        {
            throw new JournalException($"'{path}' cannot be read: take another backup", error);
        }

        if (manifest.Format > FormatNow)
            throw new JournalException($"'{directory}' is a backup of format {manifest.Format}, this program knows up to {FormatNow}: use a newer program");
        foreach (var (name, sha256) in manifest.Files)
        {
            var file = System.IO.Path.Combine(directory, name);
            if (!File.Exists(file))
                throw new JournalException($"the backup '{directory}' lacks {name}: take another one");
            if (!string.Equals(Convert.ToHexStringLower(await ArchiveFile.HashOf(file, cancellation)), sha256, StringComparison.Ordinal))
                throw new JournalException($"{name} of the backup '{directory}' is not what was written: take another one");
        }

        return manifest;
    }
}
