using System.Globalization;
using System.IO.Compression;
using System.Security.Cryptography;
using System.Text;
using OrleansTrader.Grains.Ports;

namespace OrleansTrader.Storage.Retention;

/// <summary>
/// A file of lines, compressed with gzip, that is never changed. Beside it lies its SHA-256 as <c>sha256sum --check</c> reads it.
/// </summary>
/// <param name="Name">Relative to the archive's directory, with slashes.</param>
internal sealed record ArchiveFile(string Name, byte[] Sha256)
{
    /// <summary>Writes it whole or not at all; on the disk when this returns.</summary>
    /// <exception cref="JournalException">The directory cannot be written.</exception>
    public static async Task<ArchiveFile> Write(string directory, string name, IEnumerable<byte[]> lines, CancellationToken cancellation)
    {
        var path = Path.Combine(directory, name.Replace('/', Path.DirectorySeparatorChar));
        try
        {
            Directory.CreateDirectory(Path.GetDirectoryName(path)!);
            var unfinished = path + ".part";
            await using (var file = new FileStream(unfinished, FileMode.Create, FileAccess.Write))
            {
                await using (var packed = new GZipStream(file, CompressionLevel.Optimal, leaveOpen: true))
                {
                    foreach (var line in lines)
                    {
                        await packed.WriteAsync(line, cancellation);
                        packed.WriteByte((byte)'\n');
                    }
                }

                file.Flush(flushToDisk: true);
            }

            var sha256 = await HashOf(unfinished, cancellation);
            await File.WriteAllTextAsync(path + ".sha256", $"{Convert.ToHexStringLower(sha256)}  {Path.GetFileName(path)}\n", cancellation);
            File.Move(unfinished, path, overwrite: true);
            return new ArchiveFile(name, sha256);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw new JournalException($"archive '{path}' cannot be written: {error.Message}; nothing was deleted", error);
        }
    }

    /// <exception cref="JournalException">The file is not there, or not what was written.</exception>
    public async Task<IReadOnlyList<string>> Read(string directory, CancellationToken cancellation)
    {
        var path = Path.Combine(directory, Name.Replace('/', Path.DirectorySeparatorChar));
        try
        {
            if (!(await HashOf(path, cancellation)).AsSpan().SequenceEqual(Sha256))
                throw new JournalException($"archive '{path}' is not what was written: restore it from a backup");
            await using var file = File.OpenRead(path);
            await using var unpacked = new GZipStream(file, CompressionMode.Decompress);
            using var text = new StreamReader(unpacked, Encoding.UTF8);
            var lines = new List<string>();
            while (await text.ReadLineAsync(cancellation) is { } line)
                lines.Add(line);
            return lines;
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException or InvalidDataException)
        {
            throw new JournalException($"archive '{path}' cannot be read: {error.Message}; bring it back from where archives are kept", error);
        }
    }

    public static async Task<byte[]> HashOf(string path, CancellationToken cancellation)
    {
        await using var file = File.OpenRead(path);
        return await SHA256.HashDataAsync(file, cancellation);
    }

    /// <summary>A name as part of a path: what is no letter, digit, dot or dash becomes its code.</summary>
    public static string Safe(string name)
    {
        var safe = new StringBuilder();
        foreach (var c in name)
        {
            if (char.IsAsciiLetterOrDigit(c) || c is '-' or '.')
                safe.Append(c);
            else
                safe.Append('_').Append(((int)c).ToString("x", CultureInfo.InvariantCulture)).Append('_');
        }

        return safe.ToString();
    }
}
