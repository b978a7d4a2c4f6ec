using OrleansTrader.Grains.Ports;
using OrleansTrader.Storage.Sqlite;
using OrleansTrader.Trading.Orders;
using OrleansTrader.Storage.Tests.Sqlite;
using static OrleansTrader.Storage.Tests.Sqlite.TestBooks;

namespace OrleansTrader.Storage.Tests.Contract;

public sealed class AppendTests : IDisposable
{
    private readonly AnyBooks _books = new();

    public void Dispose() => _books.Dispose();

    [Theory]
    [MemberData(nameof(Stores.All), MemberType = typeof(Stores))]
    public async Task Append_twoCommits_areReadBackInOrder(StoreKind kind)
    {
        await using (var store = await _books.Open(kind))
        {
            Assert.Equal(new CommitOutcome.Committed(2), await store.Journal.Append(Commit("account/demo/a", "c1", 0, ["one", "two"])));
            Assert.Equal(new CommitOutcome.Committed(3), await store.Journal.Append(Commit("account/demo/a", "c2", 2, ["three"])));
            Assert.Equal(["one", "two", "three"], await ReadAll(store, "account/demo/a"));
        }

        await using var again = await _books.Open(kind);
        Assert.Equal(["one", "two", "three"], await ReadAll(again, "account/demo/a"));
        Assert.True((await again.Journal.Verify(Cancellation)).IsSound);
    }

    [Theory]
    [MemberData(nameof(Stores.All), MemberType = typeof(Stores))]
    public async Task Append_sameCommandAgain_givesTheFirstAnswerAndWritesNothing(StoreKind kind)
    {
        await using var store = await _books.Open(kind);
        await store.Journal.Append(Commit("s", "c1", 0, ["one"], [Equity("demo/a", 1)]));
        await store.Journal.Append(Commit("s", "c2", 1, ["two"]));

        var stale = await store.Journal.Append(Commit("s", "c1", 0, ["other"], [Equity("demo/a", 2)]));
        var current = await store.Journal.Append(Commit("s", "c1", 2, ["other"], [Equity("demo/a", 2)]));

        foreach (var outcome in new[] { stale, current })
        {
            var repeated = Assert.IsType<CommitOutcome.Repeated>(outcome);
            Assert.Equal("answer to c1", Text(repeated.Result));
            Assert.Equal(1, repeated.Version);
        }

        Assert.Equal(["one", "two"], await ReadAll(store, "s"));
        Assert.Single(await store.ReadModel.Equity(Equity("demo/a", 1).Account, Start, Start.AddDays(1), 100, Cancellation));
    }

    [Theory]
    [MemberData(nameof(Stores.Durable), MemberType = typeof(Stores))]
    public async Task Append_refusalWithoutEvents_isRememberedWithItsAnswer(StoreKind kind)
    {
        await using var store = await _books.Open(kind);
        Assert.Equal(new CommitOutcome.Committed(0), await store.Journal.Append(Commit("s", "refused", 0, [])));

        Assert.Equal("answer to refused", Text(Assert.IsType<CommitOutcome.Repeated>(await store.Journal.Append(Commit("s", "refused", 0, ["x"]))).Result));
        Assert.Equal("answer to refused", Text((await store.Journal.Find("s", new CommandId("refused"), Cancellation))!.Result));
        Assert.Null(await store.Journal.Find("s", new CommandId("unknown"), Cancellation));
    }

    [Theory]
    [MemberData(nameof(Stores.Durable), MemberType = typeof(Stores))]
    public async Task Append_staleVersion_conflictsAndFailsOnlyItsCaller(StoreKind kind)
    {
        await using var store = await _books.Open(kind);
        await store.Journal.Append(Commit("s", "c1", 0, ["one"]));

        var outcomes = await Task.WhenAll(
            store.Journal.Append(Commit("s", "stale", 0, ["lost"], [Equity("demo/a", 1)])).AsTask(),
            store.Journal.Append(Commit("other", "c1", 0, ["fine"])).AsTask());

        Assert.Equal([new CommitOutcome.Conflict(1), new CommitOutcome.Committed(1)], outcomes);
        Assert.Equal(["one"], await ReadAll(store, "s"));
        Assert.Empty(await store.ReadModel.Equity(Equity("demo/a", 1).Account, Start, Start.AddDays(1), 100, Cancellation));
    }

    [Theory]
    [MemberData(nameof(Stores.Durable), MemberType = typeof(Stores))]
    public async Task Append_rowThatCannotBeStored_takesTheWholeCommitBackAndNoOther(StoreKind kind)
    {
        await using var store = await _books.Open(kind);
        await store.Journal.Append(Commit("s", "c1", 0, ["one"], [TestRows.Fill("demo/a", 1)]));

        await Assert.ThrowsAsync<JournalException>(async () => await store.Journal.Append(Commit("s", "c2", 1, ["two"], [TestRows.Fill("demo/a", 1)])));
        await Assert.ThrowsAsync<JournalException>(async () => await store.Journal.Append(Commit("new", "c2", 0, ["two"], [TestRows.Fill("demo/a", 1)])));

        Assert.Equal(new CommitOutcome.Committed(2), await store.Journal.Append(Commit("s", "c3", 1, ["three"])));
        Assert.Equal(new CommitOutcome.Committed(1), await store.Journal.Append(Commit("new", "c3", 0, ["first"])));
        Assert.Equal(["one", "three"], await ReadAll(store, "s"));
        Assert.True((await store.Journal.Verify(Cancellation)).IsSound);
        Assert.False(store.Journal.Health.IsFaulted);
    }

    [Theory]
    [MemberData(nameof(Stores.Durable), MemberType = typeof(Stores))]
    public async Task Append_oneOfAGroupThatCannotBeStored_failsAlone(StoreKind kind)
    {
        const int commits = 400;
        await using var store = await _books.Open(kind);
        await store.Journal.Append(Commit("first", "c", 0, ["x"], [TestRows.Fill("demo/a", 1)]));
        var answers = await Task.WhenAll(Enumerable.Range(0, commits).Select(i => TryAppend(
            Commit($"s{i % 7}-{i}", "c", 0, [$"{i}"], [TestRows.Fill("demo/a", i % 50 == 7 ? 1 : i + 2)]))));

        Assert.Equal(Enumerable.Range(0, commits).Select(i => i % 50 != 7), answers);
        for (var i = 0; i < commits; i++)
            Assert.Equal(i % 50 == 7 ? [] : [$"{i}"], await ReadAll(store, $"s{i % 7}-{i}"));
        Assert.True((await store.Journal.Verify(Cancellation)).IsSound);
        Assert.InRange(store.Journal.Health.Groups, 2, commits / 4);

        async Task<bool> TryAppend(Commit commit)
        {
            try
            {
                return await store.Journal.Append(commit) is CommitOutcome.Committed;
            }
            catch (JournalException)
            {
                return false;
            }
        }
    }

    [Theory]
    [MemberData(nameof(Stores.Durable), MemberType = typeof(Stores))]
    public async Task Append_outOfBounds_isRefusedBeforeAnythingIsWritten(StoreKind kind)
    {
        await using var store = await _books.Open(kind);
        await Assert.ThrowsAsync<JournalException>(async () => await store.Journal.Append(Commit("", "c", 0, ["x"])));
        await Assert.ThrowsAsync<JournalException>(async () => await store.Journal.Append(Commit("s", new string('c', 129), 0, ["x"])));
        Assert.Equal(0, store.Journal.Health.Groups);
    }

    [Theory]
    [MemberData(nameof(Stores.Durable), MemberType = typeof(Stores))]
    public async Task LatestSnapshot_withTail_givesStateAndTheEventsAfterIt(StoreKind kind)
    {
        await using (var store = await _books.Open(kind))
        {
            Assert.Null(await store.Journal.LatestSnapshot("s", Cancellation));
            await store.Journal.Append(Commit("s", "c1", 0, ["one", "two"], snapshot: "state at 2"));
            await store.Journal.Append(Commit("s", "c2", 2, ["three"], snapshot: "state at 3"));
            await store.Journal.Append(Commit("s", "c3", 3, ["four", "five"]));
        }

        await using var again = await _books.Open(kind);
        var snapshot = await again.Journal.LatestSnapshot("s", Cancellation);
        Assert.Equal((3, "state at 3"), (snapshot!.Version, Text(snapshot.State)));
        Assert.Equal(["four", "five"], (await again.Journal.Read("s", 3, 100, Cancellation)).Select(e => Text(e.Payload)));
        Assert.Equal([4L], (await again.Journal.Read("s", 3, 1, Cancellation)).Select(e => e.Version));
        Assert.Empty(await again.Journal.Read("s", 5, 100, Cancellation));
        Assert.True((await again.Journal.Verify(Cancellation)).IsSound);
    }

    [Theory]
    [MemberData(nameof(Stores.Durable), MemberType = typeof(Stores))]
    public async Task Digest_sameContent_isTheSameWhateverTheOrderModeAndGroups(StoreKind kind)
    {
        using var other = new TestBooks();
        await using var grouped = await _books.Open(kind);
        await using var inline = other.Open(CommitMode.Behind);
        foreach (var stream in new[] { "b", "a", "c" })
            await grouped.Journal.Append(Commit(stream, "c1", 0, [$"{stream}1", $"{stream}2"]));
        foreach (var stream in new[] { "c", "b", "a" })
        {
            await inline.Journal.Append(Commit(stream, "x", 0, [$"{stream}1"]));
            await inline.Journal.Append(Commit(stream, "y", 1, [$"{stream}2"]));
        }

        var digest = await grouped.Journal.Digest(Cancellation);
        Assert.Equal(digest, await inline.Journal.Digest(Cancellation));
        Assert.Equal((3, 6, 64), (digest.Streams, digest.Events, digest.Sha256.Length));

        await inline.Journal.Append(Commit("a", "z", 2, ["a3"]));
        Assert.NotEqual(digest, await inline.Journal.Digest(Cancellation));
    }

    /// <summary>
    /// Writers race for few streams with retries and repeats: every stream must be exactly the committed events, in the order of
    /// their versions, each command once.
    /// </summary>
    [Theory]
    [InlineData(StoreKind.Sqlite, 1)]
    [InlineData(StoreKind.Sqlite, 2)]
    [InlineData(StoreKind.Sqlite, 3)]
    [InlineData(StoreKind.Postgres, 1)]
    [InlineData(StoreKind.Postgres, 2)]
    public async Task Append_randomInterleavings_keepEveryStreamInOrder(StoreKind kind, int seed)
    {
        const int writers = 16;
        const int commands = 40;
        var streams = new[] { "s0", "s1", "s2" };
        await using (var store = await _books.Open(kind))
        {
            await Task.WhenAll(Enumerable.Range(0, writers).Select(writer => Task.Run(() => Race(store.Journal, writer))));
        }

        await using var again = await _books.Open(kind);
        var seen = new List<string>();
        foreach (var stream in streams)
        {
            var events = await ReadAll(again, stream);
            for (var i = 0; i < events.Length; i++)
                Assert.StartsWith($"{stream} after {i}:", events[i], StringComparison.Ordinal);
            seen.AddRange(events.Select(e => e[(e.IndexOf(':', StringComparison.Ordinal) + 1)..]));
        }

        Assert.Equal(
            Enumerable.Range(0, writers).SelectMany(w => Enumerable.Range(0, commands).Select(c => $"{w}.{c}")).Order(StringComparer.Ordinal),
            seen.Order(StringComparer.Ordinal));
        Assert.True((await again.Journal.Verify(Cancellation)).IsSound);

        async Task Race(IJournal journal, int writer)
        {
            var random = new Random((seed * 1_000) + writer);
            for (var command = 0; command < commands; command++)
            {
                var stream = streams[random.Next(streams.Length)];
                var expected = 0L;
                CommitOutcome? outcome = null;
                while (outcome is not CommitOutcome.Committed)
                {
                    outcome = await journal.Append(Commit(stream, $"{writer}.{command}", expected, [$"{stream} after {expected}:{writer}.{command}"]));
                    expected = outcome is CommitOutcome.Conflict conflict ? conflict.ActualVersion : expected;
                    Assert.IsNotType<CommitOutcome.Repeated>(outcome);
                }

                if (random.Next(4) == 0)
                    Assert.IsType<CommitOutcome.Repeated>(await journal.Append(Commit(stream, $"{writer}.{command}", expected, ["doubled"])));
            }
        }
    }

    private static async Task<string[]> ReadAll(IStore store, string stream) =>
        [.. (await store.Journal.Read(stream, 0, IJournal.ReadMax, Cancellation)).Select(e => Text(e.Payload))];
}
