using OrleansTrader.Grains.Ports;
using OrleansTrader.Silo.Supervision;
using OrleansTrader.Venues.Tests;

namespace OrleansTrader.Silo.Tests.Supervision;

public sealed class OneOfAKindTests
{
    private static readonly TimeSpan Bound = TimeSpan.FromSeconds(30);

    private readonly FakeTime _time = new(new DateTimeOffset(2026, 1, 1, 0, 0, 0, TimeSpan.Zero));
    private readonly FakeLeases _leases = new();
    private readonly TaskCompletionSource<long> _began = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource _end = new(TaskCreationOptions.RunContinuationsAsynchronously);

    [Fact]
    public async Task Run_freeLease_worksUnderItsEpochAndGivesItBack()
    {
        var running = Kind().Run(Work, CancellationToken.None);

        Assert.Equal(1, await Began());
        _end.SetResult();
        await running.WaitAsync(Bound);

        Assert.Null(_leases.Holder);
    }

    [Fact]
    public async Task Run_leaseHeldByAnother_waitsAndTellsSoUntilItIsFree()
    {
        _leases.Holder = "other";
        var kind = Kind();
        var running = kind.Run(Work, CancellationToken.None);
        await Timer(OneOfAKind.PollSeconds);

        Assert.True(kind.IsElsewhere);
        Assert.False(_began.Task.IsCompleted);

        _leases.Holder = null;
        _time.Advance(TimeSpan.FromSeconds(OneOfAKind.PollSeconds));
        await Began();
        Assert.False(kind.IsElsewhere);
        _end.SetResult();
        await running.WaitAsync(Bound);
    }

    [Fact]
    public async Task Run_leaseTakenByAnother_endsTheWorkAndSaysSo()
    {
        var running = Kind().Run(Work, CancellationToken.None);
        await Began();
        await Timer(OneOfAKind.RenewSeconds);
        _leases.Holder = "other";
        _time.Advance(TimeSpan.FromSeconds(OneOfAKind.RenewSeconds));

        await Assert.ThrowsAsync<LeaseLostException>(() => running.WaitAsync(Bound));
        Assert.Equal("other", _leases.Holder);
    }

    [Fact]
    public async Task Run_storeSilentForLessThanTheLease_goesOn()
    {
        var running = Kind().Run(Work, CancellationToken.None);
        await Began();
        _leases.IsSilent = true;
        await PassRenewal();
        _leases.IsSilent = false;
        await PassRenewal();
        await Timer(OneOfAKind.RenewSeconds);

        Assert.False(running.IsCompleted);
        _end.SetResult();
        await running.WaitAsync(Bound);
    }

    [Fact]
    public async Task Run_storeSilentUntilTheLeaseRunsOut_endsTheWorkBeforeAnotherMayBegin()
    {
        var began = _time.GetUtcNow();
        var running = Kind().Run(Work, CancellationToken.None);
        await Began();
        _leases.IsSilent = true;
        while (!running.IsCompleted && _time.GetUtcNow() - began < TimeSpan.FromSeconds(OneOfAKind.LeaseSeconds))
            await PassRenewal(running);

        await Assert.ThrowsAsync<LeaseLostException>(() => running.WaitAsync(Bound));
        Assert.True(_time.GetUtcNow() - began <= TimeSpan.FromSeconds(OneOfAKind.LeaseSeconds));
    }

    private OneOfAKind Kind() => new(_leases, "feed/simulated", "me", _time);

    private async Task Work(long epoch, CancellationToken cancellation)
    {
        _began.SetResult(epoch);
        await _end.Task.WaitAsync(cancellation);
    }

    private Task<long> Began() => _began.Task.WaitAsync(Bound, TestContext.Current.CancellationToken);

    private async Task PassRenewal(Task? orUntil = null)
    {
        await Timer(OneOfAKind.RenewSeconds, orUntil);
        var asked = _leases.Renewals;
        _time.Advance(TimeSpan.FromSeconds(OneOfAKind.RenewSeconds));
        await Until(() => _leases.Renewals > asked || orUntil?.IsCompleted == true);
    }

    private Task Timer(int seconds, Task? orUntil = null) =>
        Until(() => _time.HasTimerOf(TimeSpan.FromSeconds(seconds)) || orUntil?.IsCompleted == true);

    private static async Task Until(Func<bool> holds)
    {
        using var bound = new CancellationTokenSource(Bound);
        while (!holds())
        {
            bound.Token.ThrowIfCancellationRequested();
            await Task.Yield();
        }
    }

    private sealed class FakeLeases : ILeases
    {
        private volatile string? _holder;
        private volatile int _renewals;
        private long _epoch;

        public string? Holder
        {
            get => _holder;
            set => _holder = value;
        }

        public volatile bool IsSilent;

        public int Renewals => _renewals;

        public ValueTask<Lease?> TryTake(string name, string holder, TimeSpan duration, CancellationToken cancellation)
        {
            if (_holder is { } other && !string.Equals(other, holder, StringComparison.Ordinal))
                return new((Lease?)null);
            _holder = holder;
            return new(new Lease(name, holder, ++_epoch));
        }

        public ValueTask<bool> Renew(Lease lease, TimeSpan duration, CancellationToken cancellation)
        {
            Interlocked.Increment(ref _renewals);
            return IsSilent ? throw new JournalException("silent, as the test wished") : new(IsHeldBy(lease));
        }

        public ValueTask Release(Lease lease, CancellationToken cancellation)
        {
            if (IsHeldBy(lease))
                _holder = null;
            return ValueTask.CompletedTask;
        }

        private bool IsHeldBy(Lease lease) => string.Equals(_holder, lease.Holder, StringComparison.Ordinal);
    }
}
