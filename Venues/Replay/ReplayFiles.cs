using System.Collections.Immutable;
using System.IO.Compression;
using OrleansTrader.Grains.Ports;

namespace OrleansTrader.Venues.Replay;

/// <summary>Finds and opens the files of a replay.</summary>
internal static class ReplayFiles
{
    /// <summary>Most files of one replay.</summary>
    public const int FilesMax = 20_000;

    /// <summary>Largest file, unpacked.</summary>
    public const long BytesMax = 1L << 30;

    /// <summary>The files themselves, and of folders all CSV and zip files below them, in ordinal order.</summary>
    /// <exception cref="FeedException">A path that is not there, or nothing to replay.</exception>
    public static ImmutableArray<string> Expand(ImmutableArray<string> paths)
    {
        if (paths.IsDefaultOrEmpty)
            throw new FeedException("the replay feed has no data: name a CSV file, a LEAN zip or a folder of them");
        var files = ImmutableArray.CreateBuilder<string>();
        foreach (var path in paths)
        {
            if (File.Exists(path))
                files.Add(path);
            else if (Directory.Exists(path))
                files.AddRange(InFolder(path));
            else
                throw new FeedException($"{path}: no such file or folder");
            if (files.Count > FilesMax)
                throw new FeedException($"{path}: more than {FilesMax} files: replay fewer at a time");
        }

        return files.ToImmutable();
    }

    /// <summary>The whole file; of a zip its one CSV.</summary>
    /// <exception cref="FeedException">It cannot be opened, unpacked or held.</exception>
    public static byte[] Read(string path)
    {
        try
        {
            if (path.EndsWith(".zip", StringComparison.OrdinalIgnoreCase))
                return Unpacked(path);
            var length = new FileInfo(path).Length;
            return length <= BytesMax ? File.ReadAllBytes(path) : throw TooLarge(path, length);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or InvalidDataException)
        {
            throw new FeedException($"{path}: cannot be read: {e.Message}", e);
        }
    }

    private static byte[] Unpacked(string path)
    {
        using var zip = ZipFile.OpenRead(path);
        var entries = zip.Entries.Where(e => e.Name.EndsWith(".csv", StringComparison.OrdinalIgnoreCase)).ToArray();
        if (entries.Length != 1)
            throw new FeedException($"{path}: holds {entries.Length} CSV files where one is expected");
        if (entries[0].Length > BytesMax)
            throw TooLarge(path, entries[0].Length);
        var bytes = new byte[entries[0].Length];
        using var stream = entries[0].Open();
        stream.ReadExactly(bytes);
        return bytes;
    }

    private static List<string> InFolder(string folder)
    {
        var files = Directory.EnumerateFiles(folder, "*", SearchOption.AllDirectories)
            .Where(f => f.EndsWith(".csv", StringComparison.OrdinalIgnoreCase) || f.EndsWith(".zip", StringComparison.OrdinalIgnoreCase))
            .Take(FilesMax + 1)
            .Order(StringComparer.Ordinal)
            .ToList();
        return files.Count > 0 ? files : throw new FeedException($"{folder}: neither a CSV nor a zip file below this folder");
    }

    private static FeedException TooLarge(string path, long bytes) => new($"{path}: {bytes} bytes are more than the {BytesMax} that fit: split it");
}
