using OrleansTrader.Grains.Agents;
using OrleansTrader.Grains.Alerts;
using OrleansTrader.Grains.Books;
using OrleansTrader.Grains.Json;
using OrleansTrader.Grains.Ports;
using OrleansTrader.Trading.Accounts;
using OrleansTrader.Trading.Orders;
using OrleansTrader.Storage.Tests.Sqlite;
using static OrleansTrader.Storage.Tests.Sqlite.TestBooks;

namespace OrleansTrader.Storage.Tests.Contract;

public sealed class ReadModelTests : IDisposable
{
    private static readonly AccountKey _a = AccountKey.Parse("demo/a");
    private static readonly TenantId _demo = new("demo");
    private readonly AnyBooks _books = new();

    public void Dispose() => _books.Dispose();

    [Theory]
    [MemberData(nameof(Stores.All), MemberType = typeof(Stores))]
    public async Task Write_decisionRecords_textsAreKeptOnceAndPutTogetherAgain(StoreKind kind)
    {
        await using var store = await _books.Open(kind);
        var parts = new Dictionary<string, TextPartRow>(StringComparer.Ordinal);
        var rules = TextParts.Split($"rules\n{new string('r', 400)}\nend", parts);
        var asked = TextParts.Split(string.Concat(Enumerable.Repeat("market\n", 200)), parts);
        var said = TextParts.Split("hold, said the model – naïvely", parts);
        var first = TestRows.Record("demo/bot", 5, 0.25m, rules, asked, said);
        var second = TestRows.Record("demo/bot", 6, 0.0000005m, rules, asked, said) with { ObservationHash = new string('c', 64) };
        await store.Journal.Write([first, .. parts.Values]);
        await store.Journal.Write([second, first with { HoldReason = "told again" }, .. parts.Values]);

        var read = store.ReadModel;
        var page = await read.DecisionRecords(first.Agent, PageRequest.Newest(10), Cancellation);
        Assert.Equal([6, 5], page.Rows.Select(row => row.Cycle));
        var kept = await read.DecisionRecord(first.Agent, 5, Cancellation);
        Assert.Equal(ContractJson.EncodeText(first), ContractJson.EncodeText(kept));
        Assert.Equal(5, (await read.DecisionRecord(first.ObservationHash, first.ConfigHash, Cancellation))!.Cycle);
        Assert.Null(await read.DecisionRecord(first.ConfigHash, first.ConfigHash, Cancellation));
        Assert.Null(await read.DecisionRecord(first.Agent, 7, Cancellation));
        Assert.Equal(0.250001m, await read.ModelSpend(_demo, Start, Cancellation));
        Assert.Equal(0m, await read.ModelSpend(_demo, Start.AddDays(1), Cancellation));
        Assert.Equal(0m, await read.ModelSpend(new TenantId("other"), Start, Cancellation));

        var texts = await read.TextParts([.. rules, .. asked, .. said, new string('d', 64)], Cancellation);
        Assert.Equal(parts.Count, texts.Count);
        Assert.Equal($"rules\n{new string('r', 400)}\nend", TextParts.Join(rules, texts));
        Assert.Equal("hold, said the model – naïvely", TextParts.Join(said, texts));
        Assert.Throws<JournalException>(() => TextParts.Join([new string('d', 64)], texts));
    }

    [Theory]
    [MemberData(nameof(Stores.All), MemberType = typeof(Stores))]
    public async Task Write_everyKindOfRow_isReadBackEqual(StoreKind kind)
    {
        var agent = TestRows.Agent("demo/bot");
        await using var store = await _books.Open(kind);
        await store.Journal.Write(
        [
            TestRows.Account("demo/a"), TestRows.Position("demo/a", -0.5m), TestRows.Order("demo/a", 3), TestRows.Fill("demo/a", 1),
            TestRows.Trade("demo/a", 1), agent, TestRows.Decision("demo/bot", 5), TestRows.Version("demo/sma@1.0.0"),
            TestRows.Quote(1, 47_000m), TestRows.Funding(8, 0.0001m), TestRows.Triggers("demo/a", 4, "[1]"), TestRows.Alert("demo", "stale"),
            Equity("demo/a", 1),
        ]);

        var read = store.ReadModel;
        var newest = PageRequest.Newest(10);
        Assert.Equal([_demo], await read.Tenants(Cancellation));
        Assert.Equal([TestRows.Account("demo/a")], await read.Accounts(_demo, Cancellation));
        Assert.Equal(TestRows.Account("demo/a"), await read.Account(_a, Cancellation));
        Assert.Null(await read.Account(AccountKey.Parse("demo/none"), Cancellation));
        Assert.Equal([TestRows.Position("demo/a", -0.5m)], await read.Positions(_demo, Cancellation));
        Assert.Equal([TestRows.Position("demo/a", -0.5m)], await read.Positions(_a, Cancellation));
        Assert.Equal([TestRows.Order("demo/a", 3)], await read.OpenOrders(_a, Cancellation));
        Assert.Equal([TestRows.Order("demo/a", 3)], await read.OpenOrders(TestRows.Btc, Cancellation));
        Assert.Equal([TestRows.Order("demo/a", 3)], (await read.Orders(_a, newest, Cancellation)).Rows);
        Assert.Equal([TestRows.Fill("demo/a", 1)], (await read.Fills(_a, newest, Cancellation)).Rows);
        Assert.Equal([TestRows.Fill("demo/a", 1)], (await read.Fills(_demo, TestRows.Btc, newest, Cancellation)).Rows);
        Assert.Equal([TestRows.Trade("demo/a", 1)], (await read.ClosedTrades(_a, newest, Cancellation)).Rows);
        Assert.Equal([TestRows.Trade("demo/a", 1)], (await read.ClosedTrades(_demo, newest, Cancellation)).Rows);
        Assert.Equal([TestRows.Decision("demo/bot", 5)], (await read.Decisions(agent.Agent, newest, Cancellation)).Rows);
        Assert.Equal([TestRows.Version("demo/sma@1.0.0")], await read.Versions(_demo, Cancellation));
        Assert.Equal(TestRows.Quote(1, 47_000m), await read.Quote(TestRows.Btc, Cancellation));
        Assert.Equal([TestRows.Quote(1, 47_000m)], await read.Quotes(Cancellation));
        Assert.Equal([TestRows.Funding(8, 0.0001m)], await read.Funding(TestRows.Btc, Start, Start.AddDays(1), Cancellation));
        Assert.Equal([TestRows.Triggers("demo/a", 4, "[1]") with { Change = 1 }], await read.TriggerSets(TestRows.Btc, 0, 10, Cancellation));
        Assert.Equal([TestRows.Alert("demo", "stale")], (await read.Alerts(_demo, [], newest, Cancellation)).Rows);
        Assert.Equal([Equity("demo/a", 1)], await read.LatestEquity(_demo, Cancellation));
        Assert.Equal(Equity("demo/a", 1), await read.LatestEquity(AccountKey.Parse("demo/a"), Cancellation));
        Assert.Null(await read.LatestEquity(AccountKey.Parse("demo/nobody"), Cancellation));
        var readAgent = Assert.Single(await read.Agents(_demo, Cancellation));
        Assert.Equal(agent, readAgent with { Symbols = agent.Symbols });
        Assert.Equal(agent.Symbols, (await read.Agent(agent.Agent, Cancellation))!.Symbols);
    }

    [Theory]
    [MemberData(nameof(Stores.Durable), MemberType = typeof(Stores))]
    public async Task Tenants_othersWithTheSamePrefix_areNotMixed(StoreKind kind)
    {
        await using var store = await _books.Open(kind);
        await store.Journal.Write([TestRows.Account("demo/a"), TestRows.Account("demo-2/a"), TestRows.Account("dem/a"), TestRows.Account("demo0/a")]);

        Assert.Equal(["demo/a"], (await store.ReadModel.Accounts(_demo, Cancellation)).Select(row => row.Account.ToString()));
        Assert.Equal(["dem", "demo", "demo-2", "demo0"], (await store.ReadModel.Tenants(Cancellation)).Select(tenant => tenant.Value));
    }

    [Theory]
    [MemberData(nameof(Stores.Durable), MemberType = typeof(Stores))]
    public async Task Fills_severalPages_giveEachRowOnceNewestFirst(StoreKind kind)
    {
        await using var store = await _books.Open(kind);
        await store.Journal.Write([.. Enumerable.Range(1, 25).Select(n => TestRows.Fill("demo/a", n)), TestRows.Fill("demo/b", 1)]);

        var numbers = new List<long>();
        var pages = 0;
        for (PageRequest? next = PageRequest.Newest(10); next is { } page; pages++)
        {
            var answer = await store.ReadModel.Fills(_a, page, Cancellation);
            numbers.AddRange(answer.Rows.Select(fill => fill.Number));
            next = answer.Next is { } before ? new PageRequest(before, 10) : null;
        }

        Assert.Equal(Enumerable.Range(1, 25).Reverse().Select(n => (long)n), numbers);
        Assert.Equal(3, pages);
        Assert.Null((await store.ReadModel.Fills(_a, PageRequest.Newest(25), Cancellation)).Next);
    }

    [Theory]
    [MemberData(nameof(Stores.Durable), MemberType = typeof(Stores))]
    public async Task OpenOrders_orderThatEnded_isListedNoLonger(StoreKind kind)
    {
        await using var store = await _books.Open(kind);
        await store.Journal.Write([TestRows.Order("demo/a", 1), TestRows.Order("demo/a", 2), TestRows.Order("demo/b", 1)]);
        await store.Journal.Write([TestRows.Order("demo/a", 1, OrderStatus.Filled), TestRows.Order("demo/b", 1, OrderStatus.PartiallyFilled)]);

        Assert.Equal([2L], (await store.ReadModel.OpenOrders(_a, Cancellation)).Select(order => order.Order.Value));
        Assert.Equal(["demo/a", "demo/b"], (await store.ReadModel.OpenOrders(TestRows.Btc, Cancellation)).Select(order => order.Account.ToString()));
        Assert.Equal([OrderStatus.Open, OrderStatus.Filled], (await store.ReadModel.Orders(_a, PageRequest.Newest(5), Cancellation)).Rows.Select(order => order.Status));
    }

    [Theory]
    [MemberData(nameof(Stores.Durable), MemberType = typeof(Stores))]
    public async Task Positions_closed_areListedNoLonger(StoreKind kind)
    {
        await using var store = await _books.Open(kind);
        await store.Journal.Write([TestRows.Position("demo/a", 1m)]);
        await store.Journal.Write([TestRows.Position("demo/a", 0m)]);
        Assert.Empty(await store.ReadModel.Positions(_demo, Cancellation));
    }

    [Theory]
    [MemberData(nameof(Stores.Durable), MemberType = typeof(Stores))]
    public async Task Equity_moreRowsThanPoints_givesTheLastOfEachPart(StoreKind kind)
    {
        await using var store = await _books.Open(kind);
        await store.Journal.Write([.. Enumerable.Range(0, 1_000).Select(minute => Equity("demo/a", minute, minute))]);

        var ten = await store.ReadModel.Equity(_a, Start, Start.AddMinutes(1_000), 10, Cancellation);
        Assert.Equal(Enumerable.Range(1, 10).Select(part => Equity("demo/a", (part * 100) - 1, (part * 100) - 1)), ten);
        Assert.Equal(1_000, (await store.ReadModel.Equity(_a, Start, Start.AddMinutes(1_000), 5_000, Cancellation)).Length);
        Assert.Equal([5m, 6m], (await store.ReadModel.Equity(_a, Start.AddMinutes(5), Start.AddMinutes(7), 100, Cancellation)).Select(row => row.Equity));
    }

    [Theory]
    [MemberData(nameof(Stores.Durable), MemberType = typeof(Stores))]
    public async Task Equity_sameInstantTwice_keepsTheLater(StoreKind kind)
    {
        await using var store = await _books.Open(kind);
        await store.Journal.Write([Equity("demo/a", 1, 10m)]);
        await store.Journal.Write([Equity("demo/a", 1, 11m)]);
        Assert.Equal([11m], (await store.ReadModel.Equity(_a, Start, Start.AddDays(1), 10, Cancellation)).Select(row => row.Equity));
    }

    [Theory]
    [MemberData(nameof(Stores.Durable), MemberType = typeof(Stores))]
    public async Task TriggerSets_afterAChange_givesWhatIsNewerAndNoOlderLedger(StoreKind kind)
    {
        await using (var store = await _books.Open(kind))
        {
            await store.Journal.Append(Commit("a", "1", 0, ["e"], [TestRows.Triggers("demo/a", 1, "[1]"), TestRows.Triggers("demo/b", 1, "[2]")]));
            var seen = (await store.ReadModel.TriggerSets(TestRows.Btc, 0, 10, Cancellation)).Max(row => row.Change);
            Assert.Empty(await store.ReadModel.TriggerSets(TestRows.Btc, seen, 10, Cancellation));

            await store.Journal.Write([TestRows.Triggers("demo/a", 3, "[3]"), TestRows.Triggers("demo/b", 0, "[old]")]);
            var newer = Assert.Single(await store.ReadModel.TriggerSets(TestRows.Btc, seen, 10, Cancellation));
            Assert.Equal(("demo/a", "[3]"), (newer.Account.ToString(), newer.Triggers));
        }

        await using var again = await _books.Open(kind);
        var highest = (await again.ReadModel.TriggerSets(TestRows.Btc, 0, 10, Cancellation)).Max(row => row.Change);
        await again.Journal.Write([TestRows.Triggers("demo/b", 2, "[]")]);
        Assert.Equal("[]", Assert.Single(await again.ReadModel.TriggerSets(TestRows.Btc, highest, 10, Cancellation)).Triggers);
    }

    [Theory]
    [MemberData(nameof(Stores.Durable), MemberType = typeof(Stores))]
    public async Task Quote_olderThanTheStored_isIgnored(StoreKind kind)
    {
        await using var store = await _books.Open(kind);
        await store.Journal.Write([TestRows.Quote(5, 100m)]);
        await store.Journal.Write([TestRows.Quote(4, 90m)]);
        Assert.Equal(100m, (await store.ReadModel.Quote(TestRows.Btc, Cancellation))!.Bid);
        await store.Journal.Write([TestRows.Quote(6, 110m)]);
        Assert.Equal(110m, (await store.ReadModel.Quote(TestRows.Btc, Cancellation))!.Bid);
    }

    [Theory]
    [MemberData(nameof(Stores.Durable), MemberType = typeof(Stores))]
    public async Task Funding_sameInstantTwice_keepsTheFirst(StoreKind kind)
    {
        await using var store = await _books.Open(kind);
        await store.Journal.Write([TestRows.Funding(8, 0.0001m)]);
        await store.Journal.Write([TestRows.Funding(8, 0.0009m), TestRows.Funding(16, 0.0002m)]);
        Assert.Equal([0.0001m, 0.0002m], (await store.ReadModel.Funding(TestRows.Btc, Start, Start.AddDays(1), Cancellation)).Select(row => row.Rate));
    }

    [Theory]
    [MemberData(nameof(Stores.Durable), MemberType = typeof(Stores))]
    public async Task Write_longTexts_areCutWithAMark(StoreKind kind)
    {
        await using var store = await _books.Open(kind);
        var decision = TestRows.Decision("demo/bot", 1) with { Reason = new string('x', 5_000) };
        await store.Journal.Write([decision, TestRows.Alert("demo", string.Concat(Enumerable.Repeat("😀", 2_000)))]);

        var reason = (await store.ReadModel.Decisions(decision.Agent, PageRequest.Newest(1), Cancellation)).Rows[0].Reason;
        Assert.Equal((DecisionRow.ReasonLengthMax, '…'), (reason.Length, reason[^1]));
        var message = (await store.ReadModel.Alerts(_demo, [], PageRequest.Newest(1), Cancellation)).Rows[0].Message;
        Assert.InRange(message.Length, AlertRow.MessageLengthMax - 1, AlertRow.MessageLengthMax);
        Assert.DoesNotContain('\uFFFD', message);
    }

    [Theory]
    [MemberData(nameof(Stores.Durable), MemberType = typeof(Stores))]
    public async Task ClosedTradesAfter_number_areTheNextOnesInOrder(StoreKind kind)
    {
        await using var store = await _books.Open(kind);
        await store.Journal.Write(
        [
            .. Enumerable.Range(1, 5).Select(number => TestRows.Trade("demo/a", number) with { ClosedAt = Start.AddHours(number) }),
            TestRows.Trade("demo/b", 9),
        ]);

        Assert.Equal([3, 4], (await store.ReadModel.ClosedTradesAfter(_a, 2, 2, Cancellation)).Select(trade => trade.Number));
        Assert.Empty(await store.ReadModel.ClosedTradesAfter(_a, 5, 10, Cancellation));
        Assert.Equal(3, await store.ReadModel.LastTradeBefore(_a, Start.AddHours(4), Cancellation));
        Assert.Equal(0, await store.ReadModel.LastTradeBefore(_a, Start.AddHours(1), Cancellation));
    }

    [Theory]
    [MemberData(nameof(Stores.Durable), MemberType = typeof(Stores))]
    public async Task Decisions_ofACycle_areThatAgentsAlone(StoreKind kind)
    {
        await using var store = await _books.Open(kind);
        await store.Journal.Write([TestRows.Decision("demo/bot", 5), TestRows.Decision("demo/bot", 6), TestRows.Decision("demo/other", 5)]);

        Assert.Equal([TestRows.Decision("demo/bot", 5)], await store.ReadModel.Decisions(AgentKey.Parse("demo/bot"), 5, Cancellation));
    }
}
