using OrleansTrader.Grains;
using OrleansTrader.Grains.Accounts;
using OrleansTrader.Grains.Ports;
using OrleansTrader.Storage.Backups;
using OrleansTrader.Trading.Accounts;

namespace OrleansTrader.GrainsTests.Books;

public sealed class RestoreTests
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(Keeper.Sqlite)]
    [InlineData(Keeper.Postgres)]
    public async Task Restore_thenAccountsStart_theyAreWhatTheyWereAndGoOn(Keeper keeper)
    {
        using var place = await StorePlace.Make(keeper);
        using var other = await StorePlace.Make(keeper);
        var backup = Path.Combine(Path.GetDirectoryName(place.Directory)!, "backup");
        Dictionary<string, Account> live;
        await using (var store = await place.Open())
        await using (var books = await LiveBooks.Start(store))
        {
            await books.Play();
            live = await Look(books);
            await Backup.Run(place.Settings, place.Directory, StorePlace.Books, backup, DateTimeOffset.UnixEpoch, Cancellation);

            // What comes after the backup is not in it.
            await books.Do("holder", new Deposit(1m));
        }

        await Restore.Run(other.Settings, other.Directory, backup, Cancellation);
        await using var restored = await other.Open();
        await using var again = await LiveBooks.Start(restored);
        await again.Open(56_000m, 3_050m);

        var found = await Look(again);
        foreach (var name in LiveBooks.Accounts)
        {
            Assert.Equal(live[name].Digest, found[name].Digest);
            Assert.Equal(live[name].Orders, found[name].Orders);
            Assert.Equal(live[name].Positions, found[name].Positions);
            Assert.Equal(live[name].Sums, found[name].Sums);
            Assert.Equal(live[name].Digest, await Folded(restored.Journal, name));
        }

        Assert.Contains(found.Values, static account => account.Positions.Count > 1);
        Assert.Contains(found.Values, static account => account.Orders.Count > 1);
        Assert.True((await again.Do("two", new SetLeverage(Fixture.Scene.Btc, 2m))).Version > live["two"].Digest.Version);
    }

    private static async Task<Dictionary<string, Account>> Look(LiveBooks books)
    {
        using var caller = Caller.AsService();
        var accounts = new Dictionary<string, Account>(StringComparer.Ordinal);
        foreach (var name in LiveBooks.Accounts)
        {
            var snapshot = (await books.Account(name).GetView())!.Books;
            accounts[name] = new Account(
                (await books.Account(name).GetDigest())!, [.. snapshot.Orders],
                [.. snapshot.Positions],
                (snapshot.Cash, snapshot.Equity, snapshot.Realised, snapshot.Fees, snapshot.Deposited, snapshot.ReservedMargin, snapshot.HaltReason));
        }

        return accounts;
    }

    /// <summary>The state that all of an account's events lead to, from the first one on and without its snapshot.</summary>
    private static async Task<BooksDigest> Folded(IJournal journal, string name)
    {
        var state = new AccountState();
        while (await journal.Read($"account/{Fixture.Scene.Key(name)}", state.Version, 7, Cancellation) is { IsEmpty: false } page)
        {
            foreach (var stored in page)
                Ledger.Apply(state, Grains.Json.ContractJson.Decode<AccountEvent>(stored.Payload.Span));
        }

        return BooksDigest.Of(state);
    }

    private sealed record Account(
        BooksDigest Digest, List<OrderView> Orders, List<PositionView> Positions,
        (decimal Cash, decimal Equity, decimal Realised, decimal Fees, decimal Deposited, decimal Reserved, string Halt) Sums);
}
