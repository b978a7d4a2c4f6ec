using Npgsql;
using OrleansTrader.Grains.Ports;
using OrleansTrader.Storage.Sqlite.Database;
using OrleansTrader.Storage.Tests.Postgres;
using static OrleansTrader.Storage.Tests.Sqlite.TestBooks;

namespace OrleansTrader.Storage.Tests.Contract;

/// <summary>A start reads what no check has read yet; what it takes on trust is found by a whole verification.</summary>
public sealed class CheckTests : IDisposable
{
    private readonly AnyBooks _books = new();

    public void Dispose() => _books.Dispose();

    [Theory]
    [MemberData(nameof(Stores.Durable), MemberType = typeof(Stores))]
    public async Task Check_afterAnother_readsOnlyWhatCameSince(StoreKind kind)
    {
        await using (var store = await Written(kind))
            Assert.Equal((true, 4, 3), Told(await store.Check(all: false, Cancellation)));
        await using var again = await _books.Open(kind);
        await More(again);

        Assert.Equal((false, 3, 2), Told(await again.Check(all: false, Cancellation)));
        Assert.Equal((false, 0, 0), Told(await again.Check(all: false, Cancellation)));
        Assert.Equal((true, 7, 5), Told(await again.Check(all: true, Cancellation)));
        Assert.Equal(7, (await again.Journal.Verify(Cancellation)).Events);
    }

    [Theory]
    [InlineData(StoreKind.Sqlite, "UPDATE events SET payload = x'61' WHERE stream = (SELECT id FROM streams WHERE name = 'a') AND version = 2")]
    [InlineData(StoreKind.Postgres, "UPDATE events SET payload = 'a' WHERE stream = (SELECT id FROM streams WHERE name = 'a') AND version = 2")]
    [InlineData(StoreKind.Sqlite, "UPDATE commits SET at = at + 1 WHERE number = 1")]
    [InlineData(StoreKind.Postgres, "UPDATE commits SET at = at + 1 WHERE number = 1")]
    [InlineData(StoreKind.Sqlite, "DELETE FROM events WHERE stream = (SELECT id FROM streams WHERE name = 'a') AND version = 1")]
    [InlineData(StoreKind.Postgres, "DELETE FROM groups WHERE number = 1")]
    public async Task Check_alteredBeforeTheLast_isFoundByWholeVerificationAndFromThenOnByEveryCheck(StoreKind kind, string script)
    {
        await using var store = await Written(kind);
        await store.Check(all: false, Cancellation);
        await More(store);
        await Alter(kind, script);

        var trusting = await store.Check(all: false, Cancellation);
        Assert.True(trusting.Verification.IsSound && !trusting.IsWhole);
        Assert.False((await store.Journal.Verify(Cancellation)).IsSound);
        Assert.False((await store.Check(all: true, Cancellation)).Verification.IsSound);
        var after = await store.Check(all: false, Cancellation);
        Assert.True(after.IsWhole && !after.Verification.IsSound);
    }

    [Theory]
    [InlineData(StoreKind.Sqlite, "UPDATE events SET payload = x'61' WHERE version = 4", JournalDefect.AlteredPayload)]
    [InlineData(StoreKind.Postgres, "UPDATE events SET payload = 'a' WHERE version = 4", JournalDefect.AlteredPayload)]
    [InlineData(StoreKind.Sqlite, "UPDATE events SET hash = zeroblob(32) WHERE version = 3", JournalDefect.AlteredPayload)]
    [InlineData(StoreKind.Postgres, "UPDATE events SET hash = sha256('x') WHERE version = 3", JournalDefect.AlteredPayload)]
    [InlineData(StoreKind.Sqlite, "UPDATE commits SET result = x'61' WHERE number = 5", JournalDefect.AlteredCommit)]
    [InlineData(StoreKind.Postgres, "UPDATE commits SET result = 'a' WHERE number = 5", JournalDefect.AlteredCommit)]
    [InlineData(StoreKind.Sqlite, "UPDATE groups SET signature = zeroblob(32) WHERE number = 5", JournalDefect.ForeignSignature)]
    [InlineData(StoreKind.Postgres, "UPDATE groups SET signature = sha256('x') WHERE number = 5", JournalDefect.ForeignSignature)]
    [InlineData(StoreKind.Sqlite, "DELETE FROM commits WHERE number = 4", JournalDefect.AlteredCommit)]
    [InlineData(StoreKind.Postgres, "DELETE FROM commits WHERE number = 4", JournalDefect.AlteredCommit)]
    [InlineData(StoreKind.Sqlite, "UPDATE snapshots SET state = x'61'", JournalDefect.AlteredSnapshot)]
    [InlineData(StoreKind.Postgres, "UPDATE snapshots SET state = 'rich'", JournalDefect.AlteredSnapshot)]
    public async Task Check_alteredSinceTheLast_isFoundAndTheNextOneReadsItAgain(StoreKind kind, string script, JournalDefect defect)
    {
        await using var store = await Written(kind);
        await store.Check(all: false, Cancellation);
        await More(store);
        await Alter(kind, script);

        for (var i = 0; i < 2; i++)
        {
            var (verification, isWhole) = await store.Check(all: false, Cancellation);
            Assert.False(isWhole);
            Assert.Equal(defect, verification.First?.Defect);
        }
    }

    [Theory]
    [MemberData(nameof(Stores.Durable), MemberType = typeof(Stores))]
    public async Task Check_whatIsRememberedIsForgedOrOfOtherBooks_readsEverything(StoreKind kind)
    {
        await using var store = await Written(kind);
        var file = Path.Combine(_books.Directory, "journal.checked");
        await store.Check(all: false, Cancellation);
        var early = await File.ReadAllTextAsync(file, Cancellation);
        await More(store);
        await File.WriteAllTextAsync(file, early.Replace(" 3 3 ", " 5 5 ", StringComparison.Ordinal), Cancellation);
        Assert.Equal((true, 7, 5), Told(await store.Check(all: false, Cancellation)));

        await File.WriteAllTextAsync(file, "torn", Cancellation);
        Assert.Equal((true, 7, 5), Told(await store.Check(all: false, Cancellation)));

        // The same key, but the chain took another way.
        await Alter(kind, kind == StoreKind.Sqlite ? "UPDATE groups SET signature = zeroblob(32) WHERE number = 5" : "UPDATE groups SET signature = sha256('x') WHERE number = 5");
        var (verification, isWhole) = await store.Check(all: false, Cancellation);
        Assert.True(isWhole);
        Assert.Equal(JournalDefect.ForeignSignature, verification.First?.Defect);
    }

    private async Task<IStore> Written(StoreKind kind)
    {
        var store = await _books.Open(kind);
        await store.Journal.Append(Commit("a", "a.1", 0, ["a1", "a2"]));
        await store.Journal.Append(Commit("b", "b.1", 0, ["b1"]));
        await store.Journal.Append(Commit("a", "a.2", 2, ["a3"]));
        return store;
    }

    private static async Task More(IStore store)
    {
        await store.Journal.Append(Commit("a", "a.3", 3, ["a4"], snapshot: "a at 4"));
        await store.Journal.Append(Commit("c", "c.1", 0, ["c1", "c2"]));
    }

    private async Task Alter(StoreKind kind, string script)
    {
        if (kind == StoreKind.Sqlite)
        {
            using var database = SqliteDatabase.Open(Path.Combine(_books.Directory, "journal.db"), readOnly: false);
            database.Execute(script);
            return;
        }

        await using var connection = new NpgsqlConnection($"{(await PostgresServer.Shared()).ConnectionString};Search Path={_books.Schema}");
        await connection.OpenAsync(Cancellation);
        await using var command = new NpgsqlCommand(script, connection);
        Assert.True(await command.ExecuteNonQueryAsync(Cancellation) > 0);
    }

    private static (bool IsWhole, long Events, long Commits) Told(JournalCheck check)
    {
        Assert.Null(check.Verification.First);
        return (check.IsWhole, check.Verification.Events, check.Verification.Commits);
    }
}
