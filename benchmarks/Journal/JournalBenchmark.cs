using System.Collections.Immutable;
using System.Diagnostics;
using Microsoft.Extensions.Logging.Abstractions;
using OrleansTrader.Grains.Accounts;
using OrleansTrader.Grains.Books;
using OrleansTrader.Grains.Orders;
using OrleansTrader.Grains.Ports;
using OrleansTrader.Storage.Sqlite;
using OrleansTrader.Trading.Accounts;
using OrleansTrader.Trading.Orders;

namespace OrleansTrader.Benchmarks.Journal;

/// <summary>
/// Durable events of 200 bytes a second with group commit from 1,000 callers, each with its stream: bare, one, two and four of them a
/// commit (an account's commits have 2.4 on average), and one with three read-model rows (fill, order, equity); the time that a commit
/// takes at an even offered load; and what the books cost a replay.
/// </summary>
internal static class JournalBenchmark
{
    private const int Callers = 1_000;
    private const int BareEvents = 200_000;
    private const int EventsWithRows = 60_000;
    private const int OfferedPerSecond = 1_000;
    private const int OfferedSeconds = 5;
    private const int ReplayMinutes = 45_031;
    private const int ReplayOrders = 3_000;
    private const double BarePerSecondMin = 50_000;
    private const double WithRowsPerSecondMin = 15_000;
    private const double LatencyMsMax = 10;
    private static readonly DateTimeOffset _start = new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);
    private static readonly SymbolKey _symbol = SymbolKey.Parse("simulated/BTC-USDT");
    private static readonly byte[] _event = new byte[200];

    public static int Run(string[] args) => RunAll().GetAwaiter().GetResult();

    private static async Task<int> RunAll()
    {
        Figure.Machine();
        await Throughput("bare events, one a commit", BareEvents, eventsOfCommit: 1, withRows: false);
        var bare = await Throughput("bare events, two a commit", BareEvents, eventsOfCommit: 2, withRows: false);
        await Throughput("bare events, four a commit", BareEvents, eventsOfCommit: 4, withRows: false);
        var withRows = await Throughput("events with rows, one a commit", EventsWithRows, eventsOfCommit: 1, withRows: true);
        await PostgresFigures.Take("events with rows, one a commit", EventsWithRows, static (journal, writer, writers) => Write(
            journal, callerFrom: writer * (Callers / writers), Callers / writers, EventsWithRows / Callers, eventsOfCommit: 1, withRows: true));
        var latency = await Latency();
        await Replay();
        var bareMissed = Figure.Judge($"bare durable events, two a commit: {bare:N0} a second", $">= {BarePerSecondMin:N0}", bare >= BarePerSecondMin);
        var rowsMissed = Figure.Judge($"with read-model rows: {withRows:N0} a second", $">= {WithRowsPerSecondMin:N0}", withRows >= WithRowsPerSecondMin);
        var lateMissed = Figure.Judge(
            $"p99 at {OfferedPerSecond:N0} a second: {latency:F2} ms", $"< {LatencyMsMax:F0} ms", latency < LatencyMsMax);
        return Math.Max(bareMissed, Math.Max(rowsMissed, lateMissed));
    }

    private static async Task<double> Throughput(string name, int events, int eventsOfCommit, bool withRows)
    {
        await using var books = Books.Open(CommitMode.Group);
        await Write(books.Store.Journal, callerFrom: Callers, Callers, perCaller: 5, eventsOfCommit, withRows);
        var processor = Environment.CpuUsage.TotalTime;
        var clock = Stopwatch.StartNew();
        await Write(books.Store.Journal, callerFrom: 0, Callers, events / Callers / eventsOfCommit, eventsOfCommit, withRows);
        var seconds = clock.Elapsed.TotalSeconds;
        var groups = books.Store.Journal.Health.Groups;
        Figure.Note($"{name}: {events / seconds:N0} a second ({events:N0} in {seconds:F2} s, {groups} groups, {(Environment.CpuUsage.TotalTime - processor).TotalSeconds:F2} s of processor time)");
        return events / seconds;
    }

    private static Task Write(IJournal journal, int callerFrom, int callers, int perCaller, int eventsOfCommit, bool withRows) =>
        Task.WhenAll(Enumerable.Range(callerFrom, callers).Select(caller => Task.Run(async () =>
        {
            var account = AccountKey.Parse(FormattableString.Invariant($"demo/{caller}"));
            for (var number = 1; number <= perCaller; number++)
                await journal.Append(MakeCommit(account, number, eventsOfCommit, withRows));
        })));

    private static async Task<double> Latency()
    {
        await using var books = Books.Open(CommitMode.Group);
        await Write(books.Store.Journal, callerFrom: Callers, Callers, perCaller: 2, eventsOfCommit: 1, withRows: true);
        var pending = new Task<double>[OfferedPerSecond * OfferedSeconds];
        var clock = Stopwatch.StartNew();
        using var pace = new PeriodicTimer(TimeSpan.FromMilliseconds(1));
        for (var sent = 0; sent < pending.Length && await pace.WaitForNextTickAsync();)
        {
            for (var due = (int)(clock.Elapsed.TotalSeconds * OfferedPerSecond); sent < due && sent < pending.Length; sent++)
                pending[sent] = Time(books.Store.Journal, sent);
        }

        var times = await Task.WhenAll(pending);
        Array.Sort(times);
        Figure.Note($"a commit with rows at {OfferedPerSecond:N0} a second: median {times[times.Length / 2]:F2} ms, p99 {times[times.Length * 99 / 100]:F2} ms, most {times[^1]:F2} ms");
        return times[times.Length * 99 / 100];
    }

    private static async Task<double> Time(IJournal journal, int caller)
    {
        var commit = MakeCommit(AccountKey.Parse(FormattableString.Invariant($"load/{caller}")), 1, eventsOfCommit: 1, withRows: true);
        var clock = Stopwatch.StartNew();
        await journal.Append(commit);
        return clock.Elapsed.TotalMilliseconds;
    }

    private static async Task Replay()
    {
        await using var books = Books.Open(CommitMode.Behind);
        var journal = books.Store.Journal;
        var account = AccountKey.Parse("demo/replay");
        var clock = Stopwatch.StartNew();
        for (var minute = 0; minute < ReplayMinutes; minute++)
            await journal.Write([Equity(account, minute)]);
        for (var order = 1; order <= ReplayOrders; order++)
            await journal.Append(MakeCommit(account, order, eventsOfCommit: 1, withRows: true));
        var written = clock.Elapsed.TotalSeconds;
        var digest = await journal.Digest(CancellationToken.None);
        Figure.Note($"a replay's books: {ReplayMinutes:N0} equity rows and {ReplayOrders:N0} commits with rows in {written:F2} s, digest of {digest.Events:N0} events in {clock.Elapsed.TotalSeconds - written:F2} s");
    }

    private static Commit MakeCommit(AccountKey account, int number, int eventsOfCommit, bool withRows) => new(
        $"account/{account}", new CommandId(FormattableString.Invariant($"command-{number}")), (number - 1) * eventsOfCommit,
        _start.AddSeconds(number), [.. Enumerable.Repeat<ReadOnlyMemory<byte>>(_event, eventsOfCommit)],
        _event.AsMemory(0, 32), withRows ? Rows(account, number) : []);

    private static ImmutableArray<ReadModelRow> Rows(AccountKey account, int number) =>
    [
        new FillRow(account, number, new OrderId(number), _symbol, _start.AddSeconds(number), number, Side.Buy, 47_000.5m, 0.003m, 0.0775m, 1.25m, false, "entry"),
        new OrderRow(
            account, new OrderId(number), _symbol, number, Side.Buy, OrderType.Limit, TimeInForce.Gtc, OrderStatus.Filled, 0.003m, 0.003m, 47_000.5m,
            null, 47_000.5m, false, null, _start, _start.AddSeconds(number), "entry"),
        Equity(account, number),
    ];

    private static EquityRow Equity(AccountKey account, int minute) =>
        new(account, _start.AddMinutes(minute), minute, 9_990.25m, 10_012.75m, 141.5m, 423.75m);

    /// <summary>A store in a directory of its own, on the disk that temporary files lie on.</summary>
    private sealed class Books(SqliteStore store, string? directory) : IAsyncDisposable
    {
        public SqliteStore Store => store;

        public static Books Open(CommitMode mode)
        {
            var directory = mode == CommitMode.Group ? Directory.CreateTempSubdirectory("journal-benchmark-").FullName : null;
            var options = new SqliteStoreOptions { DataDirectory = directory, Mode = mode };
            return new Books(SqliteStore.Open(options, TimeProvider.System, NullLogger.Instance), directory);
        }

        public async ValueTask DisposeAsync()
        {
            await store.DisposeAsync();
            if (directory is not null)
                Directory.Delete(directory, recursive: true);
        }
    }
}
