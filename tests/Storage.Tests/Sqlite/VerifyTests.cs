using System.Security.Cryptography;
using OrleansTrader.Grains.Ports;
using OrleansTrader.Storage.Chain;
using OrleansTrader.Storage.Sqlite.Database;
using static OrleansTrader.Storage.Tests.Sqlite.TestBooks;

namespace OrleansTrader.Storage.Tests.Sqlite;

/// <summary>Each test changes a closed journal as an attacker or a broken disk would, and expects to be told what and where.</summary>
public sealed class VerifyTests : IDisposable
{
    private readonly TestBooks _books = new();

    public void Dispose() => _books.Dispose();

    [Fact]
    public async Task Verify_untouched_isSoundAndCounts()
    {
        await Fill();
        var verification = await Verify();
        Assert.Equal(new JournalVerification(7, 5, 5, null), verification);
    }

    [Theory]
    [InlineData("UPDATE events SET payload = 'a9' WHERE stream = 1 AND version = 2", JournalDefect.AlteredPayload, "a", 2)]
    [InlineData("UPDATE events SET payload = 'b9' WHERE stream = 2 AND version = 3", JournalDefect.AlteredPayload, "b", 3)]
    [InlineData("UPDATE events SET hash = zeroblob(32) WHERE stream = 1 AND version = 2", JournalDefect.BrokenChain, "a", 2)]
    [InlineData("DELETE FROM events WHERE stream = 1 AND version = 2", JournalDefect.MissingVersion, "a", 2)]
    [InlineData("DELETE FROM events WHERE stream = 2 AND version = 3", JournalDefect.MissingVersion, "b", 3)]
    [InlineData("INSERT INTO events VALUES (99, 1, 9, 99, 'x', zeroblob(32))", JournalDefect.MissingVersion, "a", 9)]
    [InlineData("UPDATE commits SET result = 'bribed' WHERE stream = 1 AND command = 'a.2'", JournalDefect.AlteredCommit, "a", 3)]
    [InlineData("UPDATE commits SET command = 'other' WHERE stream = 1 AND command = 'a.2'", JournalDefect.AlteredCommit, "a", 3)]
    [InlineData("UPDATE commits SET at = at + 1 WHERE number = 1", JournalDefect.AlteredCommit, "a", 2)]
    [InlineData("UPDATE streams SET name = 'c' WHERE name = 'a'", JournalDefect.BrokenChain, "c", 1)]
    [InlineData("DELETE FROM commits WHERE number = 4", JournalDefect.AlteredCommit, "", 0)]
    [InlineData("DELETE FROM groups WHERE number = 2", JournalDefect.BrokenGroup, "", 0)]
    [InlineData("UPDATE snapshots SET state = 'rich'", JournalDefect.AlteredSnapshot, "a", 3)]
    public async Task Verify_altered_namesTheFirstBadEvent(string script, JournalDefect defect, string stream, long version)
    {
        await Fill();
        _books.Forge(script);

        var first = (await Verify()).First;
        Assert.NotNull(first);
        Assert.Equal((defect, stream, version), (first.Defect, first.Stream, first.Version));
        Assert.NotEmpty(first.Detail);
    }

    [Fact]
    public async Task Verify_eventRewrittenWithItsHash_isFoundByWhatComesAfter()
    {
        await Fill();
        var hash = new JournalHash();
        var forged = hash.Event(hash.Genesis("b"), 1, "b9"u8);
        _books.Forge($"UPDATE events SET payload = 'b9', hash = x'{Convert.ToHexString(forged)}' WHERE stream = 2 AND version = 1");

        var first = (await Verify()).First;
        Assert.Equal((JournalDefect.BrokenChain, "b", 1L), (first!.Defect, first.Stream, first.Version));
    }

    [Fact]
    public async Task Verify_lastEventRewrittenWithItsHash_isFoundByItsCommit()
    {
        await Fill();
        var hash = new JournalHash();
        byte[] previous;
        using (var database = SqliteDatabase.Open(_books.Database, readOnly: true))
            previous = database.Prepared("SELECT hash FROM events WHERE stream = 1 AND version = 3").First(row => row.Blob().ToArray())!;
        var forged = hash.Event(previous, 4, "a9"u8);
        _books.Forge($"UPDATE events SET payload = 'a9', hash = x'{Convert.ToHexString(forged)}' WHERE stream = 1 AND version = 4");

        var first = (await Verify()).First;
        Assert.Equal((JournalDefect.AlteredCommit, "a", 4L), (first!.Defect, first.Stream, first.Version));
    }

    [Fact]
    public async Task Verify_everythingRecomputedWithoutTheKey_isAForeignSignature()
    {
        await Fill();
        _books.Forge("UPDATE groups SET signature = zeroblob(32) WHERE number = 2");
        Assert.Equal(JournalDefect.ForeignSignature, (await Verify()).First!.Defect);
    }

    [Fact]
    public async Task Open_lastGroupSignedWithAnotherKey_isRefused()
    {
        await Fill();
        await File.WriteAllBytesAsync(Path.Combine(_books.Directory, "journal.key"), RandomNumberGenerator.GetBytes(32), Cancellation);
        Assert.Contains("not signed with this data directory's key", Refused(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Open_tailCut_isRefusedAndVerifiedAsSuch()
    {
        await Fill();
        _books.Forge(
            "DELETE FROM groups WHERE number = 5; DELETE FROM events WHERE number = 5; DELETE FROM commits WHERE number = 5;");
        Assert.Contains("its tail was cut", Refused(), StringComparison.Ordinal);

        File.Delete(Path.Combine(_books.Directory, "journal.head"));
        Assert.True((await Verify()).IsSound);
    }

    [Fact]
    public async Task Verify_tailCutWhileOpen_isACutTail()
    {
        await using var store = _books.Open();
        await store.Journal.Append(Commit("a", "a.1", 0, ["a1"]));
        await store.Journal.Append(Commit("a", "a.2", 1, ["a2"]));
        _books.Forge("DELETE FROM groups WHERE number = 2; DELETE FROM events WHERE number = 2; DELETE FROM commits WHERE number = 2;");
        Assert.Equal(JournalDefect.CutTail, (await store.Journal.Verify(Cancellation)).First!.Defect);
    }

    [Fact]
    public async Task Read_alteredEvent_throwsInsteadOfGivingIt()
    {
        await Fill();
        _books.Forge("UPDATE events SET payload = 'a9' WHERE stream = 1 AND version = 2; UPDATE snapshots SET state = 'rich'");
        await using var store = _books.Open();
        var error = await Assert.ThrowsAsync<JournalException>(async () => await store.Journal.Read("a", 0, 10, Cancellation));
        Assert.Contains("event 2 of stream a differs", error.Message, StringComparison.Ordinal);
        await Assert.ThrowsAsync<JournalException>(async () => await store.Journal.LatestSnapshot("a", Cancellation));
    }

    /// <summary>Any one byte of any event: the very event is named.</summary>
    [Fact]
    public async Task Verify_anyByteOfAnyEvent_namesThatEvent()
    {
        await Fill();
        var events = new List<(long Stream, long Version)>();
        using (var database = SqliteDatabase.Open(_books.Database, readOnly: true))
            events = database.Prepared("SELECT stream, version FROM events").All(row => (row.Long(), row.Long()));
        foreach (var (stream, version) in events)
        {
            var where = $"WHERE stream = {stream} AND version = {version}";
            _books.Forge($"CREATE TABLE kept AS SELECT payload FROM events {where}; UPDATE events SET payload = substr(payload, 1, 1) || 'X' {where};");
            var first = (await Verify()).First;
            Assert.Equal((JournalDefect.AlteredPayload, stream == 1 ? "a" : "b", version), (first!.Defect, first.Stream, first.Version));
            _books.Forge($"UPDATE events SET payload = (SELECT payload FROM kept) {where}; DROP TABLE kept;");
        }

        Assert.True((await Verify()).IsSound);
    }

    /// <summary>Stream a: commits 1 (two events), 3, 5 and a snapshot at 3; stream b: commits 2 (two events), 4. Five groups.</summary>
    private async Task Fill()
    {
        await using var store = _books.Open();
        await store.Journal.Append(Commit("a", "a.1", 0, ["a1", "a2"]));
        await store.Journal.Append(Commit("b", "b.1", 0, ["b1", "b2"]));
        await store.Journal.Append(Commit("a", "a.2", 2, ["a3"], snapshot: "a at 3"));
        await store.Journal.Append(Commit("b", "b.2", 2, ["b3"]));
        await store.Journal.Append(Commit("a", "a.3", 3, ["a4"]));
    }

    private async Task<JournalVerification> Verify()
    {
        await using var store = _books.Open();
        return await store.Journal.Verify(Cancellation);
    }

    private string Refused() => Assert.Throws<JournalException>(() => _books.Open()).Message;
}
