using Microsoft.Extensions.Logging.Abstractions;
using OrleansTrader.Grains.Ports;
using OrleansTrader.Storage.Files;
using OrleansTrader.Storage.Retention;

namespace OrleansTrader.Storage.Backups;

/// <summary>Puts a backup in an empty place, and proves the journal there.</summary>
public static class Restore
{
    private const string Key = "journal.key";

    /// <param name="directory">The process's directory of the books; new or empty.</param>
    /// <returns>What the journal proved to be; its digest is that of the moment of the backup.</returns>
    /// <exception cref="JournalException">A backup that is not whole, a place that is in use, or a journal that is not sound.</exception>
    public static async Task<(JournalVerification Verification, JournalDigest Digest)> Run(
        StorageSettings settings, string directory, string source, CancellationToken cancellation)
    {
        var manifest = await Manifest.Check(source, cancellation);
        if (!string.Equals(manifest.Provider, settings.IsPostgres ? "postgres" : "sqlite", StringComparison.Ordinal))
            throw new JournalException($"'{source}' is a backup of {manifest.Provider}, Storage:Provider is {settings.Provider}: name the store that it came from");
        Backup.RefuseUsed(directory);
        if (settings.IsPostgres && settings.KeyFile is { } named && File.Exists(named) && !await IsSame(named, Path.Combine(source, Key), cancellation))
            throw new JournalException($"another key is at '{named}' already: move it away, or leave Storage:KeyFile out to restore the key to the data directory; nothing was changed");
        try
        {
            if (settings.IsPostgres)
                await PostgresPrograms.Restore(settings.ConnectionString!, manifest.Books, Path.Combine(source, Backup.Dump), manifest.HoldsSchemas(), cancellation);
            CopyFiles(settings, source, directory);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw new JournalException($"'{source}' cannot be restored to '{directory}': {error.Message}", error);
        }

        await using var store = await settings.Open(directory, manifest.Books, TimeProvider.System, NullLogger.Instance, cancellation);
        var verification = await store.Journal.Verify(cancellation);
        return verification.First is { } finding
            ? throw new JournalException($"the journal that was restored is not sound ({finding}): take an older backup")
            : (verification, await store.Journal.Digest(cancellation));
    }

    private static void CopyFiles(StorageSettings settings, string source, string directory)
    {
        Directory.CreateDirectory(directory);
        foreach (var head in Directory.EnumerateFiles(source, "journal*.head"))
            File.Copy(head, Path.Combine(directory, Path.GetFileName(head)));
        var key = settings.IsPostgres && settings.KeyFile is { } named ? named : Path.Combine(directory, Key);
        if (!File.Exists(key))
            File.Copy(Path.Combine(source, Key), key);
        if (!settings.IsPostgres)
            File.Copy(DataDirectory.DatabaseIn(source), DataDirectory.DatabaseIn(directory));
        Backup.CopyRing(source, directory);
        Backup.CopyAll(Path.Combine(source, Backup.Archive), settings.Retention.ArchiveDirectory ?? Path.Combine(directory, Backup.Archive));
    }

    private static async Task<bool> IsSame(string file, string other, CancellationToken cancellation)
    {
        var (one, two) = (await ArchiveFile.HashOf(file, cancellation), await ArchiveFile.HashOf(other, cancellation));
        return one.AsSpan().SequenceEqual(two);
    }
}
