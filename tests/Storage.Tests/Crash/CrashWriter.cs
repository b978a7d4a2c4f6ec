using System.Globalization;
using System.Text;
using Microsoft.Extensions.Logging.Abstractions;
using OrleansTrader.Grains.Ports;
using OrleansTrader.Storage.Postgres;
using OrleansTrader.Storage.Sqlite;

namespace OrleansTrader.Storage.Tests.Crash;

/// <summary>
/// The process that is killed. It reads from its input how far each stream was acknowledged ("stream number", then an empty line),
/// repeats the command after that, for it may or may not have been carried out, and goes on for ever. It prints "stream number
/// version" only after the journal has answered.
/// </summary>
internal static class CrashWriter
{
    public const string Switch = "--write-until-killed";

    private static readonly Lock _output = new();

    /// <param name="postgres">Connection string and schema; empty for SQLite.</param>
    public static async Task<int> Run(string directory, string[] postgres)
    {
        var acknowledged = new long[CrashLoad.Streams];
        while (Console.In.ReadLine() is { Length: > 0 } line)
        {
            var parts = line.Split(' ');
            acknowledged[int.Parse(parts[0], CultureInfo.InvariantCulture)] = long.Parse(parts[1], CultureInfo.InvariantCulture);
        }

        using var output = Console.OpenStandardOutput();
        await using var store = await Open(directory, postgres);
        await Task.WhenAll(Enumerable.Range(0, CrashLoad.Streams).Select(stream =>
            Task.Run(() => Write(store.Journal, stream, acknowledged[stream], output))));
        return 0;
    }

    public static async Task<IStore> Open(string directory, string[] postgres) => postgres is [var connection, var schema]
        ? await PostgresStore.Open(
            new PostgresStoreOptions { ConnectionString = connection, Schema = schema, DataDirectory = directory }, TimeProvider.System, NullLogger.Instance, CancellationToken.None)
        : SqliteStore.Open(new SqliteStoreOptions { DataDirectory = directory }, TimeProvider.System, NullLogger.Instance);

    private static async Task Write(IJournal journal, int stream, long acknowledged, Stream output)
    {
        var version = 0L;
        while (await journal.Read(CrashLoad.Stream(stream), version, IJournal.ReadMax, CancellationToken.None) is { IsEmpty: false } events)
            version = events[^1].Version;

        for (var number = acknowledged + 1; ; number++)
        {
            version = await journal.Append(CrashLoad.Commit(stream, number, version)) switch
            {
                CommitOutcome.Committed committed => committed.Version,
                CommitOutcome.Repeated repeated when IsFirstAnswer(repeated, stream, number) => repeated.Version,
                var other => throw new InvalidOperationException($"stream {stream}, command {number}: {other}"),
            };
            var line = Encoding.ASCII.GetBytes(FormattableString.Invariant($"{stream} {number} {version}\n"));
            lock (_output)
                output.Write(line);
        }
    }

    private static bool IsFirstAnswer(CommitOutcome.Repeated repeated, int stream, long number) =>
        string.Equals(Encoding.UTF8.GetString(repeated.Result.Span), CrashLoad.Result(stream, number), StringComparison.Ordinal);
}
