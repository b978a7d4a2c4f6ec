using System.Collections.Immutable;
using System.Diagnostics;
using OrleansTrader.ClusterTests.Fixture;
using OrleansTrader.ClusterTests.Journal;
using OrleansTrader.ClusterTests.Load;
using OrleansTrader.Grains;
using OrleansTrader.Grains.Accounts;
using OrleansTrader.Grains.Tenants;
using OrleansTrader.Trading.Accounts;

namespace OrleansTrader.ClusterTests.Faults;

/// <summary>Real silos on a real PostgreSQL, under load, while what can go wrong does.</summary>
public sealed class ClusterFaultTests(ITestOutputHelper output)
{
    private const int Tenants = 8, AccountsPerTenant = 6;

    /// <summary>More than the 500 that must be borne, since a fault takes some of them away.</summary>
    private const int OrdersPerSecond = 600;

    /// <summary>After a fault every account has traded again within so many seconds, and every stop been watched again.</summary>
    private const int OrdersBackSecondsMax = 15;

    /// <summary>After a fault every agent has decided again within so many seconds.</summary>
    private const int AgentsBackSecondsMax = 90;

    private const int CalmSeconds = 5;

    // In the market whenever they can, and thrown out at once: their orders tell that they decide.
    private static readonly Dictionary<string, string> Settings = new(StringComparer.Ordinal)
    {
        ["AGENTS"] = string.Join("; ", from interval in new[] { "1m", "5m", "15m", "1h" }
                                       from fast in new[] { 1, 5, 20 }
                                       select $"trend interval={interval} adx=0 fast={fast} slow={fast * 2} stop=0.05 trail=0.05 cooldown=0"),
        ["CYCLE_INTERVAL_SECONDS"] = "1",
        ["SYMBOLS"] = "BTC-USDT,ETH-USDT",
    };

    private readonly ImmutableArray<AccountKey> _accounts =
        [.. from tenant in Enumerable.Range(1, Tenants) from account in Enumerable.Range(1, AccountsPerTenant) select new AccountKey(new TenantId($"t{tenant}"), $"a{account}")];

    private readonly ImmutableArray<AccountKey> _triggered = [.. Enumerable.Range(1, Tenants).Select(static tenant => new AccountKey(new TenantId($"t{tenant}"), "stops"))];

    [Theory]
    [InlineData(2, "kill 1", "start 1")]
    [InlineData(2, "stop 2", "start 2")]
    [InlineData(2, "db-restart")]
    [InlineData(3, "kill 3", "kill 2", "start 2", "add")]
    public async Task Cluster_faultUnderLoad_losesAndDoublesNothingAndIsBackInTime(int silos, params string[] faults)
    {
        await using var processes = await Processes.Up(silos, Settings);
        await using var cluster = await Cluster.Connect(processes.Database);
        await Open(cluster.Client);
        using var stop = new CancellationTokenSource();
        var orders = new OrderLoad(cluster.Client, _accounts, OrdersPerSecond);
        var triggers = new TriggerLoad(cluster.Client, _triggered);
        var loading = Task.WhenAll(orders.Run(stop.Token), triggers.Run(stop.Token));
        await Back("start", orders, triggers, Stopwatch.GetTimestamp(), loading);
        await using var agents = new AgentWatch(processes.Database);
        await agents.Back("start", DateTimeOffset.UtcNow, AgentsBackSecondsMax, output);
        foreach (var fault in faults)
        {
            await Task.Delay(TimeSpan.FromSeconds(CalmSeconds), TestContext.Current.CancellationToken);
            var (at, before) = (Stopwatch.GetTimestamp(), orders.Told.Count);
            var command = processes.Run(fault.Split(' '));
            var now = DateTimeOffset.UtcNow;
            await Back(fault, orders, triggers, at, loading);
            await agents.Back(fault, now, AgentsBackSecondsMax, output);
            await command;
            output.WriteLine($"{fault}: {orders.Told.Count - before} orders in {Stopwatch.GetElapsedTime(at).TotalSeconds:F1} s");
        }

        await Task.Delay(TimeSpan.FromSeconds(CalmSeconds), TestContext.Current.CancellationToken);
        await stop.CancelAsync();
        await loading;
        var digests = await Digests(cluster.Client);
        await using var checker = new JournalChecker(processes.Database);
        var findings = await checker.Check(orders.Told, digests);
        output.WriteLine($"{findings}; {triggers.RoundTrips} round trips by triggers; faults of calls: {string.Join(", ", orders.Faults.Select(static pair => $"{pair.Key} {pair.Value}"))}");
    }

    /// <summary>Waits until every account has an order that was asked for after an instant, and every account with stops a round trip.</summary>
    private async Task Back(string after, OrderLoad orders, TriggerLoad triggers, long at, Task loading)
    {
        await Until(() => Slow(_accounts, orders.LastAsked, at), "orders", OrdersBackSecondsMax, loading);
        output.WriteLine($"{after}: every account ordered again after {Stopwatch.GetElapsedTime(at).TotalSeconds:F1} s");
        await Until(() => Slow(_triggered, triggers.LastBegun, at), "stops", OrdersBackSecondsMax, loading);
        output.WriteLine($"{after}: every account was stopped out again after {Stopwatch.GetElapsedTime(at).TotalSeconds:F1} s");

        async Task Until(Func<List<AccountKey>> slow, string what, int secondsMax, Task load)
        {
            while (slow() is { Count: > 0 } late)
            {
                Assert.False(load.IsCompleted, $"{after}: the load ended: {load.Exception?.InnerException}");
                Assert.True(Stopwatch.GetElapsedTime(at).TotalSeconds <= secondsMax, $"{after}: no {what} of {string.Join(", ", late)} within {secondsMax} s");
                await Task.Delay(TimeSpan.FromMilliseconds(50), TestContext.Current.CancellationToken);
            }
        }
    }

    private static List<AccountKey> Slow(ImmutableArray<AccountKey> accounts, IReadOnlyDictionary<AccountKey, long> last, long at) =>
        [.. accounts.Where(account => last.GetValueOrDefault(account) < at)];

    private async Task Open(IClusterClient client)
    {
        foreach (var account in _accounts.Concat(_triggered))
        {
            using var identity = Caller.As(account.Tenant);
            var reply = await client.Tenant(account.Tenant).CreateAccount(new AccountCreation(account.Name, "simulated", "USDT", 1_000_000m));
            Assert.False(reply.IsRefused, reply.ToString());
        }
    }

    private async Task<Dictionary<AccountKey, BooksDigest>> Digests(IClusterClient client)
    {
        var digests = new Dictionary<AccountKey, BooksDigest>();
        foreach (var account in _accounts.Concat(_triggered))
        {
            using var identity = Caller.As(account.Tenant);
            digests[account] = (await client.Account(account).GetDigest())!;
        }

        return digests;
    }
}
