using System.CommandLine;
using System.Globalization;
using Microsoft.Extensions.Configuration;
using OrleansTrader.Grains.Ports;
using OrleansTrader.Storage;
using OrleansTrader.Storage.Backups;

namespace OrleansTrader.Cli.Backups;

/// <summary><c>trader backup</c> and <c>trader restore</c>: the books themselves, without the service; it may run while a backup is taken.</summary>
internal static class BackupCommands
{
    public static Command MakeBackup(Trader trader)
    {
        var target = new Argument<string>("directory") { Description = "New or empty directory of the backup. It holds the journal's key: keep it as safe as the books." };
        var config = Config();
        var command = new Command("backup", "Copies the books, their key and their archives while the service runs.") { target, config };
        trader.OnBooks(command, async (parsed, books, output, cancellation) =>
        {
            var directory = parsed.GetRequiredValue(target);
            await Backup.Run(Settings(parsed.GetValue(config)), books.Directory, books.Name, directory, TimeProvider.System.GetUtcNow(), cancellation);
            await output.WriteLineAsync($"The books of {books.Name} are in '{directory}'. Try it: trader restore to another data directory.");
        });
        return command;
    }

    public static Command MakeRestore(Trader trader)
    {
        var source = new Argument<string>("directory") { Description = "Directory of the backup." };
        var config = Config();
        var command = new Command("restore", "Puts a backup in an empty place, verifies the journal and prints its digest.") { source, config };
        trader.OnBooks(command, async (parsed, books, output, cancellation) =>
        {
            var (verification, digest) = await Restore.Run(Settings(parsed.GetValue(config)), books.Directory, parsed.GetRequiredValue(source), cancellation);
            await output.WriteLineAsync(string.Create(
                CultureInfo.InvariantCulture,
                $"Restored to '{books.Directory}' and sound: {verification.Events} events, {verification.Commits} commits, {digest.Streams} streams, sha256 {digest.Sha256}"));
        });
        return command;
    }

    private static Option<string?> Config() => new("--config")
    {
        Description = "The service's settings (JSON), for its section Storage; the environment (Storage__Provider, …) goes over it.",
        HelpName = "FILE",
    };

    private static StorageSettings Settings(string? file)
    {
        var configuration = new ConfigurationBuilder();
        if (file is not null)
        {
            if (!File.Exists(file))
                throw new JournalException($"--config '{file}' is not there: name the service's settings file");
            configuration.AddJsonFile(System.IO.Path.GetFullPath(file));
        }

        try
        {
            return StorageSettings.Read(configuration.AddEnvironmentVariables().Build());
        }
        catch (InvalidDataException error)
        {
            throw new JournalException($"--config '{file}' cannot be read: {error.Message}", error);
        }
    }
}

/// <param name="Directory">Of the process: database, or key and heads.</param>
/// <param name="Name">The feed's.</param>
internal sealed record BooksPlace(string Directory, string Name);
