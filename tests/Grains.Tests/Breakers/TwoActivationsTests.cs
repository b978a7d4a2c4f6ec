using Microsoft.Extensions.Logging.Abstractions;
using OrleansTrader.Grains;
using OrleansTrader.Grains.Accounts;
using OrleansTrader.Grains.Json;
using OrleansTrader.Grains.Tenants;
using OrleansTrader.GrainsTests.Books;
using OrleansTrader.GrainsTests.Fixture;
using OrleansTrader.Storage.Sqlite;
using OrleansTrader.Trading.Accounts;
using OrleansTrader.Trading.Orders;
using OrleansTrader.Trading.Risk.Breakers;

namespace OrleansTrader.GrainsTests.Breakers;

/// <summary>Two processes that each believe they have the account: the journal's versions are the fence.</summary>
public sealed class TwoActivationsTests
{
    private const int RoundsMax = 2_000;

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Halt_byOneActivationWhileTheOtherBuys_nothingOpensAfterItAndItEndsHalted(bool closes)
    {
        await using var store = SqliteStore.Open(new SqliteStoreOptions { Mode = CommitMode.Group }, TimeProvider.System, NullLogger<SqliteStore>.Instance);
        await using var first = await LiveBooks.Start(store);
        await using var second = await LiveBooks.Start(store);
        await first.Open(60_000m, 3_000m);
        await second.Open(60_000m, 3_000m);
        using var caller = Caller.AsService();
        await first.Grains.Tenant(Scene.Tenant).CreateAccount(new AccountCreation("both", Scene.Venue, "USDT", 1_000_000m));
        Assert.NotNull(await second.Account("both").GetView());

        var isHalted = false;
        var bought = new TaskCompletionSource();
        var buys = Task.Run(() => Buy(second, () => Volatile.Read(ref isHalted), bought));
        var others = Task.Run(() => Buy(first, () => Volatile.Read(ref isHalted), bought));
        await bought.Task;
        await Until(first, "halt", new HaltTrading("both of you", "ann", closes));
        Volatile.Write(ref isHalted, true);
        await Task.WhenAll(buys, others);

        // Whoever holds stale books finds out with the first thing it writes; the last word of both is the same.
        foreach (var books in new[] { first, second })
        {
            var refused = await Until(books, $"late {books.GetHashCode()}", Scene.AtMarket(Side.Buy, 0.01m));
            Assert.Equal((CommandStatus.Refused, RefusalCode.Halted), (refused.Status, refused.Refusal?.Code));
            Assert.Equal(TradingState.Halted, (await books.Account("both").GetView())!.Books.State);
        }

        var events = await Events(store);
        var at = events.FindIndex(static e => e.Kind == AccountEventKind.BreakerTripped);
        Assert.Contains(events.Take(at), static e => e.Kind == AccountEventKind.OrderFilled);
        Assert.DoesNotContain(events.Skip(at), static e => e.Kind == AccountEventKind.OrderFilled && !e.OrderFilled().IsReducing);
        Assert.Equal(closes ? 0 : 1, (await first.Account("both").GetView())!.Books.Positions.Length);
        Assert.True((await store.Journal.Verify(default)).IsSound);
    }

    private static async Task Buy(LiveBooks books, Func<bool> ends, TaskCompletionSource bought)
    {
        using var caller = Caller.AsService();
        for (var i = 0; i < RoundsMax && !ends(); i++)
        {
            var reply = await books.Account("both").Execute(new CommandId($"{books.GetHashCode()}/{i}"), Scene.AtMarket(Side.Buy, 0.01m));
            if (reply.IsDone && i > 3)
                bought.TrySetResult();
        }

        bought.TrySetResult();
    }

    // An activation whose books are stale says that it does not know, and goes: the next one reads them.
    private static async Task<CommandReply> Until(LiveBooks books, string id, AccountCommand command)
    {
        using var caller = Caller.AsService();
        for (var i = 0; i < RoundsMax; i++)
        {
            var reply = await books.Account("both").Execute(new CommandId(id), command);
            if (reply.Status != CommandStatus.Unknown)
                return reply;
        }

        throw new InvalidOperationException($"{id} stayed unknown");
    }

    private static async Task<List<AccountEvent>> Events(SqliteStore store)
    {
        var all = new List<AccountEvent>();
        while (true)
        {
            var some = await store.Journal.Read($"account/{Scene.Key("both")}", all.Count, 5_000, default);
            if (some.IsEmpty)
                return all;
            all.AddRange(some.Select(static stored => ContractJson.Decode<AccountEvent>(stored.Payload.Span)));
        }
    }
}
