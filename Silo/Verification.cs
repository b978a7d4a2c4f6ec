using OrleansTrader.Grains.Ports;
using OrleansTrader.Silo.Hosting;
using OrleansTrader.Storage;

namespace OrleansTrader.Silo;

/// <summary><c>verify</c>: reads every journal in a directory and recomputes every hash.</summary>
internal static class Verification
{
    /// <returns>0 where all are sound, 1 where one is not.</returns>
    /// <exception cref="StartupException">There is nothing to verify, or a journal cannot be opened.</exception>
    public static async Task<int> Run(string directory, string? feed, IConfiguration configuration, CancellationToken cancellation)
    {
        var settings = SettingsOf(configuration);
        var mark = settings.IsPostgres ? "journal.key" : "journal.db";
        var journals = Directory.Exists(directory)
            ? Directory.EnumerateDirectories(directory).Where(path => File.Exists(Path.Combine(path, mark))).Select(path => Path.GetFileName(path)!).Order(StringComparer.Ordinal).ToArray()
            : [];
        if (feed is not null)
            journals = settings is { IsPostgres: true, KeyFile: not null } ? [feed] : [.. journals.Where(name => string.Equals(name, feed, StringComparison.Ordinal))];
        if (journals.Length == 0)
            throw new StartupException($"there is no journal {(feed is null ? string.Empty : $"of feed '{feed}' ")}in '{directory}': name its directory with --data-dir");

        using var loggers = Logs.ToConsole(configuration);
        var sound = true;
        foreach (var name in journals)
            sound &= await Verify(settings, Path.Combine(directory, name), name, loggers, cancellation);
        return sound ? 0 : 1;
    }

    private static async Task<bool> Verify(StorageSettings settings, string path, string name, ILoggerFactory loggers, CancellationToken cancellation)
    {
        try
        {
            // PostgreSQL is verified beside the service, which holds the directory: only whether the tail was cut is for its own start to tell.
            await using var store = settings.IsPostgres
                ? await (settings with { KeyFile = settings.KeyFile ?? Path.Combine(path, "journal.key") }).Open(directory: null, name, TimeProvider.System, loggers.CreateLogger<IStore>(), cancellation)
                : await settings.Open(path, name, TimeProvider.System, loggers.CreateLogger<IStore>(), cancellation);
            var result = await store.Journal.Verify(cancellation);
            if (result.First is { } finding)
            {
                await Console.Out.WriteLineAsync($"{name}: NOT SOUND. {finding}");
                return false;
            }

            var digest = await store.Journal.Digest(cancellation);
            await Console.Out.WriteLineAsync($"{name}: sound. {result.Events} events, {result.Commits} commits, {digest.Streams} streams, sha256 {digest.Sha256}");
            return true;
        }
        catch (JournalException fault)
        {
            await Console.Out.WriteLineAsync($"{name}: NOT SOUND. {fault.Message}");
            return false;
        }
    }

    private static StorageSettings SettingsOf(IConfiguration configuration)
    {
        try
        {
            return StorageSettings.Read(configuration);
        }
        catch (JournalException fault)
        {
            throw new StartupException(fault.Message, fault);
        }
    }
}
