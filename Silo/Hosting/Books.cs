using OrleansTrader.Grains.Ports;
using OrleansTrader.Silo.Options;
using OrleansTrader.Silo.Supervision;
using OrleansTrader.Storage;
using OrleansTrader.Storage.Sqlite;

namespace OrleansTrader.Silo.Hosting;

/// <summary>The books' store for one start, and its place in the services.</summary>
internal static class Books
{
    /// <summary>Where the books of the options' feed lie; null for a temporary place.</summary>
    public static string? DirectoryOf(SiloOptions options) => options.DataDirectory is { } root ? Path.Combine(root, options.Feed) : null;

    /// <exception cref="StartupException">A replay's directory is in use: its books would not be those of the file alone.</exception>
    public static void RefuseUsedDirectory(SiloOptions options)
    {
        if (string.Equals(options.Feed, "replay", StringComparison.Ordinal)
            && options.DataDirectory is { } path && Directory.Exists(path) && Directory.EnumerateFileSystemEntries(path).Any())
        {
            throw new StartupException($"--data-dir '{path}' is in use: a replay needs a new or empty directory, or none for a temporary one");
        }
    }

    /// <summary>
    /// Opens the database of the feed, one directory a feed, so that simulated and real prices never meet in one ledger. A replay
    /// without a directory gets a temporary one.
    /// </summary>
    /// <exception cref="StartupException">Books that cannot be opened.</exception>
    public static IStore Open(SiloOptions options, TimeProvider time, ILoggerFactory loggers) => Open(DirectoryOf(options), CommitMode.Behind, time, loggers);

    /// <summary>In real time, in the store that the settings name; a replay's books are a file's alone, and always a directory.</summary>
    /// <exception cref="StartupException">Settings that cannot be, or books that cannot be opened.</exception>
    public static async Task<IStore> OpenLive(SiloOptions options, ILoggerFactory loggers, CancellationToken cancellation)
    {
        if (string.Equals(options.Feed, "replay", StringComparison.Ordinal))
            return Open(DirectoryOf(options), CommitMode.Group, TimeProvider.System, loggers);
        try
        {
            new ArchiveDuty(options.Role is not ServiceRole.All).RefuseLostArchives(options.Settings);
            return await StorageSettings.Read(options.Settings)
                .Open(DirectoryOf(options), options.Feed, TimeProvider.System, loggers.CreateLogger<IStore>(), cancellation);
        }
        catch (JournalException fault)
        {
            throw new StartupException(fault.Message, fault);
        }
    }

    /// <summary>Opens what earlier replays keep of their language models; one that asks nobody needs some.</summary>
    /// <exception cref="StartupException">There are none, or they cannot be opened.</exception>
    public static IStore OpenRecords(SiloOptions options, ILoggerFactory loggers) => options.AsksModels || SqliteStore.IsIn(options.RecordsDirectory)
        ? Open(options.RecordsDirectory, CommitMode.Group, TimeProvider.System, loggers)
        : throw new StartupException(
            $"there are no records of language models in '{options.RecordsDirectory}': --models ask makes them, for money, and later runs are free; or name others with --records");

    private static IStore Open(string? directory, CommitMode mode, TimeProvider time, ILoggerFactory loggers)
    {
        try
        {
            return SqliteStore.Open(new SqliteStoreOptions { DataDirectory = directory, Mode = mode }, time, loggers.CreateLogger<SqliteStore>());
        }
        catch (JournalException fault)
        {
            throw new StartupException(fault.Message, fault);
        }
    }

    /// <summary>
    /// Recomputes hashes and signatures, so that nobody trades on books that were altered: of all that was written since the last check, or of everything.
    /// </summary>
    /// <exception cref="StartupException">The journal is not what was written; the message names the first bad event.</exception>
    public static async Task<JournalTrust> RefuseAltered(IStore store, IConfiguration settings, CancellationToken cancellation)
    {
        try
        {
            var (verification, isWhole) = await store.Check(StorageSettings.Read(settings).VerifiesAllAtStart(), cancellation);
            return verification.First is not { } finding
                ? new JournalTrust(isWhole)
                : throw new StartupException(
                    $"the journal in {store.Place} is not what was written ({finding}): restore it from a backup, or choose another --data-dir; nothing was changed");
        }
        catch (JournalException fault)
        {
            throw new StartupException(fault.Message, fault);
        }
    }

    public static IServiceCollection AddBooks(this IServiceCollection services, IStore store)
    {
        services.AddSingleton(store.Journal);
        services.AddSingleton(store.ReadModel);
        services.AddSingleton(store.Outbox);
        return services.AddSingleton(store.Leases).AddSingleton(store);
    }
}
