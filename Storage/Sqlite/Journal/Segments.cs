using OrleansTrader.Storage.Chain;
using OrleansTrader.Storage.Retention;
using OrleansTrader.Storage.Sqlite.Database;

namespace OrleansTrader.Storage.Sqlite.Journal;

/// <summary>What remains in the database of archived events.</summary>
internal sealed class Segments(SqliteDatabase database)
{
    private SegmentHashes? _last;

    /// <summary>The hash of an archived event; null where it is not archived.</summary>
    public byte[]? HashOf(long stream, long version)
    {
        if (_last is not null && _last.Stream == stream && _last.Of(version) is { } known)
            return known;
        _last = database.Prepared("SELECT first, last, hashes FROM segments WHERE stream = ? AND first <= ? AND last >= ?")
            .Add(stream).Add(version).Add(version).First(row => new SegmentHashes(stream, row.Long(), row.Long(), row.Blob().ToArray())) ?? _last;
        return _last is not null && _last.Stream == stream ? _last.Of(version) : null;
    }

    /// <summary>All of a stream, ascending.</summary>
    public List<SegmentHashes> All(long stream) => database.Prepared("SELECT first, last, hashes FROM segments WHERE stream = ? ORDER BY first")
        .Add(stream).All(row => new SegmentHashes(stream, row.Long(), row.Long(), row.Blob().ToArray()));

    /// <summary>The file that a version of a stream lies in.</summary>
    public ArchiveFile? FileOf(string stream, long version) => database
        .Prepared("SELECT g.file, g.sha256 FROM segments g JOIN streams s ON s.id = g.stream WHERE s.name = ? AND g.first <= ? AND g.last >= ?")
        .Add(stream).Add(version).Add(version).First(row => new ArchiveFile(row.Text(), row.Blob().ToArray()));
}
