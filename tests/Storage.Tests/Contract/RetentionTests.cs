using System.Globalization;
using OrleansTrader.Grains.Agents;
using OrleansTrader.Grains.Books;
using OrleansTrader.Grains.Ports;
using OrleansTrader.Storage.Retention;
using OrleansTrader.Storage.Tests.Sqlite;
using OrleansTrader.Trading.Accounts;
using static OrleansTrader.Storage.Tests.Sqlite.TestBooks;

namespace OrleansTrader.Storage.Tests.Contract;

public sealed class RetentionTests : IDisposable
{
    private static readonly DateTimeOffset _now = Start.AddDays(100);
    private readonly AnyBooks _books = new();

    public void Dispose() => _books.Dispose();

    [Theory]
    [MemberData(nameof(Stores.Durable), MemberType = typeof(Stores))]
    public async Task Retain_eventsBelowASnapshot_lieInAnArchiveAndTheChainHolds(StoreKind kind)
    {
        var policy = new RetentionPolicy { EventDays = 30, SegmentEventsMin = 3 };
        JournalDigest before;
        await using (var store = await _books.Open(kind))
        {
            for (var i = 0; i < 20; i++)
                await store.Journal.Append(Commit("account/demo/a", $"c{i}", 2 * i, [$"{2 * i}", $"{(2 * i) + 1}"], snapshot: i is 9 or 14 ? $"state {i}" : null));
            await store.Journal.Append(Commit("young", "c", 0, ["a", "b", "c", "d"], snapshot: "s") with { At = _now });
            await store.Journal.Append(Commit("bare", "c", 0, ["a", "b", "c", "d"]));
            before = await store.Journal.Digest(Cancellation);

            Assert.Equal(new RetentionReport(0, 0, 29, 0), await store.Retain(policy, _now, Cancellation));
            Assert.True((await store.Retain(policy, _now, Cancellation)).IsEmpty);
        }

        await using var again = await _books.Open(kind);
        var verified = await again.Journal.Verify(Cancellation);
        Assert.Null(verified.First);
        Assert.Equal(before, await again.Journal.Digest(Cancellation));
        Assert.Equal(Enumerable.Range(0, 29), await Read(again, 0, 5_000));
        Assert.Equal(Enumerable.Range(5, 3), await Read(again, 5, 3));
        Assert.Equal(Enumerable.Range(29, 11), await Read(again, 29, 5_000));
        Assert.Equal(Enumerable.Range(30, 10), await Read(again, 30, 5_000));
        Assert.Equal(30, (await again.Journal.LatestSnapshot("account/demo/a", Cancellation))!.Version);
        Assert.Equal("answer to c3", Text(Assert.IsType<CommitOutcome.Repeated>(await again.Journal.Append(Commit("account/demo/a", "c3", 6, ["x"]))).Result));
        Assert.Equal(new CommitOutcome.Committed(41), await again.Journal.Append(Commit("account/demo/a", "next", 40, ["40"])));

        var file = Directory.EnumerateFiles(Path.Combine(_books.Directory, "archive"), "*.gz", SearchOption.AllDirectories).Single();
        await File.WriteAllTextAsync(file, "altered", Cancellation);
        Assert.Contains("not what was written", (await Assert.ThrowsAsync<JournalException>(() => Read(again, 0, 10))).Message, StringComparison.Ordinal);
        Assert.Null((await again.Journal.Verify(Cancellation)).First);
    }

    [Theory]
    [MemberData(nameof(Stores.Durable), MemberType = typeof(Stores))]
    public async Task Retain_decisionRecords_byAgeAndNumberAndTenant(StoreKind kind)
    {
        await using var store = await _books.Open(kind);
        var parts = new Dictionary<string, TextPartRow>(StringComparer.Ordinal);
        var shared = TextParts.Split("the rules that all share", parts);
        foreach (var (agent, days) in new[] { ("old/bot", 0), ("old/bot", 60), ("old/bot", 99), ("many/bot", 90), ("many/bot", 91), ("many/bot", 92), ("free/bot", 0) })
        {
            var own = TextParts.Split($"{agent} of day {days}", parts);
            await store.Journal.Write([TestRows.Record(agent, days, 0.5m, shared, own, own) with { At = Start.AddDays(days) }, .. parts.Values]);
        }

        var policy = new RetentionPolicy
        {
            DecisionRecordDays = 50,
            Tenants = new Dictionary<string, TenantRetention>(StringComparer.Ordinal)
            {
                ["many"] = new() { DecisionRecordsMax = 2 },
                ["free"] = new(),
            },
        };
        Assert.Equal(new RetentionReport(2, 2, 0, 0), await store.Retain(policy, _now, Cancellation));

        Assert.Equal([99L, 60L], await Cycles("old/bot"));
        Assert.Equal([92L, 91L], await Cycles("many/bot"));
        Assert.Equal([0L], await Cycles("free/bot"));
        var texts = await store.ReadModel.TextParts([.. parts.Keys], Cancellation);
        Assert.Equal(parts.Count - 2, texts.Count);
        Assert.Equal("the rules that all share", TextParts.Join(shared, texts));
        Assert.Equal(1.5m, (await store.ReadModel.ModelCosts(AgentKey.Parse("old/bot"), _now, Cancellation)).Total.CostUsd);
        Assert.Equal(2, Directory.EnumerateFiles(Path.Combine(_books.Directory, "archive", "records"), "*.gz", SearchOption.AllDirectories).Count());

        async Task<IEnumerable<long>> Cycles(string agent) =>
            (await store.ReadModel.DecisionRecords(AgentKey.Parse(agent), PageRequest.Newest(10), Cancellation)).Rows.Select(static row => row.Cycle);
    }

    [Theory]
    [MemberData(nameof(Stores.Durable), MemberType = typeof(Stores))]
    public async Task Retain_history_leavesTheYoungAndTakesMoreAfterwards(StoreKind kind)
    {
        await using var store = await _books.Open(kind);
        await store.Journal.Write([Equity("demo/a", 1), Equity("demo/a", 2), Equity("demo/a", 60 * 24 * 80), TestRows.Decision("demo/bot", 1)]);

        Assert.Equal(3, (await store.Retain(new RetentionPolicy { HistoryDays = 60 }, _now, Cancellation)).HistoryRows);
        await store.Journal.Write([Equity("demo/a", 3)]);

        Assert.Equal(
            [Equity("demo/a", 3), Equity("demo/a", 60 * 24 * 80)],
            await store.ReadModel.Equity(AccountKey.Parse("demo/a"), Start, _now, 5_000, Cancellation));
    }

    private static async Task<IEnumerable<int>> Read(IStore store, long after, int limit) =>
        (await store.Journal.Read("account/demo/a", after, limit, Cancellation)).Select(static e => int.Parse(Text(e.Payload), CultureInfo.InvariantCulture));
}
