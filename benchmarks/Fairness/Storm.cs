using OrleansTrader.Grains.Accounts;
using OrleansTrader.Trading.Accounts;

namespace OrleansTrader.Benchmarks.Fairness;

/// <summary>A tenant all of whose accounts send an order as soon as the last one was answered.</summary>
internal sealed class Storm : IAsyncDisposable
{
    private const int Accounts = 300;

    private readonly IAccountGrain[] _accounts;
    private readonly long[] _numbers = new long[Accounts];
    private CancellationTokenSource _calm = new();
    private long _answered;

    private Storm(IAccountGrain[] accounts) => _accounts = accounts;

    /// <summary>Orders that were answered so far.</summary>
    public long Answered => Volatile.Read(ref _answered);

    public static async Task<Storm> Prepare(FairnessHost host)
    {
        var accounts = await Task.WhenAll(Enumerable.Range(0, Accounts)
            .Select(i => host.Open(new TenantId("noisy"), FormattableString.Invariant($"account-{i}"))));
        return new Storm(accounts);
    }

    public async Task<T> During<T>(Func<Task<T>> work)
    {
        _calm.Dispose();
        _calm = new CancellationTokenSource();
        var blowing = Enumerable.Range(0, Accounts).Select(i => Task.Run(() => Blow(i, _calm.Token))).ToArray();
        var result = await work();
        await _calm.CancelAsync();
        await Task.WhenAll(blowing);
        return result;
    }

    public ValueTask DisposeAsync()
    {
        _calm.Dispose();
        return ValueTask.CompletedTask;
    }

    private async Task Blow(int account, CancellationToken calm)
    {
        while (!calm.IsCancellationRequested)
        {
            await FairnessHost.Send(_accounts[account], _numbers[account]++);
            Interlocked.Increment(ref _answered);
        }
    }
}
