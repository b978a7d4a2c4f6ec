using OrleansTrader.Grains.Ports;
using OrleansTrader.Storage.Sqlite;
using static OrleansTrader.Storage.Tests.Sqlite.TestBooks;

namespace OrleansTrader.Storage.Tests.Sqlite;

public sealed class LeaseTests : IDisposable
{
    private static readonly TimeSpan _while = TimeSpan.FromSeconds(10);
    private readonly TestBooks _books = new();

    public void Dispose() => _books.Dispose();

    [Theory]
    [InlineData(CommitMode.Group)]
    [InlineData(CommitMode.Behind)]
    public async Task TryTake_everyStartOfTheProcess_beginsAnEpoch(CommitMode mode)
    {
        await using (var store = _books.Open(mode))
        {
            var lease = await store.Leases.TryTake("feed/simulated", "first", _while, Cancellation);
            Assert.Equal(new Lease("feed/simulated", "first", 1), lease);
            Assert.Equal(lease, await store.Leases.TryTake("feed/simulated", "first", _while, Cancellation));
            Assert.True(await store.Leases.Renew(lease!, _while, Cancellation));
            Assert.Equal(1, (await store.Leases.TryTake("retention", "first", _while, Cancellation))!.Epoch);
        }

        await using var again = _books.Open(mode);
        var second = await again.Leases.TryTake("feed/simulated", "second", _while, Cancellation);
        Assert.Equal(2, second!.Epoch);
        await again.Leases.Release(second, Cancellation);
        Assert.False(await again.Leases.Renew(second, _while, Cancellation));
        Assert.Equal(3, (await again.Leases.TryTake("feed/simulated", "second", _while, Cancellation))!.Epoch);
    }
}
