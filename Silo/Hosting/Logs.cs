using Microsoft.Extensions.Logging.Console;
using Serilog;
using Serilog.Events;
using OrleansTrader.Silo.Logging;
using OrleansTrader.Silo.Telemetry;

namespace OrleansTrader.Silo.Hosting;

/// <summary>
/// Warnings and worse (or what the settings say) go to the console, one line each; where to look is printed once, apart from the log. Everything, the journal's
/// head of each minute among it, goes to files of JSON lines beside the database. Secrets go to neither.
/// </summary>
internal static class Logs
{
    /// <summary>Largest log file, in bytes; then a new one begins.</summary>
    public const long FileBytesMax = 10 * 1024 * 1024;

    /// <summary>Log files that are kept.</summary>
    public const int FilesMax = 5;

    /// <summary>Loggers that write to the console, from the level on that the settings name.</summary>
    public static ILoggerFactory ToConsole(IConfiguration configuration)
    {
        var level = TelemetryOptions.ConsoleLevelOf(configuration);
        return LoggerFactory.Create(logging => ToConsole(logging, level));
    }

    private static void ToConsole(ILoggingBuilder logging, LogLevel level)
    {
        logging.ClearProviders();
        logging.AddConsole(static console => console.FormatterName = ConsoleLines.FormatName).AddConsoleFormatter<ConsoleLines, ConsoleFormatterOptions>();
        logging.AddFilter<ConsoleLoggerProvider>(category: null, level);
        if (level < LogLevel.Information)
            logging.SetMinimumLevel(level);

        // Keys of cookies lie in the data directory, which is their owner's alone: no news for a person.
        if (level >= LogLevel.Warning)
        {
            logging.AddFilter<ConsoleLoggerProvider>("Microsoft.AspNetCore.DataProtection.KeyManagement", LogLevel.Error);

            // It tells of every pause of two seconds, which a process has while it starts; the other silos' probes notice a silo that really hangs, and the file has these lines.
            logging.AddFilter<ConsoleLoggerProvider>("Orleans.Runtime.Watchdog", LogLevel.Error);
        }
    }

    /// <summary>Adds the files: after the books were opened, for a start that is refused writes nothing.</summary>
    public static void AddFiles(ILoggerFactory loggers, string directory, long fileBytesMax = FileBytesMax) => loggers.AddSerilog(ToFile(directory, fileBytesMax), dispose: true);

    private static Serilog.Core.Logger ToFile(string directory, long fileBytesMax) => new LoggerConfiguration()
        .MinimumLevel.Information()
        .MinimumLevel.Override("Microsoft", LogEventLevel.Warning)
        .Filter.ByExcluding(static told => StoreOutage.Process.IsHidden(told.Exception))
        .WriteTo.File(
            new JsonLines(Redactor.Process),
            Path.Combine(directory, "service.log"),
            fileSizeLimitBytes: fileBytesMax,
            rollOnFileSizeLimit: true,
            retainedFileCountLimit: FilesMax)
        .CreateLogger();
}
