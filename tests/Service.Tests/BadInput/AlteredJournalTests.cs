namespace OrleansTrader.Service.Tests.BadInput;

/// <summary>Whoever alters what was written is found out, by <c>verify</c> and by the next start, at the first event that is wrong.</summary>
public sealed class AlteredJournalTests(SoundBooks sound) : IClassFixture<SoundBooks>, IDisposable
{
    private const long Victim = 4;

    private readonly TemporaryDirectory _directory = sound.Copy();

    public void Dispose() => _directory.Dispose();

    [Fact]
    public async Task Verify_untouched_sound()
    {
        var before = _directory.Listing();
        var ending = await SiloProcess.Run(_directory.Path, "verify", "--data-dir", _directory.Data);
        Assert.True(ending.ExitCode == 0 && ending.Output.StartsWith("simulated: sound.", StringComparison.Ordinal), ending.ToString());
        Assert.Equal(before, _directory.Listing());
    }

    [Fact]
    public Task Event_oneByteChanged_named() => Check(
        static (journal, stream) =>
        {
            var payload = journal.Query($"SELECT payload FROM events WHERE stream = {stream} AND version = {Victim}", static row => row.Blob(0)).Single();
            payload[payload.Length / 2] ^= 1;
            journal.Execute($"UPDATE events SET payload = x'{Convert.ToHexString(payload)}' WHERE stream = {stream} AND version = {Victim}");
        });

    [Fact]
    public Task Event_deleted_named() => Check(
        static (journal, stream) => journal.Execute($"DELETE FROM events WHERE stream = {stream} AND version = {Victim}"));

    [Fact]
    public Task Events_swapped_firstNamed() => Check(
        static (journal, stream) => journal.Execute(
            $"""
             UPDATE events SET version = -1 WHERE stream = {stream} AND version = {Victim};
             UPDATE events SET version = {Victim} WHERE stream = {stream} AND version = {Victim + 1};
             UPDATE events SET version = {Victim + 1} WHERE stream = {stream} AND version = -1;
             """));

    [Fact]
    public Task Event_hashChanged_named() => Check(
        static (journal, stream) => journal.Execute($"UPDATE events SET hash = zeroblob(32) WHERE stream = {stream} AND version = {Victim}"));

    [Fact]
    public async Task Database_newerSchema_refused()
    {
        Alter(static journal => journal.Execute("PRAGMA user_version = 999"));
        await Both("has schema 999", "use a newer program");
    }

    [Fact]
    public async Task Tail_cut_refused()
    {
        Alter(static journal => journal.Execute(
            """
            DELETE FROM events WHERE number >= (SELECT first FROM groups ORDER BY number DESC LIMIT 1);
            DELETE FROM commits WHERE number >= (SELECT first FROM groups ORDER BY number DESC LIMIT 1);
            DELETE FROM groups WHERE number = (SELECT max(number) FROM groups);
            """));
        await Both("tail was cut");
    }

    [Theory]
    [InlineData(0.3)]
    [InlineData(0.9)]
    public async Task Database_fileTruncated_refused(double share)
    {
        using (var file = File.OpenWrite(_directory.Journal))
            file.SetLength((long)(file.Length * share));
        await Both("journal.db");
    }

    [Fact]
    public async Task Key_missing_refused()
    {
        File.Delete(KeyFile);
        await Both("journal.key", "restore it from");
    }

    [Fact]
    public async Task Key_altered_refused()
    {
        var key = await File.ReadAllBytesAsync(KeyFile, TestContext.Current.CancellationToken);
        key[0] ^= 1;
        await File.WriteAllBytesAsync(KeyFile, key, TestContext.Current.CancellationToken);
        await Both("is not signed with this data directory's key");
    }

    [Fact]
    public async Task Key_tooShort_refused()
    {
        await File.WriteAllBytesAsync(KeyFile, new byte[5], TestContext.Current.CancellationToken);
        await Both("is not a journal key");
    }

    private string KeyFile => Path.Combine(_directory.Books, "journal.key");

    private async Task Check(Action<JournalFile, long> alter)
    {
        var name = string.Empty;
        Alter(journal =>
        {
            (var stream, name) = journal.Query(
                $"SELECT s.id, s.name FROM streams s JOIN events e ON e.stream = s.id AND e.version = {Victim + 2} ORDER BY s.id LIMIT 1",
                static row => (row.Long(0), row.Text(1))).Single();
            alter(journal, stream);
        });
        await Both($"in stream {name} at version {Victim}:");
    }

    private void Alter(Action<JournalFile> alter)
    {
        using var journal = JournalFile.Open(_directory.Journal);
        alter(journal);
    }

    /// <summary>A live start refuses; <c>verify</c> says what is wrong and gives 1. Neither changes anything.</summary>
    private async Task Both(params string[] words)
    {
        await Refusal.Check(_directory, ["--port", "0", "--data-dir", _directory.Data], words);
        var before = _directory.Listing();
        var verified = await SiloProcess.Run(_directory.Path, "verify", "--data-dir", _directory.Data);
        Assert.True(verified.ExitCode == 1 && verified.Errors.Length == 0, verified.ToString());
        var line = Assert.Single(verified.Output.Split('\n', StringSplitOptions.RemoveEmptyEntries));
        Assert.StartsWith("simulated: NOT SOUND. ", line, StringComparison.Ordinal);
        foreach (var word in words)
            Assert.Contains(word, line, StringComparison.Ordinal);
        Assert.Equal(before, _directory.Listing());
    }
}
