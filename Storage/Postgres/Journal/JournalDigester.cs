using Npgsql;
using OrleansTrader.Grains.Ports;
using OrleansTrader.Storage.Chain;
using OrleansTrader.Storage.Postgres.Database;

namespace OrleansTrader.Storage.Postgres.Journal;

internal static class JournalDigester
{
    /// <summary>Most streams whose hashes are asked for at once.</summary>
    private const int StreamsMax = 500;

    public static async ValueTask<JournalDigest> Digest(NpgsqlConnection connection, CancellationToken cancellation)
    {
        var streams = await PostgresDatabase.All(
            connection, new Query("SELECT id, name, version FROM streams s WHERE EXISTS (SELECT 1 FROM commits WHERE stream = s.id)"),
            static row => (Id: row.Long(), Name: row.Text(), Events: row.Long()), cancellation);
        streams.Sort(static (left, right) => string.CompareOrdinal(left.Name, right.Name));
        using var digest = new StreamDigest();
        foreach (var part in streams.Chunk(StreamsMax))
        {
            var hashes = (await PostgresDatabase.All(
                connection, new Query("SELECT stream, hash FROM events WHERE stream = ANY($1) ORDER BY stream, version").Add(part.Select(static s => s.Id).ToList()),
                static row => (Stream: row.Long(), Hash: row.Bytes()), cancellation)).ToLookup(static row => row.Stream, static row => row.Hash);
            var archived = (await Segments.Of(connection, part.Select(static s => s.Id).ToList(), cancellation)).ToLookup(static segment => segment.Stream);
            foreach (var (id, name, _) in part)
            {
                digest.Begin(name, archived[id].Sum(static segment => segment.Last - segment.First + 1) + hashes[id].Count());
                foreach (var segment in archived[id])
                    digest.Add(segment.Hashes);
                foreach (var hash in hashes[id])
                    digest.Add(hash);
            }
        }

        return digest.End();
    }
}
