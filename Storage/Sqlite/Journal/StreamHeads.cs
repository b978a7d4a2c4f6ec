using OrleansTrader.Storage.Chain;
using OrleansTrader.Storage.Sqlite.Database;

namespace OrleansTrader.Storage.Sqlite.Journal;

/// <summary>Where a stream ends.</summary>
internal sealed class StreamHead(long id, string name, long version, byte[] hash)
{
    public long Id => id;

    public string Name => name;

    public long Version { get; private set; } = version;

    public byte[] Hash { get; private set; } = hash;

    public void MoveTo(long newVersion, byte[] newHash)
    {
        Version = newVersion;
        Hash = newHash;
    }
}

/// <summary>The ends of the streams lately written to; the writer is the only one, so what it remembers is true.</summary>
internal sealed class StreamHeads(SqliteDatabase database, JournalHash hash)
{
    /// <summary>Most streams remembered; beyond that all are forgotten and looked up again.</summary>
    private const int RememberedMax = 100_000;

    private readonly Dictionary<string, StreamHead> _heads = new(StringComparer.Ordinal);

    /// <summary>Null for a stream that was never written.</summary>
    public StreamHead? Find(string name)
    {
        if (_heads.TryGetValue(name, out var head))
            return head;
        head = database
            .Prepared(
                "SELECT s.id, e.version, e.hash FROM streams s LEFT JOIN events e ON e.stream = s.id AND e.version = "
                + "(SELECT max(version) FROM events WHERE stream = s.id) WHERE s.name = ?")
            .Add(name)
            .First(row => new StreamHead(row.Long(), name, row.Long(), ReadHash(row, name)));
        return head is null ? null : Remember(head);
    }

    /// <summary>Adds a stream; <see cref="Forget"/> it if the transaction takes that back.</summary>
    public StreamHead Create(string name)
    {
        database.Prepared("INSERT INTO streams(name) VALUES (?)").Add(name).Run();
        var id = database.Prepared("SELECT id FROM streams WHERE name = ?").Add(name).First(row => row.Long());
        return Remember(new StreamHead(id, name, 0, hash.Genesis(name)));
    }

    public void Clear() => _heads.Clear();

    public void Forget(string name) => _heads.Remove(name);

    private byte[] ReadHash(SqliteStatement row, string name)
    {
        var stored = row.Blob();
        return stored.IsEmpty ? hash.Genesis(name) : stored.ToArray();
    }

    private StreamHead Remember(StreamHead head)
    {
        if (_heads.Count >= RememberedMax)
            _heads.Clear();
        _heads[head.Name] = head;
        return head;
    }
}
