using OrleansTrader.Grains.Ports;
using OrleansTrader.Storage.Files;
using OrleansTrader.Storage.Retention;
using OrleansTrader.Storage.Sqlite.Database;

namespace OrleansTrader.Storage.Backups;

/// <summary>
/// The books, the key, the heads and the key ring in a directory of their own, taken while the service runs: all that it needs to run again,
/// but the master key, which never lies beside what it wraps. Heads are copied before the books: these then never end before what was noted.
/// The ring and archives are copied after them: no credential is without its key, no archived event without its file.
/// </summary>
public static class Backup
{
    internal const string Dump = "books.dump";
    internal const string Archive = "archive";

    /// <summary>The ring that credentials and logins are sealed with; on PostgreSQL it is in the database.</summary>
    internal const string KeyRing = "keys";

    /// <param name="directory">The process's directory of the books: database or key and heads.</param>
    /// <param name="books">Which books: the feed's name.</param>
    /// <param name="target">New or empty. It holds the key: who reads it can sign for the journal.</param>
    /// <exception cref="JournalException">There is nothing to back up, or it cannot be done; what was begun has no manifest.</exception>
    public static async Task Run(StorageSettings settings, string directory, string books, string target, DateTimeOffset at, CancellationToken cancellation)
    {
        RefuseUsed(target);
        var key = settings.IsPostgres && settings.KeyFile is { } named ? named : Path.Combine(directory, "journal.key");
        if (!File.Exists(key))
            throw new JournalException($"there is no journal key '{key}': name the data directory and the feed of the books with --data-dir and --feed");
        try
        {
            Directory.CreateDirectory(target);
            if (!OperatingSystem.IsWindows())
                File.SetUnixFileMode(target, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
            foreach (var head in Directory.EnumerateFiles(directory, "journal*.head"))
                File.Copy(head, Path.Combine(target, Path.GetFileName(head)));
            File.Copy(key, Path.Combine(target, "journal.key"));
            IReadOnlyList<ArchiveFile> archived;
            if (settings.IsPostgres)
            {
                await PostgresPrograms.Dump(settings.ConnectionString!, books, Path.Combine(target, Dump), cancellation);
                archived = await PostgresPrograms.Archived(settings.ConnectionString!, books, cancellation);
            }
            else
            {
                archived = Copy(DataDirectory.DatabaseIn(directory), DataDirectory.DatabaseIn(target));
            }

            CopyRing(directory, target);
            var archive = settings.Retention.ArchiveDirectory ?? Path.Combine(directory, Archive);
            CopyAll(archive, Path.Combine(target, Archive));
            foreach (var file in archived)
                await RefuseMissing(file, archive, target, cancellation);
            await Manifest.Write(target, settings.IsPostgres ? "postgres" : "sqlite", books, at, cancellation);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw new JournalException($"the backup to '{target}' broke off: {error.Message}", error);
        }
    }

    internal static void RefuseUsed(string target)
    {
        if (Directory.Exists(target) && Directory.EnumerateFileSystemEntries(target).Any())
            throw new JournalException($"'{target}' is not empty: name a new directory; nothing was changed");
    }

    /// <summary>Whole keys only: one that is being written has another ending.</summary>
    internal static void CopyRing(string from, string to)
    {
        var (ring, copy) = (Path.Combine(from, KeyRing), Path.Combine(to, KeyRing));
        if (!Directory.Exists(ring))
            return;
        Directory.CreateDirectory(copy);
        if (!OperatingSystem.IsWindows())
            File.SetUnixFileMode(copy, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        foreach (var key in Directory.EnumerateFiles(ring, "*.xml"))
            File.Copy(key, Path.Combine(copy, Path.GetFileName(key)));
    }

    internal static void CopyAll(string from, string to)
    {
        if (!Directory.Exists(from))
            return;
        foreach (var file in Directory.EnumerateFiles(from, "*", SearchOption.AllDirectories).Where(static file => !file.EndsWith(".part", StringComparison.Ordinal)))
        {
            var copy = Path.Combine(to, Path.GetRelativePath(from, file));
            Directory.CreateDirectory(Path.GetDirectoryName(copy)!);
            File.Copy(file, copy);
        }
    }

    // Events that lie in no file of the backup would be gone for good with the place where they do.
    private static async Task RefuseMissing(ArchiveFile archived, string archive, string target, CancellationToken cancellation)
    {
        var copy = Path.Combine(target, Archive, archived.Name.Replace('/', Path.DirectorySeparatorChar));
        if (!File.Exists(copy))
        {
            throw new JournalException(
                $"archived events are not at '{Path.Combine(archive, archived.Name)}': another process archived them, or the file was moved; "
                + "bring all archive files to one directory that every silo has, name it in Storage:Retention:ArchiveDirectory, and take the backup again");
        }

        if (!(await ArchiveFile.HashOf(copy, cancellation)).AsSpan().SequenceEqual(archived.Sha256))
            throw new JournalException($"archive '{Path.Combine(archive, archived.Name)}' is not what was written: bring it back from an older backup, and take this one again");
    }

    // One moment of the database, whoever writes to it meanwhile; then the archive files that it needs, and perhaps some that were added.
    private static List<ArchiveFile> Copy(string database, string to)
    {
        try
        {
            using var source = SqliteDatabase.Open(database, readOnly: false);
            source.Prepared("VACUUM INTO ?").Add(to).Run();
            return source.Prepared("SELECT file, sha256 FROM segments").All(static row => new ArchiveFile(row.Text(), row.Blob().ToArray()));
        }
        catch (SqliteFault error)
        {
            throw new JournalException($"'{database}' cannot be copied: {error.Message}", error);
        }
    }
}
