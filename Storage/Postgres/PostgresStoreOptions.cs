namespace OrleansTrader.Storage.Postgres;

public sealed record PostgresStoreOptions
{
    /// <summary>As Npgsql reads it, e.g. <c>Host=db;Database=trader;Username=trader;Password=…</c>; never part of a message.</summary>
    public required string ConnectionString { get; init; }

    /// <summary>PostgreSQL's schema that the tables lie in, made where absent: one for each feed, as SQLite has a directory each.</summary>
    public string Schema { get; init; } = "trader";

    /// <summary>Where key and heads of this process lie; created where absent. Null for a temporary one that is deleted at the end.</summary>
    public string? DataDirectory { get; init; }

    /// <summary>The key that group commits are signed with, shared by all processes of one database; null for the data directory's own.</summary>
    public string? KeyFile { get; init; }

    /// <summary>Where archive files lie; null for <c>archive</c> in the data directory.</summary>
    public string? ArchiveDirectory { get; init; }

    /// <summary>Most writes that wait; a further one waits for room.</summary>
    public int QueueWritesMax { get; init; } = 8_192;

    /// <summary>Most writes of one group commit.</summary>
    public int GroupWritesMax { get; init; } = 2_048;

    /// <summary>Most connections of this process: one writes, the others read.</summary>
    public int ConnectionsMax { get; init; } = 12;

    /// <summary>Longest wait for a connection to open, in seconds.</summary>
    public int ConnectSecondsMax { get; init; } = 5;

    /// <summary>Longest wait for an answer of the database, in seconds; a group commit that takes longer is of unknown outcome.</summary>
    public int CommandSecondsMax { get; init; } = 30;

    /// <summary>Between two tries to reach a database that is down, in milliseconds.</summary>
    public int ReconnectMs { get; init; } = 250;
}
