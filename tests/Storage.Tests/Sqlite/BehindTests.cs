using OrleansTrader.Grains.Ports;
using OrleansTrader.Storage.Sqlite;
using static OrleansTrader.Storage.Tests.Sqlite.TestBooks;

namespace OrleansTrader.Storage.Tests.Sqlite;

public sealed class BehindTests : IDisposable
{
    private readonly TestBooks _books = new();

    public void Dispose() => _books.Dispose();

    /// <summary>Behind, a commit is answered before its rows are written: one that cannot be stored ends the run, and whoever reads is told.</summary>
    [Fact]
    public async Task Append_rowThatCannotBeStoredBehind_faultsTheJournal()
    {
        await using var store = _books.Open(CommitMode.Behind);
        await store.Journal.Append(Commit("s", "c1", 0, ["one"], [TestRows.Fill("demo/a", 1)]));
        await store.Journal.Append(Commit("s", "c2", 1, ["two"], [TestRows.Fill("demo/a", 1)]));
        await Assert.ThrowsAsync<JournalException>(() => ReadAll(store, "s"));
        Assert.True(store.Journal.Health.IsFaulted);
        await Assert.ThrowsAsync<JournalException>(async () => await store.Journal.Append(Commit("s", "c3", 2, ["three"])));
    }

    /// <summary>More than the queue and a transaction hold, with repeats and conflicts in between while the writes are on their way.</summary>
    [Fact]
    public async Task Append_manyBehind_areForeseenAsTheyAreWritten()
    {
        const int commands = 25_000;
        await using (var store = _books.Open(CommitMode.Behind))
        {
            for (var i = 0; i < commands; i++)
            {
                Assert.Equal(new CommitOutcome.Committed(i + 1), await store.Journal.Append(Commit("s", $"c{i}", i, [$"{i}"])));
                await store.Journal.Write([TestBooks.Equity("demo/a", i)]);
                if (i % 5_000 != 4_999)
                    continue;
                Assert.Equal(new CommitOutcome.Conflict(i + 1), await store.Journal.Append(Commit("s", $"d{i}", i, ["x"])));
                Assert.Equal(i, Assert.IsType<CommitOutcome.Repeated>(await store.Journal.Append(Commit("s", $"c{i - 1}", i + 1, ["x"]))).Version);
                Assert.Equal(i, Assert.IsType<CommitOutcome.Repeated>(await store.Journal.Append(Commit("s", $"c{i - 1}", i - 1, ["x"]))).Version);
            }
        }

        await using var again = _books.Open(CommitMode.Behind);
        Assert.Equal(new CommitOutcome.Committed(commands + 1), await again.Journal.Append(Commit("s", "last", commands, ["last"])));
        for (var version = 0; version < commands; version += IJournal.ReadMax)
        {
            var page = await again.Journal.Read("s", version, IJournal.ReadMax, Cancellation);
            Assert.Equal(Enumerable.Range(version, page.Length).Select(i => i < commands ? $"{i}" : "last"), page.Select(e => Text(e.Payload)));
        }

        Assert.Equal(commands + 1, (await again.Journal.Digest(Cancellation)).Events);
        Assert.True((await again.Journal.Verify(Cancellation)).IsSound);
    }

    private static async Task<string[]> ReadAll(IStore store, string stream) =>
        [.. (await store.Journal.Read(stream, 0, IJournal.ReadMax, Cancellation)).Select(e => Text(e.Payload))];
}
