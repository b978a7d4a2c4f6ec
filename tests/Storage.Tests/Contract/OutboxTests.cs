using System.Collections.Immutable;
using OrleansTrader.Grains.Alerts;
using OrleansTrader.Grains.Books;
using OrleansTrader.Grains.Notifications;
using OrleansTrader.Grains.Ports;
using OrleansTrader.Storage.Tests.Postgres;
using OrleansTrader.Trading.Accounts;
using static OrleansTrader.Storage.Tests.Sqlite.TestBooks;

namespace OrleansTrader.Storage.Tests.Contract;

public sealed class OutboxTests : IDisposable
{
    private static readonly TenantId _demo = new("demo");
    private static readonly DateTimeOffset _at = new(2026, 11, 22, 9, 0, 0, TimeSpan.Zero);
    private readonly AnyBooks _books = new();

    public void Dispose() => _books.Dispose();

    [Theory]
    [MemberData(nameof(Stores.All), MemberType = typeof(Stores))]
    public async Task Write_alert_isPutIntoTheOutboxOfThoseThatWantIt(StoreKind kind)
    {
        await using var store = await _books.Open(kind);
        await store.Outbox.Set(To("all"));
        await store.Outbox.Set(To("entries") with { Kinds = [AlertKind.Entry, AlertKind.DailySummary] });
        await store.Outbox.Set(To("grave") with { Severity = AlertSeverity.Critical });
        await store.Outbox.Set(To("trend") with { Accounts = ["trend", "other"] });
        await store.Outbox.Set(To("off") with { IsEnabled = false });
        await store.Outbox.Set(To("all") with { Tenant = new TenantId("other") });

        await store.Journal.Write([
            Alert("1", AlertKind.Entry, "trend"), Alert("2", AlertKind.Exit, "tren") with { Severity = AlertSeverity.Critical }, Alert("3", AlertKind.DailySummary)]);

        var found = await store.Outbox.Destinations(_demo, Cancellation);
        Assert.Equal(
            [("all", "1 2 3"), ("entries", "1 3"), ("grave", "2"), ("off", ""), ("trend", "1 3")],
            await Task.WhenAll(found.Select(async entry => (entry.Setting.Name, string.Join(' ', (await store.Outbox.Next(entry.Id, 10, Cancellation)).Select(static waiting => waiting.Alert.Message))))));
        Assert.Equal([3, 2, 1, 0, 2], found.Select(static entry => entry.State.Waiting));
        Assert.Empty(await store.Outbox.Next((await store.Outbox.Destinations(new TenantId("other"), Cancellation))[0].Id, 10, Cancellation));
    }

    [Theory]
    [MemberData(nameof(Stores.All), MemberType = typeof(Stores))]
    public async Task Set_andRead_isTheSame_andReplacingKeepsTheSequence(StoreKind kind)
    {
        await using var store = await _books.Open(kind);
        var setting = To("ops") with
        {
            Format = DestinationFormat.Telegram, Kinds = [AlertKind.Entry, AlertKind.Budget], Severity = AlertSeverity.Warning, Accounts = ["a", "b-2"], IsEnabled = true,
        };
        await store.Outbox.Set(setting);
        await store.Journal.Write([Alert("1", AlertKind.Budget) with { Severity = AlertSeverity.Warning }]);
        var before = Assert.Single(await store.Outbox.Destinations(_demo, Cancellation));

        await store.Outbox.Set(setting with { Target = "elsewhere", IsEnabled = false });

        var after = Assert.Single(await store.Outbox.Destinations(_demo, Cancellation));
        AssertSame(setting, before.Setting);
        AssertSame(setting with { Target = "elsewhere", IsEnabled = false }, after.Setting);
        Assert.Equal((before.Id, 1L, _at), (after.Id, after.State.Waiting, after.State.WaitingSince));
        Assert.Empty(await store.Outbox.Due(_at, 10, Cancellation));
    }

    [Theory]
    [MemberData(nameof(Stores.Durable), MemberType = typeof(Stores))]
    public async Task Record_attempts_moveTheSequenceAndOutliveARestart(StoreKind kind)
    {
        long id;
        await using (var store = await _books.Open(kind))
        {
            await store.Outbox.Set(To("ops"));
            await store.Journal.Write([Alert("1", AlertKind.Entry, "a"), Alert("2", AlertKind.Exit, "a"), Alert("3", AlertKind.Exit, "a")]);
            id = Assert.Single(await store.Outbox.Due(_at, 10, Cancellation)).Id;
            var waiting = await store.Outbox.Next(id, 10, Cancellation);
            Assert.Equal([1, 2, 3], waiting.Select(static one => one.Number));
            await store.Outbox.Record(new DeliveryAttempt(waiting[0], _at, "HTTP 500", _at.AddMinutes(1), IsGivenUp: false));
            Assert.Empty(await store.Outbox.Due(_at.AddSeconds(59), 10, Cancellation));
            await store.Outbox.Record(DeliveryAttempt.Taken(waiting[0], _at.AddMinutes(1)));
            await store.Outbox.Record(new DeliveryAttempt(waiting[1], _at.AddMinutes(2), "HTTP 400", _at.AddMinutes(3), IsGivenUp: true));
        }

        await using var again = await _books.Open(kind);
        var entry = Assert.Single(await again.Outbox.Due(_at.AddMinutes(3), 10, Cancellation));
        Assert.Equal(
            new DeliveryState(1, _at, 1, 2, 1, 0, _at.AddMinutes(1), "HTTP 400", _at.AddMinutes(2), 1, _at.AddMinutes(3)), entry.State);
        Assert.Equal(3, Assert.Single(await again.Outbox.Next(id, 10, Cancellation)).Number);
        var dead = Assert.Single(await again.Outbox.DeadLetters(_demo, 10, Cancellation));
        Assert.Equal(("ops", 2L, "HTTP 400", "2"), (dead.Destination, dead.Number, dead.Fault, dead.Alert.Message));
        Assert.Equal(new OutboxSums(1, 1, 1, 0, _at, _at.AddMinutes(3)), await again.Outbox.Sums(Cancellation));
    }

    [Theory]
    [MemberData(nameof(Stores.All), MemberType = typeof(Stores))]
    public async Task Write_moreThanMayWait_pushesOutTheOldestAndCountsThem(StoreKind kind)
    {
        await using var store = await _books.Open(kind);
        await store.Outbox.Set(To("ops"));
        for (var i = 0; i < 3; i++)
            await store.Journal.Write([.. Enumerable.Range(1, 400).Select(n => Alert($"{(i * 400) + n}", AlertKind.Entry, "a"))]);

        var entry = Assert.Single(await store.Outbox.Destinations(_demo, Cancellation));
        Assert.Equal((IOutbox.WaitingMax, 200), (entry.State.Waiting, entry.State.Dropped));
        Assert.Equal(201, (await store.Outbox.Next(entry.Id, 1, Cancellation))[0].Number);
        await store.Outbox.Sweep(Cancellation);
        Assert.Equal(Enumerable.Range(201, 1000).Select(static n => ((long)n, $"{n}")), (await store.Outbox.Next(entry.Id, 1_000, Cancellation)).Select(static one => (one.Number, one.Alert.Message)));
        Assert.Equal(IOutbox.WaitingMax, (await store.Outbox.Sums(Cancellation)).Waiting);
    }

    [Theory]
    [MemberData(nameof(Stores.All), MemberType = typeof(Stores))]
    public async Task Write_manyAlertsThatAreGivenUp_keepsTheLatest(StoreKind kind)
    {
        await using var store = await _books.Open(kind);
        await store.Outbox.Set(To("ops"));
        await store.Journal.Write([.. Enumerable.Range(1, IOutbox.DeadMax + 5).Select(static n => Alert($"{n}", AlertKind.Entry, "a"))]);
        var id = (await store.Outbox.Destinations(_demo, Cancellation))[0].Id;
        foreach (var waiting in await store.Outbox.Next(id, 1_000, Cancellation))
            await store.Outbox.Record(new DeliveryAttempt(waiting, _at.AddSeconds(waiting.Number), new string('x', 1_000), _at, IsGivenUp: true));

        var dead = await store.Outbox.DeadLetters(_demo, 1_000, Cancellation);
        Assert.Equal((IOutbox.DeadMax, IOutbox.DeadMax + 5, 6), (dead.Length, dead[0].Number, dead[^1].Number));
        Assert.Equal(DeliveryAttempt.FaultLengthMax, dead[0].Fault.Length);
        Assert.Equal(IOutbox.DeadMax + 5, (await store.Outbox.Destinations(_demo, Cancellation))[0].State.Dead);
    }

    [Theory]
    [MemberData(nameof(Stores.All), MemberType = typeof(Stores))]
    public async Task Remove_andAddAgain_beginsAnotherSequence(StoreKind kind)
    {
        await using var store = await _books.Open(kind);
        Assert.False(await store.Outbox.Add(_demo, "ops", Alert("test", AlertKind.Service)));
        await store.Outbox.Set(To("ops"));
        await store.Journal.Write([Alert("1", AlertKind.Entry, "a")]);
        var before = (await store.Outbox.Destinations(_demo, Cancellation))[0].Id;

        Assert.True(await store.Outbox.Remove(_demo, "ops"));
        Assert.False(await store.Outbox.Remove(_demo, "ops"));
        Assert.Empty(await store.Outbox.Next(before, 10, Cancellation));
        await store.Outbox.Set(To("ops") with { Kinds = [AlertKind.Exit] });
        Assert.True(await store.Outbox.Add(_demo, "ops", Alert("test", AlertKind.Service)));

        var after = Assert.Single(await store.Outbox.Due(_at, 10, Cancellation));
        Assert.NotEqual(before, after.Id);
        Assert.Equal((1L, "test"), (await store.Outbox.Next(after.Id, 10, Cancellation)).Select(static one => (one.Number, one.Alert.Message)).Single());
    }

    [Fact]
    public async Task Write_byTwoProcessesAtOnce_numbersWithoutAGapInTheOrderOfReading()
    {
        const int Each = 150;
        var server = await PostgresServer.Shared();
        var elsewhere = Directory.CreateTempSubdirectory("storage-tests-").FullName;
        try
        {
            await using var one = await _books.OpenPostgres(server);
            await using var other = await _books.OpenPostgres(server, elsewhere);
            await one.Outbox.Set(To("ops"));
            await one.Outbox.Set(To("also"));

            var writing = Task.WhenAll(Write(one, "a"), Write(other, "b"));
            var seen = new List<long>();
            var id = (await one.Outbox.Destinations(_demo, Cancellation)).Single(static entry => entry.Setting.Name is "ops").Id;
            while (seen.Count < 2 * Each)
            {
                foreach (var waiting in await other.Outbox.Next(id, 50, Cancellation))
                {
                    seen.Add(waiting.Number);
                    await other.Outbox.Record(DeliveryAttempt.Taken(waiting, _at));
                }
            }

            await writing;
            Assert.Equal(Enumerable.Range(1, 2 * Each).Select(static n => (long)n), seen);
            Assert.Equal([2 * Each, 0], (await one.Outbox.Destinations(_demo, Cancellation)).Select(static entry => entry.State.Waiting));
        }
        finally
        {
            Directory.Delete(elsewhere, recursive: true);
        }

        static async Task Write(IStore store, string name)
        {
            for (var i = 0; i < Each; i++)
                await store.Journal.Write([Alert($"{name}{i}", AlertKind.Entry, "a")]);
        }
    }

    [Theory]
    [MemberData(nameof(Stores.All), MemberType = typeof(Stores))]
    public async Task Alerts_ofKinds_areFoundNewestFirstWithAllThatWasSaid(StoreKind kind)
    {
        await using var store = await _books.Open(kind);
        var whole = Alert("2", AlertKind.Exit, "trend") with
        {
            Agent = new AgentKey(_demo, "bot"), Symbol = SymbolKey.Parse("simulated/BTC-USDT"), Figures = [new AlertFigure("price", 100.5m), new AlertFigure("profit", -3m)],
        };
        await store.Journal.Write([Alert("1", AlertKind.Entry), whole, Alert("3", AlertKind.Budget), Alert("4", AlertKind.Exit), Alert("5", AlertKind.Service)]);

        ImmutableArray<AlertKind> wanted = [AlertKind.Exit, AlertKind.Budget];
        var first = await store.ReadModel.Alerts(_demo, wanted, PageRequest.Newest(2), Cancellation);
        var second = await store.ReadModel.Alerts(_demo, wanted, new PageRequest(first.Next, 2), Cancellation);

        Assert.Equal(["4", "3"], first.Rows.Select(static row => row.Message));
        var found = Assert.Single(second.Rows);
        Assert.Null(second.Next);
        Assert.Equal(whole with { Figures = [] }, found with { Figures = whole.Figures.Clear() });
        Assert.Equal(whole.Figures, found.Figures);
    }

    private static void AssertSame(DestinationSetting expected, DestinationSetting found)
    {
        Assert.Equal(expected.Kinds, found.Kinds);
        Assert.Equal(expected.Accounts, found.Accounts);
        Assert.Equal(expected, found with { Kinds = expected.Kinds, Accounts = expected.Accounts });
    }

    private static DestinationSetting To(string name) => new(
        _demo, name, DestinationFormat.Webhook, "https://example.com", "sealed", [], AlertSeverity.Information, [], IsEnabled: true, _at);

    private static AlertRow Alert(string message, AlertKind kind, string? account = null) => new(_demo, _at, AlertSeverity.Information, "demo/source", message)
    {
        Kind = kind,
        Account = account is null ? null : new AccountKey(_demo, account),
    };
}
