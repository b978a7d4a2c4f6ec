using OrleansTrader.Grains.Books;
using OrleansTrader.Grains.Strategies;
using OrleansTrader.Trading.Accounts;
using OrleansTrader.Trading.Orders;
using OrleansTrader.Trading.Strategies.Lessons;
using OrleansTrader.Storage.Tests.Sqlite;
using static OrleansTrader.Storage.Tests.Sqlite.TestBooks;

namespace OrleansTrader.Storage.Tests.Contract;

public sealed class LessonTests : IDisposable
{
    private static readonly VersionKey _version = VersionKey.Parse("demo/thinker@1.0.0");
    private readonly AnyBooks _books = new();

    public void Dispose() => _books.Dispose();

    [Theory]
    [MemberData(nameof(Stores.All), MemberType = typeof(Stores))]
    public async Task Write_lesson_isReadBackEqual(StoreKind kind)
    {
        await using var store = await _books.Open(kind);

        await store.Journal.Write([Row(1, 1.5m)]);

        Assert.Equal([Row(1, 1.5m)], (await store.ReadModel.Lessons(_version, PageRequest.Newest(10), Cancellation)).Rows);
    }

    [Theory]
    [MemberData(nameof(Stores.Durable), MemberType = typeof(Stores))]
    public async Task Write_sameTradeAgain_keepsTheFirstLesson(StoreKind kind)
    {
        await using var store = await _books.Open(kind);
        await store.Journal.Write([Row(1, 1.5m)]);
        var again = Row(1, 2m);

        await store.Journal.Write([again with { Lesson = again.Lesson with { Words = "told again" } }]);

        Assert.Equal([Row(1, 1.5m)], (await store.ReadModel.Lessons(_version, PageRequest.Newest(10), Cancellation)).Rows);
    }

    [Theory]
    [MemberData(nameof(Stores.Durable), MemberType = typeof(Stores))]
    public async Task Extremes_ofAVersion_areItsBestAndWorstOfAllItsAgentsAndNobodyElses(StoreKind kind)
    {
        await using var store = await _books.Open(kind);
        decimal[] scores = [1m, 5m, -1m, 2m, 2m, -3m, 0m, 4m, -2m, 3m, -2m, -2m];
        await store.Journal.Write([.. scores.Select((score, i) => Row(i + 1, score, i % 2 == 0 ? "a" : "b"))]);
        await store.Journal.Write([Row(90, 99m, "c", "demo/thinker@1.0.1"), Row(91, -99m, "d", "demo/other@1.0.0")]);

        var found = await store.ReadModel.LessonExtremes(_version, 4, 4, Cancellation);

        Assert.Equal([5m, 4m, 3m, 2m, -3m, -2m, -2m, -2m], found.Select(row => row.Lesson.Score));
        Assert.Equal([2L, 8L, 10L, 5L, 6L, 12L, 11L, 9L], found.Select(row => row.Lesson.Trade));
        Assert.Equal(found.Select(row => row.Lesson), LessonMemory.Choose(found.Select(row => row.Lesson)));
        Assert.Empty(await store.ReadModel.LessonExtremes(VersionKey.Parse("demo/thinker@2.0.0"), 4, 4, Cancellation));
    }

    [Theory]
    [MemberData(nameof(Stores.Durable), MemberType = typeof(Stores))]
    public async Task Lessons_inPages_areNewestFirst(StoreKind kind)
    {
        await using var store = await _books.Open(kind);
        await store.Journal.Write([.. Enumerable.Range(1, 5).Select(number => Row(number, number))]);

        var first = await store.ReadModel.Lessons(_version, PageRequest.Newest(2), Cancellation);
        var second = await store.ReadModel.Lessons(_version, new PageRequest(first.Next, 2), Cancellation);

        Assert.Equal([5L, 4L, 3L, 2L], first.Rows.Concat(second.Rows).Select(row => row.Lesson.Trade));
    }

    [Theory]
    [MemberData(nameof(Stores.Durable), MemberType = typeof(Stores))]
    public async Task LastLesson_isTheAgentsOwn(StoreKind kind)
    {
        await using var store = await _books.Open(kind);
        await store.Journal.Write([Row(3, 1m), Row(7, 1m), Row(9, 1m, "b")]);

        Assert.Equal(7, await store.ReadModel.LastLesson(new AgentKey(new TenantId("demo"), "a"), Cancellation));
        Assert.Equal(0, await store.ReadModel.LastLesson(new AgentKey(new TenantId("demo"), "c"), Cancellation));
    }

    private static LessonRow Row(long trade, decimal score, string agent = "a", string version = "demo/thinker@1.0.0") => new(
        VersionKey.Parse(version), AccountKey.Parse($"demo/{agent}"), AgentKey.Parse($"demo/{agent}"),
        new Lesson(
            trade, TestRows.Btc.Symbol, Side.Sell, Start, Start.AddMinutes(trade), 0.5m, 23_500m, score, 0.01m * score, score,
            new LessonExpectation("it falls", 0.03m, 0.01m, 0.7m, "bear"), new LessonOutcome(ExitKind.Stop, "stop", -0.01m), "words", LessonAuthor.Model));
}
