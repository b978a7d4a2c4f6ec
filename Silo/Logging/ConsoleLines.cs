using System.Globalization;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Logging.Console;

namespace OrleansTrader.Silo.Logging;

/// <summary>One event a line, for people, without secrets.</summary>
internal sealed class ConsoleLines(StoreOutage outage) : ConsoleFormatter(FormatName)
{
    public const string FormatName = "lines";

    public ConsoleLines()
        : this(StoreOutage.Process)
    {
    }

    public override void Write<TState>(in LogEntry<TState> logEntry, IExternalScopeProvider? scopeProvider, TextWriter textWriter)
    {
        var sight = outage.See(logEntry.Exception);
        if (sight == StoreOutage.Sight.Hidden)
            return;
        var message = logEntry.Formatter(logEntry.State, logEntry.Exception);
        if (logEntry.State is IReadOnlyList<KeyValuePair<string, object?>> values)
        {
            foreach (var (name, value) in values)
            {
                if (Redactor.IsSecret(name) && value?.ToString() is { Length: > 0 } secret)
                    message = message.Replace(secret, Redactor.Hidden, StringComparison.Ordinal);
            }
        }

        if (logEntry.Exception is { } fault)
            message = sight == StoreOutage.Sight.First ? $"{message} {fault.Message} What fails for the same reason is counted, not told, until the database answers." : $"{message} {fault}";
        textWriter.Write(DateTimeOffset.UtcNow.ToString("yyyy-MM-dd HH:mm:ss 'UTC' ", CultureInfo.InvariantCulture));
        textWriter.Write(Level(logEntry.LogLevel));
        textWriter.Write(": ");
        textWriter.Write(logEntry.Category);
        textWriter.Write(": ");
        textWriter.WriteLine(Redactor.Process.Clean(message.ReplaceLineEndings(" ")));
    }

    private static string Level(LogLevel level) => level switch
    {
        LogLevel.Critical => "crit",
        LogLevel.Error => "fail",
        LogLevel.Warning => "warn",
        LogLevel.Information => "info",
        _ => "dbug",
    };
}
