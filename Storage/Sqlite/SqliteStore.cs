using System.Text.Json;
using Microsoft.Extensions.Logging;
using Orleans.Storage;
using OrleansTrader.Grains.Ports;
using OrleansTrader.Storage.Files;
using OrleansTrader.Storage.Rebuilding;
using OrleansTrader.Storage.Retention;
using OrleansTrader.Storage.Sqlite.Commits;
using OrleansTrader.Storage.Sqlite.Database;
using OrleansTrader.Storage.Sqlite.Journal;
using OrleansTrader.Storage.Sqlite.States;

namespace OrleansTrader.Storage.Sqlite;

/// <summary>The books in one SQLite database, held by one process: journal and read model.</summary>
public sealed class SqliteStore : IStore
{
    /// <summary>How often the head is logged and its note made durable, in seconds.</summary>
    private const int HeadSeconds = 60;

    private readonly DataDirectory _directory;
    private readonly HeadFile _headFile;
    private readonly IBooks _books;
    private readonly SqliteJournal _journal;
    private readonly string _archive;
    private readonly ILogger _logger;
    private readonly ITimer? _headTimer;
    private bool _isDisposed;

    private SqliteStore(
        DataDirectory directory, HeadFile headFile, IBooks books, SigningKey key, TimeProvider time, ILogger logger, SqliteStoreOptions options)
    {
        _directory = directory;
        _headFile = headFile;
        _books = books;
        _logger = logger;
        _archive = options.ArchiveDirectory ?? Path.Combine(directory.Path, "archive");
        _journal = new SqliteJournal(books, headFile, key, new CheckedFile(directory.Path, key), _archive);
        ReadModel = new SqliteReadModel(books);
        ReminderTable = new SqliteReminderTable(books);
        Leases = new SqliteLeases(books);
        Outbox = new SqliteOutbox(books);
        if (options.Mode == CommitMode.Group)
        {
            var period = TimeSpan.FromSeconds(HeadSeconds);
            _headTimer = time.CreateTimer(_ => NoteHead(), state: null, period, period);
        }
    }

    public IJournal Journal => _journal;

    public IReadModel ReadModel { get; }

    public IReminderTable ReminderTable { get; }

    public ILeases Leases { get; }

    public IOutbox Outbox { get; }

    public string DataDirectory => _directory.Path;

    public string Place => _directory.Path;

    /// <summary>Whether there is a database in a directory.</summary>
    public static bool IsIn(string directory) => File.Exists(Storage.Files.DataDirectory.DatabaseIn(directory));

    /// <param name="time">Paces the logging of the head, nothing else.</param>
    /// <exception cref="JournalException">
    /// A directory that cannot be written or is in use, a damaged or foreign database, a newer schema, a lost key, a cut tail: one
    /// line each. Nothing was written.
    /// </exception>
    public static SqliteStore Open(SqliteStoreOptions options, TimeProvider time, ILogger logger)
    {
        var directory = Storage.Files.DataDirectory.Open(options.DataDirectory);
        SqliteDatabase? database = null;
        HeadFile? headFile = null;
        try
        {
            database = Opening.OpenDatabase(directory.Database, options);
            var key = Opening.OpenKey(database, directory.Key);
            var head = Opening.CheckHead(database, key);
            headFile = HeadFile.Open(directory.Head, key);
            Opening.CheckTail(database, head, headFile.Read(), directory.Database, logger);
            var writer = new BookWriter(database, key, head);
            IBooks books = options.Mode == CommitMode.Behind
                ? new WriteBehind(writer, headFile)
                : new GroupCommits(writer, headFile, options);
            return new SqliteStore(directory, headFile, books, key, time, logger, options);
        }
        catch (Exception error)
        {
            headFile?.Dispose();
            database?.Dispose();
            directory.Dispose();
            if (error is SqliteFault fault)
                throw ReaderPool.Unreadable(directory.Database, fault);
            throw;
        }
    }

    public IGrainStorage GrainStorage(JsonSerializerOptions json) => new SqliteGrainStorage(_books, json);

    public async ValueTask<RetentionReport> Retain(RetentionPolicy policy, DateTimeOffset now, CancellationToken cancellation) =>
        await new Retainer(new SqliteRetention(_books), Journal, ReadModel, policy, _archive, now).Run(cancellation);

    public async ValueTask<RebuildReport> Rebuild(IRowHistory history, IProgress<RebuildProgress>? progress, CancellationToken cancellation)
    {
        await using var tables = new SqliteRebuild(_directory.Database);
        return await new Rebuilder(tables, Journal, history, progress).Run(cancellation);
    }

    public ValueTask<JournalCheck> Check(bool all, CancellationToken cancellation) => _journal.Check(all, cancellation);

    public async ValueTask DisposeAsync()
    {
        if (_isDisposed)
            return;
        _isDisposed = true;
        if (_headTimer is not null)
            await _headTimer.DisposeAsync();
        try
        {
            await _books.DisposeAsync();
            LogHead();
        }
        finally
        {
            _headFile.Dispose();
            _directory.Dispose();
        }
    }

    private void NoteHead()
    {
        try
        {
            _headFile.Flush();
        }
        catch (IOException error)
        {
            _logger.LogWarning(error, "The journal's head could not be made durable");
        }

        LogHead();
    }

    private void LogHead()
    {
        var head = _books.Head;
        _logger.LogInformation(
            "Journal head: group {Group}, signature {Signature}", head.Number, Convert.ToHexStringLower(head.Signature));
    }
}
