using OrleansTrader.Grains;
using OrleansTrader.Grains.Accounts;
using OrleansTrader.Grains.Alerts;
using OrleansTrader.Grains.Ports;
using OrleansTrader.Grains.Signals;
using OrleansTrader.Grains.Symbols;
using OrleansTrader.GrainsTests.Fixture;
using OrleansTrader.Storage.Rebuilding;
using OrleansTrader.Trading.Instruments;

namespace OrleansTrader.GrainsTests.Books;

public sealed class RebuildTests
{
    private static readonly string[] _tables =
        ["accounts", "orders", "fills", "closed_trades", "positions", "trigger_sets", "equity", "alerts", "agents", "versions", "decisions", "quotes", "funding", "lessons", "signals", "source_tallies"];

    private const string Sets = "SELECT symbol, account, triggers FROM trigger_sets WHERE triggers <> '[]'";

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(Keeper.Sqlite)]
    [InlineData(Keeper.Postgres)]
    public async Task Rebuild_soundReadModel_isTheSameRowByRow(Keeper keeper)
    {
        using var place = await Played(keeper);
        var before = await Dump(place);

        var (report, progress) = await Rebuild(place);

        Assert.Equal(before, await Dump(place));
        Assert.Equal((0, 0), (report.MissingPoints, report.NewPrices));
        Assert.Equal(Enumerable.Range(1, (int)report.Commits).Select(i => new RebuildProgress(i, report.Commits)), progress);
        Assert.All(report.Tables, static table => Assert.Equal(table.Before, table.After));
        Assert.Contains(report.Tables, static table => table is { Name: "fills", Origin: RowOrigin.Journal, After: >= 8 });
        Assert.Contains(report.Tables, static table => table is { Name: "quotes", Origin: RowOrigin.Kept, After: > 0 });
    }

    [Theory]
    [InlineData(Keeper.Sqlite)]
    [InlineData(Keeper.Postgres)]
    public async Task Rebuild_rowsThatWereLostOrAltered_areAsTheyWere(Keeper keeper)
    {
        using var place = await Played(keeper);
        var before = await Dump(place);
        var sets = await place.Rows(Sets);
        await place.Change(
            "DELETE FROM accounts WHERE account = 'demo/two'", "UPDATE accounts SET deposited = '1' WHERE account = 'demo/holder'",
            "DELETE FROM fills WHERE account = 'demo/trader'", "UPDATE fills SET price = '1' WHERE account = 'demo/holder'",
            "UPDATE orders SET status = 0, filled = '7'", "DELETE FROM closed_trades", "DELETE FROM orders WHERE order_id = 1",
            "DELETE FROM positions WHERE account = 'demo/holder'", "UPDATE positions SET account = 'demo/nobody' WHERE account = 'demo/two' AND symbol = 'simulated/ETH-USDT'",
            "DELETE FROM trigger_sets WHERE account = 'demo/holder'", "UPDATE trigger_sets SET triggers = '[]' WHERE account = 'demo/two'",
            "DELETE FROM alerts WHERE source = 'demo/halted'", "DELETE FROM equity WHERE account = 'demo/young'", "UPDATE equity SET cash = '3', equity = '3' WHERE account = 'demo/halted' AND exposure = '0'");
        foreach (var table in _tables.Take(8))
            Assert.NotEqual(before[table], (await Dump(place))[table]);

        var (report, _) = await Rebuild(place);

        var after = await Dump(place);
        // A set that was lost has another number.
        foreach (var table in _tables.Except(["trigger_sets"], StringComparer.Ordinal))
            Assert.Equal(before[table], after[table]);
        Assert.Equal(sets, await place.Rows(Sets));
        Assert.Equal(1, report.NewPrices);
        Assert.Equal(0, report.MissingPoints);
    }

    [Theory]
    [InlineData(Keeper.Sqlite)]
    [InlineData(Keeper.Postgres)]
    public async Task Rebuild_whatTheJournalDoesNotHave_isKeptOrItsLossIsTold(Keeper keeper)
    {
        using var place = await Played(keeper);
        await using (var store = await place.Open())
            await store.Journal.Write([new AlertRow(Scene.Tenant, DateTimeOffset.UnixEpoch, AlertSeverity.Warning, "demo/an-agent", "nothing of the journal")]);
        var held = await place.Rows("SELECT account, at FROM equity WHERE exposure <> '0'");
        await place.Change("DELETE FROM equity WHERE account = 'demo/holder' AND exposure <> '0'");
        var kept = await place.Rows("SELECT account, at FROM equity WHERE exposure <> '0'");

        var (report, _) = await Rebuild(place);

        Assert.Equal(held.Count - kept.Count, report.MissingPoints);
        Assert.NotEqual(0, report.MissingPoints);
        Assert.Equal(kept, await place.Rows("SELECT account, at FROM equity WHERE exposure <> '0'"));
        Assert.Single(await place.Rows("SELECT * FROM alerts WHERE source = 'demo/an-agent'"));
    }

    [Theory]
    [InlineData(Keeper.Sqlite)]
    [InlineData(Keeper.Postgres)]
    public async Task Rebuild_whileTheServiceRuns_isRefusedAndChangesNothing(Keeper keeper)
    {
        using var place = await Played(keeper);
        await place.Change("DELETE FROM fills");
        var service = await place.Open();

        var refused = await Assert.ThrowsAsync<JournalException>(() => Rebuild(place, Path.Combine(place.Directory, keeper == Keeper.Sqlite ? "." : "other")));

        Assert.Contains(keeper == Keeper.Sqlite ? "stop that one" : "stop the service", refused.Message, StringComparison.Ordinal);
        await service.DisposeAsync();
        Assert.Empty(await place.Rows("SELECT * FROM fills"));
        Assert.NotEqual(0, (await Rebuild(place)).Report.Commits);
    }

    [Theory]
    [InlineData(Keeper.Sqlite)]
    [InlineData(Keeper.Postgres)]
    public async Task Rebuild_journalThatIsNotSound_isRefusedAndChangesNothing(Keeper keeper)
    {
        using var place = await Played(keeper);
        await place.Change("DELETE FROM fills", "UPDATE commits SET version_before = version_before WHERE number = 2", "UPDATE commits SET at = at + 1 WHERE number = 2");

        var refused = await Assert.ThrowsAsync<JournalException>(() => Rebuild(place));

        Assert.Contains("not sound", refused.Message, StringComparison.Ordinal);
        Assert.Empty(await place.Rows("SELECT * FROM fills"));
        Assert.NotEmpty(await place.Rows("SELECT * FROM orders"));
    }

    private static async Task<StorePlace> Played(Keeper keeper)
    {
        var place = await StorePlace.Make(keeper);
        await using var store = await place.Open();
        await using var books = await LiveBooks.Start(store);
        await books.Play();
        await store.Journal.Write([new QuoteRow(Scene.BtcKey, DateTimeOffset.UnixEpoch, 1m, 2m, 1.5m, 1)]);
        return place;
    }

    private static async Task<(RebuildReport Report, List<RebuildProgress> Progress)> Rebuild(StorePlace place, string? directory = null)
    {
        if (directory is not null && place.Settings.IsPostgres)
        {
            Directory.CreateDirectory(directory);
            File.Copy(Path.Combine(place.Directory, "journal.key"), Path.Combine(directory, "journal.key"));
        }

        await using var store = await place.Open(directory);
        var told = new List<RebuildProgress>();
        var history = new BookHistory(
            new AccountHistory(new GrainSettings { Venue = Scene.Venue }, static (symbol, _) => ValueTask.FromResult(InstrumentCatalog.Default.Get(symbol))),
            new SignalHistory(Scene.Venue));
        return (await store.Rebuild(history, new Told(told), Cancellation), told);
    }

    private static async Task<Dictionary<string, List<string>>> Dump(StorePlace place)
    {
        var dump = new Dictionary<string, List<string>>(StringComparer.Ordinal);
        foreach (var table in _tables)
        {
            // A signal's number is its place in the list: PostgreSQL leaves gaps where a row is written again.
            var columns = table is "signals" ? "signal, source, symbol, stage, received_at, due_at, told, road" : "*";
            dump[table] = await place.Rows($"SELECT {columns} FROM {table}");
        }

        return dump;
    }

    private sealed class Told(List<RebuildProgress> told) : IProgress<RebuildProgress>
    {
        public void Report(RebuildProgress value) => told.Add(value);
    }
}
