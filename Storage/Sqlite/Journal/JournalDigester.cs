using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;
using OrleansTrader.Grains.Ports;
using OrleansTrader.Storage.Sqlite.Database;

namespace OrleansTrader.Storage.Sqlite.Journal;

/// <summary>The digest of all streams: for each, by ordinal order of name, <c>length ‖ name ‖ events ‖ each event's hash</c>.</summary>
internal static class JournalDigester
{
    public static JournalDigest Digest(SqliteDatabase database, CancellationToken cancellation)
    {
        database.Prepared("SAVEPOINT digest").Run();
        try
        {
            return Compute(database, cancellation);
        }
        finally
        {
            database.Prepared("RELEASE digest").Run();
        }
    }

    private static JournalDigest Compute(SqliteDatabase database, CancellationToken cancellation)
    {
        using var digest = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        var events = 0L;
        var streams = database.Prepared("SELECT id, name FROM streams").All(row => (Id: row.Long(), Name: row.Text()));
        streams.Sort((left, right) => string.CompareOrdinal(left.Name, right.Name));
        foreach (var (id, name) in streams)
        {
            cancellation.ThrowIfCancellationRequested();
            var count = database.Prepared("SELECT count(*) FROM events WHERE stream = ?").Add(id).First(row => row.Long());
            var text = Encoding.UTF8.GetBytes(name);
            AppendNumber(digest, text.Length);
            digest.AppendData(text);
            AppendNumber(digest, count);
            var hashes = database.Prepared("SELECT hash FROM events WHERE stream = ? ORDER BY version").Add(id);
            while (hashes.Step())
                digest.AppendData(hashes.Blob());
            events += count;
        }

        return new JournalDigest(Convert.ToHexStringLower(digest.GetHashAndReset()), streams.Count, events);
    }

    private static void AppendNumber(IncrementalHash digest, long number)
    {
        Span<byte> bytes = stackalloc byte[sizeof(long)];
        BinaryPrimitives.WriteInt64LittleEndian(bytes, number);
        digest.AppendData(bytes);
    }
}
