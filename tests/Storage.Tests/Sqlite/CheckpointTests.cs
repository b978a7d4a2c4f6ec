using System.Buffers.Binary;
using OrleansTrader.Storage.Sqlite.Commits;
using OrleansTrader.Storage.Sqlite.Database;
using static OrleansTrader.Storage.Tests.Sqlite.TestBooks;

namespace OrleansTrader.Storage.Tests.Sqlite;

/// <summary>The log is moved into the database beside the writer, and used again from its beginning.</summary>
public sealed class CheckpointTests : IDisposable
{
    /// <summary>Ten times the commits between two checkpoints, for a disk on which one takes long.</summary>
    private const int CommitsMax = 10 * 512;

    private const int SequenceOffset = 12;

    private readonly TestBooks _books = new();

    public void Dispose() => _books.Dispose();

    [Fact]
    public async Task Append_oneAfterTheOther_startsTheLogAnew()
    {
        await using (var store = _books.Open())
        {
            var commits = 0;
            uint? first = null;
            do
            {
                await store.Journal.Append(Commit("account/a", $"command-{commits}", commits, ["event"]));
                first ??= Sequence();
            }
            while (++commits < CommitsMax && Sequence() == first);

            Assert.NotEqual(first, Sequence());
        }

        await using var again = _books.Open();
        Assert.Null((await again.Journal.Verify(Cancellation)).First);
    }

    // A reader keeps the checkpoint beside the writer from moving all; whether the writer moves the rest is seen by where it writes next.
    [Theory]
    [InlineData(1, 100, true)]
    [InlineData(Checkpoints.LogPagesMax, 100, false)]
    [InlineData(Checkpoints.LogPagesMax, 1, true)]
    public async Task AfterGroup_somethingIsLeftToMove_isMovedWhereTheLogIsLongOrTheRestShort(int logPagesMax, int writesSince, bool startsAnew)
    {
        await _books.Open().DisposeAsync();
        using var writer = SqliteDatabase.Open(_books.Database, readOnly: false);
        await using var checkpoints = new Checkpoints(_books.Database, logPagesMax);
        writer.Execute("CREATE TABLE numbers (n INTEGER); INSERT INTO numbers VALUES (1)");
        using (var reader = SqliteDatabase.Open(_books.Database, readOnly: true))
        {
            reader.Execute("BEGIN; SELECT count(*) FROM numbers");
            writer.Execute("INSERT INTO numbers VALUES (2)");
            checkpoints.AfterGroup(writer, int.MaxValue);
            await checkpoints.Running;
        }

        var before = Sequence();
        checkpoints.AfterGroup(writer, writesSince);
        writer.Execute("INSERT INTO numbers VALUES (3)");
        Assert.Equal(startsAnew, Sequence() != before);
    }

    // How often the log was started, by the file format of SQLite ("The Write-Ahead Log", "WAL Header"): a big-endian number.
    private uint Sequence()
    {
        using var log = File.OpenHandle(_books.Database + "-wal", FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
        Span<byte> number = stackalloc byte[4];
        RandomAccess.Read(log, number, SequenceOffset);
        return BinaryPrimitives.ReadUInt32BigEndian(number);
    }
}
