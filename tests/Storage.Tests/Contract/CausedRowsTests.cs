using OrleansTrader.Trading.Accounts;
using OrleansTrader.Trading.Orders;
using OrleansTrader.Storage.Tests.Sqlite;
using static OrleansTrader.Storage.Tests.Sqlite.TestBooks;

namespace OrleansTrader.Storage.Tests.Contract;

public sealed class CausedRowsTests : IDisposable
{
    private const string Fifth = "bot trend@1.0.0 cycle 5";

    private static readonly AccountKey _a = AccountKey.Parse("demo/a");
    private readonly AnyBooks _books = new();

    public void Dispose() => _books.Dispose();

    [Theory]
    [MemberData(nameof(Stores.All), MemberType = typeof(Stores))]
    public async Task CausedBy_severalCauses_hasEachOnesOrdersAndTradesAsTheyAreNow(StoreKind kind)
    {
        await using var store = await _books.Open(kind);
        await store.Journal.Write(
        [
            TestRows.Order("demo/a", 4), TestRows.Order("demo/a", 3), TestRows.Trade("demo/a", 1),
            TestRows.Order("demo/a", 5) with { Cause = "bot trend@1.0.0 cycle 55" }, TestRows.Trade("demo/a", 2) with { EntryCause = null },
            TestRows.Order("demo/a", 6) with { Cause = "bot trend@1.0.0" }, TestRows.Order("demo/a", 7) with { Cause = null },
            TestRows.Order("demo/b", 1), TestRows.Trade("demo/b", 1),
        ]);
        var filled = TestRows.Order("demo/a", 3, OrderStatus.Filled) with { Filled = 0.003m, Cause = "not told again" };
        await store.Journal.Write([filled]);

        var caused = await store.ReadModel.CausedBy(_a, [Fifth, "bot trend@1.0.0 cycle 6", "bot trend@1.0.0 cycle 55", "bot trend@1.0.0"], Cancellation);

        Assert.Equal([filled with { Cause = Fifth }, TestRows.Order("demo/a", 4)], caused[0].Orders);
        Assert.Equal([TestRows.Trade("demo/a", 1)], caused[0].Trades);
        Assert.Equal([0, 1, 0], caused.Skip(1).Select(static rows => rows.Orders.Length));
        Assert.All(caused.Skip(1), static rows => Assert.Empty(rows.Trades));
        Assert.Empty(await store.ReadModel.CausedBy(_a, [], Cancellation));
    }
}
