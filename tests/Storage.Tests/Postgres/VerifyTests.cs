using Npgsql;
using OrleansTrader.Grains.Ports;
using OrleansTrader.Storage.Tests.Contract;
using static OrleansTrader.Storage.Tests.Sqlite.TestBooks;

namespace OrleansTrader.Storage.Tests.Postgres;

/// <summary>Each test changes the journal as an attacker would, and expects to be told what and where.</summary>
public sealed class VerifyTests : IDisposable
{
    private readonly AnyBooks _books = new();

    public void Dispose() => _books.Dispose();

    [Theory]
    [InlineData("UPDATE events SET payload = 'a9' WHERE stream = (SELECT id FROM streams WHERE name = 'a') AND version = 2", JournalDefect.AlteredPayload, "a", 2)]
    [InlineData("UPDATE events SET hash = sha256('x') WHERE stream = (SELECT id FROM streams WHERE name = 'b') AND version = 3", JournalDefect.BrokenChain, "b", 3)]
    [InlineData("DELETE FROM events WHERE stream = (SELECT id FROM streams WHERE name = 'a') AND version = 2", JournalDefect.MissingVersion, "a", 2)]
    [InlineData("UPDATE commits SET result = 'rich' WHERE command = 'a.2'", JournalDefect.AlteredCommit, "a", 3)]
    [InlineData("UPDATE streams SET name = 'c' WHERE name = 'a'", JournalDefect.BrokenChain, "c", 1)]
    [InlineData("DELETE FROM commits WHERE command = 'b.2'", JournalDefect.AlteredCommit, "", 0)]
    [InlineData("DELETE FROM groups WHERE number = 2", JournalDefect.BrokenGroup, "", 0)]
    [InlineData("UPDATE groups SET signature = sha256('x') WHERE number = 3", JournalDefect.ForeignSignature, "", 0)]
    [InlineData("UPDATE snapshots SET state = 'rich'", JournalDefect.AlteredSnapshot, "a", 3)]
    [InlineData("UPDATE streams SET version = 9 WHERE name = 'b'", JournalDefect.BrokenChain, "b", 9)]
    [InlineData("INSERT INTO events(stream, version, writer, number, payload, hash) SELECT stream, 9, writer, 99, payload, hash FROM events LIMIT 1", JournalDefect.MissingVersion, "a", 9)]
    public async Task Verify_altered_namesTheFirstBadThing(string script, JournalDefect defect, string stream, long version)
    {
        var server = await PostgresServer.Shared();
        await using var store = await _books.OpenPostgres(server);
        await store.Journal.Append(Commit("a", "a.1", 0, ["a1", "a2"]));
        await store.Journal.Append(Commit("b", "b.1", 0, ["b1", "b2"]));
        await store.Journal.Append(Commit("a", "a.2", 2, ["a3"], snapshot: "a at 3"));
        await store.Journal.Append(Commit("b", "b.2", 2, ["b3"]));
        await store.Journal.Append(Commit("a", "a.3", 3, ["a4"]));
        var sound = await store.Journal.Verify(Cancellation);
        Assert.Equal((7, 5, 5, null), (sound.Events, sound.Commits, sound.Groups, sound.First));

        await using (var connection = new NpgsqlConnection($"{server.ConnectionString};Search Path={_books.Schema}"))
        {
            await connection.OpenAsync(Cancellation);
            await using var command = new NpgsqlCommand(script, connection);
            Assert.True(await command.ExecuteNonQueryAsync(Cancellation) > 0);
        }

        var first = (await store.Journal.Verify(Cancellation)).First;
        Assert.NotNull(first);
        Assert.Equal((defect, stream, version), (first.Defect, first.Stream, first.Version));
    }
}
