using OrleansTrader.Grains.Ports;
using OrleansTrader.Storage.Chain;
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
        using var digest = new StreamDigest();
        var streams = database.Prepared("SELECT id, name FROM streams").All(row => (Id: row.Long(), Name: row.Text()));
        streams.Sort((left, right) => string.CompareOrdinal(left.Name, right.Name));
        foreach (var (id, name) in streams)
        {
            cancellation.ThrowIfCancellationRequested();
            var archived = new Segments(database).All(id);
            digest.Begin(name, archived.Sum(static part => part.Last - part.First + 1)
                + database.Prepared("SELECT count(*) FROM events WHERE stream = ?").Add(id).First(row => row.Long()));
            foreach (var part in archived)
                digest.Add(part.Hashes);
            var hashes = database.Prepared("SELECT hash FROM events WHERE stream = ? ORDER BY version").Add(id);
            while (hashes.Step())
                digest.Add(hashes.Blob());
        }

        return digest.End();
    }
}
