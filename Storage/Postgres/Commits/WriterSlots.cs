using System.Security.Cryptography;
using Npgsql;
using OrleansTrader.Grains.Ports;
using OrleansTrader.Storage.Chain;
using OrleansTrader.Storage.Files;
using OrleansTrader.Storage.Postgres.Database;

namespace OrleansTrader.Storage.Postgres.Commits;

/// <summary>The numbers that processes write under.</summary>
internal static class WriterSlots
{
    /// <summary>Most processes that write to one database at a time.</summary>
    private const int WritersMax = 64;

    public static async Task<long> Take(NpgsqlConnection connection, PostgresDatabase database, long last, CancellationToken cancellation)
    {
        foreach (var writer in Enumerable.Range(1, WritersMax).Select(static number => (long)number).OrderBy(number => number != last))
        {
            var query = new Query("SELECT pg_try_advisory_lock(hashtextextended($1, $2))").Add($"OrleansTrader writer {database.Schema}").Add(writer);
            if ((await PostgresDatabase.All(connection, query, static row => row.Bool(), cancellation))[0])
                return writer;
        }

        throw new JournalException($"PostgreSQL at {database.Place} has {WritersMax} writing processes already: stop one");
    }

    /// <summary>How many processes have a number now, this one among them.</summary>
    public static async Task<long> CountTaken(NpgsqlConnection connection, string schema, CancellationToken cancellation) => (await PostgresDatabase.All(
        connection,
        new Query(
            "SELECT count(*) FROM pg_locks l JOIN generate_series(1, $2) AS slots(number) ON (l.classid::bigint << 32) | l.objid::bigint = hashtextextended($1, slots.number) "
            + "WHERE l.locktype = 'advisory' AND l.objsubid = 1 AND l.granted AND l.database = (SELECT oid FROM pg_database WHERE datname = current_database())")
            .Add($"OrleansTrader writer {schema}").Add(WritersMax),
        static row => row.Long(), cancellation))[0];

    /// <summary>The last group commit of a number and its last commit, if it is signed with our key.</summary>
    /// <exception cref="JournalException">It is not.</exception>
    public static async Task<(GroupHead Head, long LastCommit)> CheckHead(
        NpgsqlConnection connection, string place, SigningKey key, long writer, CancellationToken cancellation)
    {
        var last = await PostgresDatabase.All(
            connection, new Query("SELECT number, at, first, last, signature FROM groups WHERE writer = $1 ORDER BY number DESC LIMIT 2").Add(writer),
            static row => (Group: new GroupRecord(row.Long(), row.Long(), row.Long(), row.Long()), Signature: row.Bytes()), cancellation);
        if (last.Count == 0)
            return (GroupHead.Genesis, 0);
        var (group, signature) = last[0];
        using var signer = new GroupSigner(key.Bytes);
        foreach (var hash in await PostgresDatabase.All(
                     connection, new Query("SELECT hash FROM commits WHERE writer = $1 AND number BETWEEN $2 AND $3 ORDER BY number")
                         .Add(writer).Add(group.First).Add(group.Last), static row => row.Bytes(), cancellation))
        {
            signer.Add(hash);
        }

        var previous = last.Count > 1 ? last[1].Signature : GroupSigner.Genesis;
        return CryptographicOperations.FixedTimeEquals(signer.Sign(previous, group), signature)
            ? (new GroupHead(group.Number, signature), group.Last)
            : throw new JournalException(
                $"PostgreSQL at {place}: group commit {group.Number} of writer {writer}, the last one, is not signed with this key: it was altered, or another key belongs to it; restore both from one backup");
    }
}
