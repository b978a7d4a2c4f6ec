using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Logging;
using OrleansTrader.Grains.Ports;
using OrleansTrader.Storage.Postgres;
using OrleansTrader.Storage.Retention;
using OrleansTrader.Storage.Sqlite;

namespace OrleansTrader.Storage;

/// <summary>The section <c>Storage</c> of the settings: which store keeps the books, and for how long what is kept.</summary>
public sealed record StorageSettings
{
    public const string Section = "Storage";

    private const string Sqlite = "sqlite";
    private const string Postgres = "postgres";
    private const string New = "new";
    private const string All = "all";

    /// <summary>Most hours between two verifications.</summary>
    private const int VerifyHoursMax = 8_760;

    /// <summary><c>sqlite</c> (one process, a file) or <c>postgres</c>.</summary>
    public string Provider { get; init; } = Sqlite;

    /// <summary>Of PostgreSQL, as Npgsql reads it.</summary>
    public string? ConnectionString { get; init; }

    /// <summary>The key that group commits on PostgreSQL are signed with, the same for all processes of a database; null: the data directory's own.</summary>
    public string? KeyFile { get; init; }

    public RetentionPolicy Retention { get; init; } = new();

    /// <summary>What a process that has the books to itself verifies before it trades: <c>new</c>, what no check has read yet, or <c>all</c>.</summary>
    public string VerifyAtStart { get; init; } = New;

    /// <summary>Hours between two verifications of everything while it runs; 0 for none.</summary>
    public int VerifyEveryHours { get; init; } = 24;

    public bool VerifiesAllAtStart() => string.Equals(VerifyAtStart, All, StringComparison.OrdinalIgnoreCase);

    public bool IsPostgres => string.Equals(Provider, Postgres, StringComparison.OrdinalIgnoreCase);

    /// <exception cref="JournalException">A setting that cannot be: its name, its value, and what it may be.</exception>
    public static StorageSettings Read(IConfiguration configuration)
    {
        StorageSettings settings;
        try
        {
            settings = configuration.GetSection(Section).Get<StorageSettings>() ?? new StorageSettings();
        }
        catch (InvalidOperationException error)
        {
            throw new JournalException($"settings of {Section}: {error.Message}: correct it", error);
        }

        if (!settings.IsPostgres && !string.Equals(settings.Provider, Sqlite, StringComparison.OrdinalIgnoreCase))
            throw new JournalException($"{Section}:Provider '{settings.Provider}' is neither {Sqlite} nor {Postgres}");
        if (settings.IsPostgres && string.IsNullOrWhiteSpace(settings.ConnectionString))
            throw new JournalException($"{Section}:Provider is {Postgres}, but {Section}:ConnectionString is empty: it is of the form Host=…;Database=…;Username=…;Password=…");
        if (!settings.VerifiesAllAtStart() && !string.Equals(settings.VerifyAtStart, New, StringComparison.OrdinalIgnoreCase))
            throw new JournalException($"{Section}:VerifyAtStart '{settings.VerifyAtStart}' is neither {New} nor {All}");
        if (settings.VerifyEveryHours is < 0 or > VerifyHoursMax)
            throw new JournalException($"{Section}:VerifyEveryHours {settings.VerifyEveryHours} is not between 0 and {VerifyHoursMax}: hours between two verifications, 0 for none");
        settings.Retention.Check();
        return settings;
    }

    /// <summary>Opens the books in real time.</summary>
    /// <param name="directory">The process's own: on SQLite the books, on PostgreSQL key and heads. Null for a temporary one.</param>
    /// <param name="name">Which books: PostgreSQL's schema, e.g. the feed's name.</param>
    /// <exception cref="JournalException">Books that cannot be opened, in one line.</exception>
    public async Task<IStore> Open(string? directory, string name, TimeProvider time, ILogger logger, CancellationToken cancellation)
    {
        if (!IsPostgres)
            return SqliteStore.Open(new SqliteStoreOptions { DataDirectory = directory, Mode = CommitMode.Group, ArchiveDirectory = Retention.ArchiveDirectory }, time, logger);
        var options = new PostgresStoreOptions
        {
            ConnectionString = ConnectionString!,
            Schema = name,
            DataDirectory = directory,
            KeyFile = KeyFile,
            ArchiveDirectory = Retention.ArchiveDirectory,
        };
        return await PostgresStore.Open(options, time, logger, cancellation);
    }
}
