using System.Collections.Concurrent;
using OrleansTrader.Grains.Ports;
using OrleansTrader.Storage.Tests.Contract;
using OrleansTrader.Storage.Tests.Sqlite;
using static OrleansTrader.Storage.Tests.Sqlite.TestBooks;

namespace OrleansTrader.Storage.Tests.Postgres;

/// <summary>The database stops as in a power cut while two processes write to it: who was not answered asks again, and every command is there once.</summary>
public sealed class RestartTests : IDisposable
{
    private const int Streams = 24;
    private const int Restarts = 3;

    /// <summary>Longest wait for the stores to come back, in tries of 20 ms.</summary>
    private const int TriesMax = 3_000;

    private readonly AnyBooks _books = new();

    public void Dispose() => _books.Dispose();

    [Fact]
    public async Task Append_databaseStoppedAtOnce_losesAndDoublesNothing()
    {
        await using var server = await PostgresServer.Start();
        await using var one = await _books.OpenPostgres(server);
        await using var two = await _books.OpenPostgres(server, Path.Combine(_books.Directory, "two"));
        using var ending = new CancellationTokenSource();
        var unknown = new ConcurrentBag<string>();
        var written = Enumerable.Range(0, Streams)
            .Select(stream => Task.Run(() => Write((stream % 2 == 0 ? one : two).Journal, stream, unknown, ending.Token))).ToArray();

        for (var restart = 0; restart < Restarts; restart++)
        {
            var before = await Events(one);
            await server.RestartAtOnce();
            for (var tries = 0; one.Journal.Health.IsFaulted || two.Journal.Health.IsFaulted || await Events(one) < before + Streams; tries++)
            {
                Assert.True(tries < TriesMax, $"not back: {one.Journal.Health.Fault ?? two.Journal.Health.Fault}");
                await Task.Delay(20, Cancellation);
            }
        }

        await ending.CancelAsync();
        var counts = await Task.WhenAll(written);
        Assert.NotEmpty(unknown);
        Assert.All(unknown, static message => Assert.Contains("PostgreSQL at 127.0.0.1", message, StringComparison.Ordinal));
        for (var stream = 0; stream < Streams; stream++)
        {
            var events = new List<string>();
            while (await one.Journal.Read($"s{stream}", events.Count, IJournal.ReadMax, Cancellation) is { IsEmpty: false } page)
                events.AddRange(page.Select(static e => Text(e.Payload)));
            Assert.Equal(Enumerable.Range(0, counts[stream]).Select(static i => $"{i}"), events);
        }

        Assert.Null((await one.Journal.Verify(Cancellation)).First);
        Assert.Null((await two.Journal.Verify(Cancellation)).First);
    }

    /// <summary>Writes commands one after the other; one without an answer is repeated with its id until it has one.</summary>
    private static async Task<int> Write(IJournal journal, int stream, ConcurrentBag<string> unknown, CancellationToken ending)
    {
        var number = 0;
        for (; !ending.IsCancellationRequested; number++)
        {
            for (var tries = 0; ; tries++)
            {
                Assert.True(tries < TriesMax, "no answer");
                try
                {
                    var outcome = await journal.Append(Commit($"s{stream}", $"c{number}", number, [$"{number}"], [TestRows.Fill($"demo/s{stream}", number)]));
                    Assert.True(
                        outcome is CommitOutcome.Committed { Version: var first } && first == number + 1
                        || outcome is CommitOutcome.Repeated { Version: var again } && again == number + 1, outcome.ToString());
                    break;
                }
                catch (JournalException error)
                {
                    unknown.Add(error.Message);
                    await Task.Delay(20, CancellationToken.None);
                }
            }
        }

        return number;
    }

    private static async Task<long> Events(IStore store)
    {
        try
        {
            return (await store.Journal.Digest(Cancellation)).Events;
        }
        catch (JournalException)
        {
            return 0;
        }
    }
}
