using OrleansTrader.Grains.Ports;
using static OrleansTrader.Storage.Tests.Sqlite.TestBooks;

namespace OrleansTrader.Storage.Tests.Contract;

public sealed class LeaseTests : IDisposable
{
    private static readonly TimeSpan _while = TimeSpan.FromSeconds(60);
    private readonly AnyBooks _books = new();

    public void Dispose() => _books.Dispose();

    [Theory]
    [MemberData(nameof(Stores.All), MemberType = typeof(Stores))]
    public async Task TryTake_afterTheHolderIsGone_beginsAnEpoch(StoreKind kind)
    {
        await using (var store = await _books.Open(kind))
        {
            var lease = await store.Leases.TryTake("feed/simulated", "first", _while, Cancellation);
            Assert.Equal(new Lease("feed/simulated", "first", 1), lease);
            Assert.Equal(lease, await store.Leases.TryTake("feed/simulated", "first", _while, Cancellation));
            Assert.True(await store.Leases.Renew(lease!, _while, Cancellation));
            Assert.Equal(1, (await store.Leases.TryTake("retention", "first", _while, Cancellation))!.Epoch);
            await store.Leases.Release(lease!, Cancellation);
            Assert.False(await store.Leases.Renew(lease!, _while, Cancellation));
        }

        await using var again = await _books.Open(kind);
        var second = await again.Leases.TryTake("feed/simulated", "second", _while, Cancellation);
        Assert.Equal(2, second!.Epoch);
        await again.Leases.Release(second, Cancellation);
        Assert.Equal(3, (await again.Leases.TryTake("feed/simulated", "second", _while, Cancellation))!.Epoch);
    }

    [Fact]
    public async Task TryTake_heldByAnotherProcess_isRefusedUntilItRunsOut()
    {
        await using var store = await _books.Open(StoreKind.Postgres);
        var first = await store.Leases.TryTake("feed", "first", _while, Cancellation);
        Assert.Null(await store.Leases.TryTake("feed", "second", _while, Cancellation));
        Assert.Null(await store.Leases.TryTake("feed", "second", TimeSpan.Zero, Cancellation));

        Assert.True(await store.Leases.Renew(first!, TimeSpan.Zero, Cancellation));
        Assert.False(await store.Leases.Renew(first!, _while, Cancellation));
        Assert.Equal(2, (await store.Leases.TryTake("feed", "second", _while, Cancellation))!.Epoch);
        Assert.Null(await store.Leases.TryTake("feed", "first", _while, Cancellation));
    }
}
