using System.Collections.Concurrent;
using System.Collections.Immutable;
using System.Diagnostics;
using System.Globalization;
using Microsoft.Extensions.DependencyInjection;
using OrleansTrader.Grains;
using OrleansTrader.Grains.Symbols;
using OrleansTrader.Grains.Tenants;
using OrleansTrader.Trading.Accounts;
using OrleansTrader.Trading.Instruments;
using OrleansTrader.Trading.Markets;
using OrleansTrader.Trading.Orders;

namespace OrleansTrader.Benchmarks.Cluster;

/// <summary>
/// Submit, fill, durable on PostgreSQL, on one silo and on two, each a process; beside it Orleans' own bare calls from the same client in the
/// same run. Every caller awaits each call before its next.
/// </summary>
internal static class ClusterBenchmark
{
    public const string Venue = "simulated";

    private const int Tenants = 32, AccountsPerTenant = 4, Callers = 100, CallsPerTurn = 50;

    private static readonly TimeSpan WarmUp = TimeSpan.FromSeconds(4), Measured = TimeSpan.FromSeconds(10);
    private static readonly Symbol Btc = Symbol.Parse("BTC-USDT");

    public static TenantQuotas Quotas { get; } = new() { OrdersPerMinute = 10_000_000, Accounts = 1_000 };

    public static async Task<int> Run()
    {
        Figure.Machine();
        var silos = new List<Process>();
        var directory = Directory.CreateTempSubdirectory("trader-benchmark-");
        try
        {
            for (var count = 1; count <= 2; count++)
            {
                silos.Add(await Start(count, directory));
                await Measure(count);
            }
        }
        finally
        {
            foreach (var silo in silos)
            {
                silo.StandardInput.Close();
                await silo.WaitForExitAsync();
                silo.Dispose();
            }

            directory.Delete(recursive: true);
        }

        return 0;
    }

    private static async Task<Process> Start(int number, DirectoryInfo directory)
    {
        var start = new ProcessStartInfo(Environment.ProcessPath!)
        {
            UseShellExecute = false,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
        };
        if (Path.GetFileNameWithoutExtension(Environment.ProcessPath) is "dotnet")
            start.ArgumentList.Add(typeof(ClusterBenchmark).Assembly.Location);
        start.ArgumentList.Add("silo");
        start.ArgumentList.Add(number.ToString(CultureInfo.InvariantCulture));
        start.ArgumentList.Add(directory.FullName);
        var silo = Process.Start(start)!;
        while (await silo.StandardOutput.ReadLineAsync() is { } line)
        {
            if (string.Equals(line, BenchmarkSilo.Ready, StringComparison.Ordinal))
                return silo;
        }

        throw new InvalidOperationException($"silo {number} ended at its start");
    }

    private static async Task Measure(int silos)
    {
        using var client = await BenchmarkSilo.Connect();
        var grains = client.Services.GetRequiredService<IClusterClient>();
        using (Caller.AsService())
            await Open(grains, silos);
        await Ping(grains, WarmUp);
        var calls = await Ping(grains, Measured);
        await Trade(grains, silos, "warm", WarmUp);
        var latencies = await Trade(grains, silos, "measured", Measured);
        latencies.Sort();
        Figure.Note($"{silos} silo(s): {calls / Measured.TotalSeconds:N0} bare grain calls a second, {latencies.Count / Measured.TotalSeconds:N0} orders a second durable, p50 {At(latencies, 0.5):F1} ms, p99 {At(latencies, 0.99):F1} ms");
        await client.StopAsync();
    }

    private static async Task Open(IClusterClient grains, int silos)
    {
        var market = grains.Symbol(new SymbolKey(Venue, Btc));
        await market.Start(new SymbolStart(InstrumentCatalog.Default.Get(Btc), silos, UsesBackPressure: false, new MarketOptions(), []));
        await market.OnMarket([new Quote(Btc, DateTimeOffset.UtcNow, 59_999.5m, 0m, 60_000.5m, 0m, silos, silos)], silos);
        foreach (var account in Accounts(silos))
            await grains.Tenant(account.Tenant).CreateAccount(new AccountCreation(account.Name, Venue, "USDT", 1_000_000m));
    }

    private static async Task<long> Ping(IClusterClient grains, TimeSpan span)
    {
        var counts = await Task.WhenAll(Enumerable.Range(0, Callers).Select(i => Task.Run(async () =>
        {
            var (grain, clock, calls) = (grains.GetGrain<IPingGrain>($"p{i}"), Stopwatch.StartNew(), 0L);
            while (clock.Elapsed < span)
            {
                for (var call = 0; call < CallsPerTurn; call++)
                    await grain.Ping(1);
                calls += CallsPerTurn;
                await Yield();
            }

            return calls;
        })));
        return counts.Sum();
    }

    /// <returns>Milliseconds of each order from the call to its durable answer.</returns>
    private static async Task<List<double>> Trade(IClusterClient grains, int silos, string stage, TimeSpan span)
    {
        var latencies = new ConcurrentBag<double>();
        await Task.WhenAll(Accounts(silos).Select(account => Task.Run(async () =>
        {
            using var identity = Caller.As(account.Tenant);
            var (grain, clock) = (grains.Account(account), Stopwatch.StartNew());
            for (var number = 1; clock.Elapsed < span; number++)
            {
                var side = number % 2 == 1 ? Side.Buy : Side.Sell;
                var order = new SubmitOrder(new OrderIntent(Btc, side, OrderType.Market, OrderQuantity.InBase(0.01m)) { Leverage = 5m });
                var asked = Stopwatch.GetTimestamp();
                var reply = await grain.Execute(new CommandId(string.Create(CultureInfo.InvariantCulture, $"{stage}/{number}")), order);
                if (!reply.IsDone)
                    throw new InvalidOperationException($"{account}: {reply}");
                latencies.Add(Stopwatch.GetElapsedTime(asked).TotalMilliseconds);
                await Yield();
            }
        })));
        return [.. latencies];
    }

    // Other callers and the client's own work come in between: on two cores a plain loop of awaited calls starves them.
    private static Task Yield() => Task.Factory.StartNew(static () => { }, CancellationToken.None, TaskCreationOptions.PreferFairness, TaskScheduler.Default);

    // New ones for each number of silos, so that they are placed over all of them.
    private static ImmutableArray<AccountKey> Accounts(int silos) =>
        [.. from tenant in Enumerable.Range(1, Tenants) from account in Enumerable.Range(1, AccountsPerTenant) select new AccountKey(new TenantId($"s{silos}-{tenant}"), $"a{account}")];

    private static double At(List<double> sorted, double share) => sorted[Math.Min(sorted.Count - 1, (int)(sorted.Count * share))];
}
