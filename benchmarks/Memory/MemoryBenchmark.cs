using System.Diagnostics;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;
using OrleansTrader.Grains;
using OrleansTrader.LocalRuntime;
using OrleansTrader.Storage.Sqlite;

namespace OrleansTrader.Benchmarks.Memory;

/// <summary>
/// The memory of one process that has 10,000 accounts in it, each with a running agent and three resting orders, while nothing
/// happens: the grains on the thread pool, the books on disk, one market that ticks once a second. Page and feed are not in it.
/// </summary>
internal static class MemoryBenchmark
{
    private const double MegabytesMax = 600;
    private const double Mebibyte = 1024 * 1024;

    // Every agent has had a cycle by then.
    private static readonly TimeSpan _settling = TimeSpan.FromSeconds(10);

    public static int Run(string[] args) => Measure().GetAwaiter().GetResult();

    private static async Task<int> Measure()
    {
        Figure.Machine();
        var directory = Directory.CreateTempSubdirectory("memory-benchmark-").FullName;
        try
        {
            await using var store = SqliteStore.Open(
                new SqliteStoreOptions { DataDirectory = directory, Mode = CommitMode.Group }, TimeProvider.System, NullLogger.Instance);
            await using var services = BenchmarkServices.Build(store, static _ => { }, symbolsTick: true);
            var silo = services.GetRequiredService<LocalSilo>();
            await silo.StartAsync(CancellationToken.None);
            using var identity = Caller.AsService();
            var isMet = await Measure(services.GetRequiredService<IGrainFactory>());
            await silo.StopAsync(CancellationToken.None);
            return isMet;
        }
        finally
        {
            Directory.Delete(directory, recursive: true);
        }
    }

    private static async Task<int> Measure(IGrainFactory grains)
    {
        var population = new Population(grains);
        await using var market = await QuietMarket.Start(grains);
        Stage("before", TimeSpan.Zero);
        await Stage("accounts", population.OpenAccounts);
        await Stage("orders", population.RestOrders);
        await Stage("agents", population.StartAgents);

        var now = DateTimeOffset.UtcNow;
        var nextMinute = TimeSpan.FromTicks(TimeSpan.TicksPerMinute - (now.UtcTicks % TimeSpan.TicksPerMinute));
        await Task.Delay(nextMinute + _settling);
        await population.Check();
        await market.Check(Population.Accounts * Population.OrdersOfAccount);
        var workingSet = Environment.WorkingSet / Mebibyte;
        GC.Collect(GC.MaxGeneration, GCCollectionMode.Aggressive, blocking: true, compacting: true);
        var heap = GC.GetTotalMemory(forceFullCollection: true) / Mebibyte;
        Figure.Note($"after a forced collection: working set {Environment.WorkingSet / Mebibyte:F0} MiB, managed heap {heap:F0} MiB, {heap * Mebibyte / Population.Accounts:N0} bytes an account with agent and orders");
        return Figure.Judge(
            $"{Population.Accounts:N0} accounts with agents and orders, a cycle later: working set {workingSet:F0} MiB", $"<= {MegabytesMax:F0} MB",
            workingSet * Mebibyte <= MegabytesMax * 1_000_000);
    }

    private static async Task Stage(string name, Func<Task> work)
    {
        var clock = Stopwatch.StartNew();
        await work();
        Stage(name, clock.Elapsed);
    }

    private static void Stage(string name, TimeSpan took)
    {
        var peak = Environment.WorkingSet / Mebibyte;
        Figure.Note($"{name,-9} in {took.TotalSeconds,5:F1} s: managed heap {GC.GetTotalMemory(forceFullCollection: true) / Mebibyte,6:F1} MiB, working set {peak,4:F0} MiB before collection");
    }
}
