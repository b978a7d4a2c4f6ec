using System.Security.Cryptography;
using Microsoft.Extensions.Logging;
using OrleansTrader.Grains.Ports;
using OrleansTrader.Storage.Chain;
using OrleansTrader.Storage.Files;
using OrleansTrader.Storage.Sqlite.Database;

namespace OrleansTrader.Storage.Sqlite;

/// <summary>The checks that a database passes before anything is written to it.</summary>
internal static class Opening
{
    public static SqliteDatabase OpenDatabase(string path, SqliteStoreOptions options)
    {
        var database = SqliteDatabase.Open(path, readOnly: false);
        try
        {
            Schema.Refuse(database);
            database.Execute(
                options is { Mode: CommitMode.Behind, DataDirectory: null }
                    ? "PRAGMA journal_mode = MEMORY; PRAGMA synchronous = OFF; PRAGMA locking_mode = EXCLUSIVE;"
                    : "PRAGMA journal_mode = WAL;");
            database.Execute(options.Mode == CommitMode.Behind ? "PRAGMA synchronous = OFF;" : "PRAGMA synchronous = FULL;");
            database.Execute("PRAGMA cache_size = -65536; PRAGMA temp_store = MEMORY; PRAGMA journal_size_limit = 536870912;");
            Schema.Migrate(database);
            if (options.DatabasePagesMax > 0)
                database.Execute($"PRAGMA max_page_count = {options.DatabasePagesMax};");
            return database;
        }
        catch
        {
            database.Dispose();
            throw;
        }
    }

    public static SigningKey OpenKey(SqliteDatabase database, string path) =>
        SigningKey.Open(path, mayCreate: database.Number("SELECT count(*) FROM groups") == 0);

    /// <summary>The last group commit, if it is signed with our key.</summary>
    /// <exception cref="JournalException">It is not.</exception>
    public static GroupHead CheckHead(SqliteDatabase database, SigningKey key)
    {
        var last = database
            .Prepared("SELECT number, at, first, last, signature FROM groups ORDER BY number DESC LIMIT 1")
            .First(row => (Group: new GroupRecord(row.Long(), row.Long(), row.Long(), row.Long()), Signature: row.Blob().ToArray()));
        if (last.Signature is null)
            return GroupHead.Genesis;

        var previous = database.Prepared("SELECT signature FROM groups WHERE number = ?").Add(last.Group.Number - 1)
            .First(row => row.Blob().ToArray()) ?? GroupSigner.Genesis;
        using var signer = new GroupSigner(key.Bytes);
        foreach (var hash in database.Prepared("SELECT hash FROM commits WHERE number BETWEEN ? AND ? ORDER BY number")
                     .Add(last.Group.First).Add(last.Group.Last).All(row => row.Blob().ToArray()))
        {
            signer.Add(hash);
        }

        return CryptographicOperations.FixedTimeEquals(signer.Sign(previous, last.Group), last.Signature)
            ? new GroupHead(last.Group.Number, last.Signature)
            : throw new JournalException(
                $"'{database.Path}': group commit {last.Group.Number}, the last one, is not signed with this data directory's key: "
                + "it was altered, or another key belongs to it; restore both from one backup");
    }

    /// <exception cref="JournalException">The database ends before the head that was noted beside it.</exception>
    public static void CheckTail(SqliteDatabase database, GroupHead head, GroupHead? noted, string path, ILogger logger)
    {
        if (noted is null)
        {
            if (head.Number > 0)
                logger.LogWarning("No head was noted beside '{Path}': whether its tail was cut cannot be told", path);
            return;
        }

        if (noted.Number > head.Number)
        {
            throw new JournalException(
                $"'{path}' ends at group commit {head.Number}, but {noted.Number} was written: its tail was cut; restore it from a backup, "
                + "or delete journal.head to go on without what is lost");
        }

        var signature = database.Prepared("SELECT signature FROM groups WHERE number = ?").Add(noted.Number)
            .First(row => row.Blob().ToArray());
        if (noted.Number > 0 && (signature is null || !CryptographicOperations.FixedTimeEquals(signature, noted.Signature)))
        {
            throw new JournalException(
                $"'{path}': group commit {noted.Number} is not the one that was noted when it was written: the journal was replaced; restore it from a backup");
        }
    }
}
