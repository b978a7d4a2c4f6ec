using System.Diagnostics;
using Microsoft.Extensions.Logging.Abstractions;
using OrleansTrader.Grains.Ports;
using OrleansTrader.Storage.Postgres;

namespace OrleansTrader.Benchmarks.Journal;

/// <summary>
/// The same writes on PostgreSQL, where <c>JOURNAL_POSTGRES</c> names one (a connection string; each run makes a schema of its own): by one
/// process, and by two at once to one database. A figure beside SQLite's, without a bound: it is the disk's and the server's settings that decide it.
/// </summary>
internal static class PostgresFigures
{
    private const string Variable = "JOURNAL_POSTGRES";

    public static async Task Take(string name, int events, Func<IJournal, int, int, Task> write)
    {
        if (Environment.GetEnvironmentVariable(Variable) is not { Length: > 0 } connection)
        {
            Figure.Note($"PostgreSQL: not measured, {Variable} names none");
            return;
        }

        foreach (var writers in (int[])[1, 2])
        {
            var schema = FormattableString.Invariant($"benchmark_{Environment.ProcessId}_{name.Length}_{writers}");
            var directory = Directory.CreateTempSubdirectory("journal-benchmark-").FullName;
            var stores = new List<PostgresStore>();
            for (var writer = 0; writer < writers; writer++)
            {
                stores.Add(await PostgresStore.Open(
                    new PostgresStoreOptions
                    {
                        ConnectionString = connection,
                        Schema = schema,
                        DataDirectory = Path.Combine(directory, FormattableString.Invariant($"{writer}")),
                        KeyFile = Path.Combine(directory, "journal.key"),
                    },
                    TimeProvider.System, NullLogger.Instance, CancellationToken.None));
            }

            var clock = Stopwatch.StartNew();
            await Task.WhenAll(stores.Select((store, writer) => write(store.Journal, writer, writers)));
            var seconds = clock.Elapsed.TotalSeconds;
            Figure.Note($"PostgreSQL, {writers} processes' writers, {name}: {events / seconds:N0} a second ({events:N0} in {seconds:F2} s, {stores.Sum(static store => store.Journal.Health.Groups)} groups)");
            foreach (var store in stores)
                await store.DisposeAsync();
            Directory.Delete(directory, recursive: true);
        }
    }
}
