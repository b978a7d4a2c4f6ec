using System.Collections.Concurrent;
using System.Diagnostics;
using OrleansTrader.Grains.Accounts;
using OrleansTrader.Trading.Accounts;

namespace OrleansTrader.Benchmarks.Fairness;

/// <summary>A tenant that sends orders at an even, modest rate, whatever becomes of them, over a few accounts.</summary>
internal sealed class QuietTenant
{
    private const int Accounts = 5;
    private static readonly TimeSpan _interval = TimeSpan.FromMilliseconds(20);

    private readonly IAccountGrain[] _accounts;
    private long _number;

    private QuietTenant(IAccountGrain[] accounts) => _accounts = accounts;

    public static async Task<QuietTenant> Prepare(FairnessHost host)
    {
        var accounts = new IAccountGrain[Accounts];
        for (var i = 0; i < Accounts; i++)
            accounts[i] = await host.Open(new TenantId("quiet"), FormattableString.Invariant($"account-{i}"));
        return new QuietTenant(accounts);
    }

    /// <summary>The milliseconds from each order to its durable fill.</summary>
    public async Task<IReadOnlyCollection<double>> Trade(TimeSpan span)
    {
        var took = new ConcurrentBag<double>();
        var sent = new List<Task>();
        using var timer = new PeriodicTimer(_interval);
        var began = Stopwatch.GetTimestamp();
        while (Stopwatch.GetElapsedTime(began) < span && await timer.WaitForNextTickAsync())
            sent.Add(Send(_number++));
        await Task.WhenAll(sent);
        return took;

        async Task Send(long number)
        {
            var at = Stopwatch.GetTimestamp();

            // Buys and sells of one account in turns: each account's own number is even, then odd.
            await FairnessHost.Send(_accounts[number % Accounts], number / Accounts);
            took.Add(Stopwatch.GetElapsedTime(at).TotalMilliseconds);
        }
    }
}
