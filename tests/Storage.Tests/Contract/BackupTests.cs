using Microsoft.Extensions.Logging.Abstractions;
using OrleansTrader.Grains.Ports;
using OrleansTrader.Storage.Backups;
using OrleansTrader.Storage.Retention;
using OrleansTrader.Storage.Tests.Postgres;
using OrleansTrader.Storage.Tests.Sqlite;
using OrleansTrader.Trading.Accounts;
using static OrleansTrader.Storage.Tests.Sqlite.TestBooks;

namespace OrleansTrader.Storage.Tests.Contract;

public sealed class BackupTests : IDisposable
{
    private readonly AnyBooks _books = new();
    private readonly AnyBooks _other = new();

    public void Dispose()
    {
        _books.Dispose();
        _other.Dispose();
    }

    [Theory]
    [MemberData(nameof(Stores.Durable), MemberType = typeof(Stores))]
    public async Task Restore_backupTakenWhileTheServiceWrites_isTheJournalOfThatMoment(StoreKind kind)
    {
        var settings = await SettingsOf(kind, "postgres");
        var target = Path.Combine(_books.Directory, "backup");
        var live = Path.Combine(_books.Directory, "live");
        JournalDigest ended;
        await using (var store = await settings.Open(live, _books.Schema, TimeProvider.System, NullLogger.Instance, Cancellation))
        {
            for (var i = 0; i < 12; i++)
                await store.Journal.Append(Commit("account/demo/a", $"c{i}", i, [$"{i}"], [TestRows.Fill("demo/a", i), TestRows.Triggers("demo/a", i, "[]")], i == 9 ? "state" : null));
            await store.Retain(new RetentionPolicy { EventDays = 1, SegmentEventsMin = 2 }, Start.AddDays(3), Cancellation);
            using var ending = new CancellationTokenSource();
            var began = new TaskCompletionSource();
            var writing = Task.Run(async () =>
            {
                for (var i = 0; !ending.IsCancellationRequested; i++)
                {
                    await store.Journal.Append(Commit("busy", $"c{i}", i, [$"{i}"], [Equity("demo/a", i)]));
                    began.TrySetResult();
                }
            });
            await began.Task;
            await Backup.Run(settings, live, _books.Schema, target, Start, Cancellation);
            await ending.CancelAsync();
            await writing;
            ended = await store.Journal.Digest(Cancellation);
        }

        var place = kind == StoreKind.Postgres ? await SettingsOf(kind, "restored") : settings;
        var restored = Path.Combine(_other.Directory, "books");
        var (verification, digest) = await Restore.Run(place, restored, target, Cancellation);

        Assert.True(verification.IsSound);
        Assert.InRange(digest.Events, 13, ended.Events);
        await using var again = await place.Open(restored, _books.Schema, TimeProvider.System, NullLogger.Instance, Cancellation);
        Assert.Equal(Enumerable.Range(0, 12).Select(i => $"{i}"), await All(again, "account/demo/a"));
        var busy = await All(again, "busy");
        Assert.Equal(Enumerable.Range(0, busy.Count).Select(i => $"{i}"), busy);
        Assert.Equal(digest.Events, 12 + busy.Count);
        Assert.Equal(12, (await again.ReadModel.Fills(AccountKey.Parse("demo/a"), new(null, 100), Cancellation)).Rows.Length);
        Assert.Equal(new CommitOutcome.Committed(13), await again.Journal.Append(Commit("account/demo/a", "after", 12, ["12"], [TestRows.Triggers("demo/a", 20, "[]")])));
        Assert.Equal(13, (await again.ReadModel.TriggerSets(TestRows.Btc, 12, 10, Cancellation)).Single().Change);

        Assert.Contains("not empty", await Refused(() => Restore.Run(place, restored, target, Cancellation)), StringComparison.Ordinal);
        Assert.Contains("not empty", await Refused(() => Backup.Run(settings, live, _books.Schema, target, Start, Cancellation)), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Restore_alteredBackup_isRefused()
    {
        var settings = new StorageSettings();
        var (live, target) = (Path.Combine(_books.Directory, "live"), Path.Combine(_books.Directory, "backup"));
        await using (var store = await settings.Open(live, "x", TimeProvider.System, NullLogger.Instance, Cancellation))
            await store.Journal.Append(Commit("s", "c", 0, ["x"]));
        await Backup.Run(settings, live, "x", target, Start, Cancellation);
        await File.AppendAllTextAsync(Path.Combine(target, "journal.db"), "x", Cancellation);

        Assert.Contains("journal.db of the backup", await Refused(() => Restore.Run(settings, Path.Combine(_other.Directory, "r"), target, Cancellation)), StringComparison.Ordinal);
        File.Delete(Path.Combine(target, "manifest.json"));
        Assert.Contains("is no backup", await Refused(() => Restore.Run(settings, Path.Combine(_other.Directory, "r"), target, Cancellation)), StringComparison.Ordinal);
        Assert.Contains("no journal key", await Refused(() => Backup.Run(settings, _other.Directory, "x", Path.Combine(_other.Directory, "b"), Start, Cancellation)), StringComparison.Ordinal);
    }

    private async Task<StorageSettings> SettingsOf(StoreKind kind, string database)
    {
        if (kind == StoreKind.Sqlite)
            return new StorageSettings();
        var server = await PostgresServer.Shared();
        if (database is not "postgres")
            await server.Sql($"CREATE DATABASE {database}");
        return new StorageSettings { Provider = "postgres", ConnectionString = server.Connect(database) };
    }

    private static async Task<List<string>> All(IStore store, string stream)
    {
        var events = new List<string>();
        while (await store.Journal.Read(stream, events.Count, IJournal.ReadMax, Cancellation) is { IsEmpty: false } page)
            events.AddRange(page.Select(static e => Text(e.Payload)));
        return events;
    }

    private static async Task<string> Refused(Func<Task> work) => (await Assert.ThrowsAsync<JournalException>(work)).Message;
}
