using System.Globalization;
using OrleansTrader.Grains.Ports;
using OrleansTrader.Storage.Tests.Contract;
using OrleansTrader.Storage.Tests.Sqlite;
using static OrleansTrader.Storage.Tests.Sqlite.TestBooks;

namespace OrleansTrader.Storage.Tests.Postgres;

/// <summary>Two processes on one database.</summary>
public sealed class TwoWritersTests : IDisposable
{
    private readonly AnyBooks _books = new();

    public void Dispose() => _books.Dispose();

    [Fact]
    public async Task Append_bothToTheSameStreams_oneConflictsAndTheChainHolds()
    {
        const int commands = 60;
        var server = await PostgresServer.Shared();
        var opened = await Task.WhenAll(_books.OpenPostgres(server), _books.OpenPostgres(server, Path.Combine(_books.Directory, "two")));
        await using var one = opened[0];
        await using var two = opened[1];
        var conflicts = 0;

        await Task.WhenAll(Enumerable.Range(0, 8).Select(writer => Task.Run(() => Race(writer % 2 == 0 ? one : two, writer))));

        var events = await one.Journal.Read("s", 0, IJournal.ReadMax, Cancellation);
        Assert.Equal(8 * commands, events.Length);
        for (var i = 0; i < events.Length; i++)
            Assert.StartsWith($"after {i}:", Text(events[i].Payload), StringComparison.Ordinal);
        Assert.Equal(8 * commands, events.Select(static e => Text(e.Payload)[(Text(e.Payload).IndexOf(':', StringComparison.Ordinal) + 1)..]).Distinct(StringComparer.Ordinal).Count());
        Assert.True(conflicts > 0);
        var verified = await two.Journal.Verify(Cancellation);
        Assert.Null(verified.First);
        Assert.Equal(8 * commands, verified.Events);
        Assert.Equal(await one.Journal.Digest(Cancellation), await two.Journal.Digest(Cancellation));
        Assert.True(one.Journal.Health.Groups > 0 && two.Journal.Health.Groups > 0);

        async Task Race(IStore store, int writer)
        {
            var expected = 0L;
            for (var command = 0; command < commands;)
            {
                switch (await store.Journal.Append(Commit("s", $"{writer}.{command}", expected, [$"after {expected}:{writer}.{command}"])))
                {
                    case CommitOutcome.Committed committed:
                        expected = committed.Version;
                        command++;
                        break;
                    case CommitOutcome.Conflict conflict:
                        expected = conflict.ActualVersion;
                        Interlocked.Increment(ref conflicts);
                        break;
                    case var other:
                        Assert.Fail($"{other}");
                        break;
                }
            }
        }
    }

    /// <summary>A poller that asks for what is newer than the highest number seen must meet every set in the end, whoever wrote it.</summary>
    [Fact]
    public async Task TriggerSets_polledWhileBothWrite_missNone()
    {
        const int rounds = 150;
        const int accounts = 4;
        var server = await PostgresServer.Shared();
        await using var one = await _books.OpenPostgres(server);
        await using var two = await _books.OpenPostgres(server, Path.Combine(_books.Directory, "two"));
        var seen = new Dictionary<string, long>(StringComparer.Ordinal);
        var highest = 0L;

        var writing = Task.WhenAll(Enumerable.Range(0, 8).Select(writer => Task.Run(async () =>
        {
            for (var round = 1; round <= rounds; round++)
                await (writer % 2 == 0 ? one : two).Journal.Write([.. Enumerable.Range(0, accounts).Select(a => TestRows.Triggers($"demo/{writer}.{a}", round, "[]"))]);
        })));
        while (!writing.IsCompleted)
            await Poll();
        await writing;
        await Poll();

        Assert.Equal(8 * accounts, seen.Count);
        Assert.All(seen.Values, static version => Assert.Equal(rounds, version));

        async Task Poll()
        {
            foreach (var set in await one.ReadModel.TriggerSets(TestRows.Btc, highest, 1_000, Cancellation))
            {
                Assert.True(set.Change > highest, set.Change.ToString(CultureInfo.InvariantCulture));
                seen[set.Account.ToString()] = set.LedgerVersion;
                highest = set.Change;
            }
        }
    }

    [Fact]
    public async Task Open_twoAtOnceOnAnEmptyDatabase_bothWork()
    {
        var server = await PostgresServer.Shared();
        var stores = await Task.WhenAll(Enumerable.Range(0, 4).Select(i => _books.OpenPostgres(server, Path.Combine(_books.Directory, $"{i}"))));
        var outcomes = await Task.WhenAll(stores.Select((store, i) => store.Journal.Append(Commit($"s{i}", "c", 0, ["x"])).AsTask()));

        Assert.All(outcomes, static outcome => Assert.Equal(new CommitOutcome.Committed(1), outcome));
        Assert.Null((await stores[0].Journal.Verify(Cancellation)).First);
        foreach (var store in stores)
            await store.DisposeAsync();
    }
}
