using System.Text.Json;
using Microsoft.Extensions.Logging;
using Orleans.Storage;
using OrleansTrader.Grains.Ports;
using OrleansTrader.Storage.Files;
using OrleansTrader.Storage.Postgres.Commits;
using OrleansTrader.Storage.Postgres.Database;
using OrleansTrader.Storage.Postgres.Journal;
using OrleansTrader.Storage.Postgres.States;
using OrleansTrader.Storage.Rebuilding;
using OrleansTrader.Storage.Retention;

namespace OrleansTrader.Storage.Postgres;

/// <summary>The books in a schema of a PostgreSQL database, which any number of processes write to at once.</summary>
public sealed class PostgresStore : IStore
{
    /// <summary>How often the head is logged and its note made durable, in seconds.</summary>
    private const int HeadSeconds = 60;

    private readonly DataDirectory _directory;
    private readonly PostgresDatabase _database;
    private readonly HeadFiles _heads;
    private readonly GroupCommits _groups;
    private readonly PostgresJournal _journal;
    private readonly string _archive;
    private readonly ILogger _logger;
    private readonly ITimer _headTimer;
    private bool _isDisposed;

    private PostgresStore(
        DataDirectory directory, PostgresDatabase database, HeadFiles heads, GroupCommits groups, SigningKey key, string? archive, TimeProvider time,
        ILogger logger)
    {
        (_directory, _database, _heads, _groups, _logger) = (directory, database, heads, groups, logger);
        _archive = archive ?? Path.Combine(directory.Path, "archive");
        _journal = new PostgresJournal(database, groups, heads, key, new CheckedFile(directory.Path, key), _archive);
        ReadModel = new PostgresReadModel(database);
        ReminderTable = new PostgresReminderTable(database);
        Leases = new PostgresLeases(database);
        Outbox = new PostgresOutbox(database);
        var period = TimeSpan.FromSeconds(HeadSeconds);
        _headTimer = time.CreateTimer(_ => NoteHead(), state: null, period, period);
    }

    public IJournal Journal => _journal;

    public IReadModel ReadModel { get; }

    public IReminderTable ReminderTable { get; }

    public ILeases Leases { get; }

    public IOutbox Outbox { get; }

    public string DataDirectory => _directory.Path;

    public string Place => $"PostgreSQL at {_database.Place}";

    /// <param name="time">Paces the logging of the head and the tries to reach a database that is down.</param>
    /// <exception cref="JournalException">
    /// A database that cannot be reached or used, a newer or foreign schema, another key, a cut tail: one line each. Nothing was written.
    /// </exception>
    public static async Task<PostgresStore> Open(PostgresStoreOptions options, TimeProvider time, ILogger logger, CancellationToken cancellation)
    {
        var database = PostgresDatabase.Of(options);
        DataDirectory? directory = null;
        HeadFiles? heads = null;
        try
        {
            directory = Files.DataDirectory.Open(options.DataDirectory);
            var key = await Schema.Prepare(database, options.KeyFile ?? directory.Key, cancellation);
            heads = new HeadFiles(directory.Path, key);
            var noted = heads.Read();
            foreach (var head in noted)
                await CheckTail(database, head, cancellation);
            var session = await WriterSession.Open(database, key, noted.Count > 0 ? noted[0].Writer : 0, cancellation);
            var groups = new GroupCommits(database, key, session, heads, options, time, logger);
            return new PostgresStore(directory, database, heads, groups, key, options.ArchiveDirectory, time, logger);
        }
        catch
        {
            heads?.Dispose();
            directory?.Dispose();
            await database.DisposeAsync();
            throw;
        }
    }

    public IGrainStorage GrainStorage(JsonSerializerOptions json) => new PostgresGrainStorage(_database, json);

    public async ValueTask<RetentionReport> Retain(RetentionPolicy policy, DateTimeOffset now, CancellationToken cancellation) =>
        await new Retainer(new PostgresRetention(_database), Journal, ReadModel, policy, _archive, now).Run(cancellation);

    public async ValueTask<RebuildReport> Rebuild(IRowHistory history, IProgress<RebuildProgress>? progress, CancellationToken cancellation)
    {
        await using var tables = new PostgresRebuild(_database, await _database.Connect(cancellation));
        try
        {
            return await new Rebuilder(tables, Journal, history, progress).Run(cancellation);
        }
        catch (Exception error) when (PostgresFaults.IsOfDatabase(error))
        {
            throw PostgresFaults.Tell(error, _database.Place);
        }
    }

    public ValueTask<JournalCheck> Check(bool all, CancellationToken cancellation) => _journal.Check(all, cancellation);

    public async ValueTask DisposeAsync()
    {
        if (_isDisposed)
            return;
        _isDisposed = true;
        await _headTimer.DisposeAsync();
        try
        {
            await _groups.DisposeAsync();
            NoteHead();
        }
        finally
        {
            _heads.Dispose();
            await _database.DisposeAsync();
            _directory.Dispose();
        }
    }

    /// <exception cref="JournalException">The database ends before a head that was noted, or has another in its place.</exception>
    private static async Task CheckTail(PostgresDatabase database, WriterHead noted, CancellationToken cancellation)
    {
        var stored = await database.First(
            new Query("SELECT signature FROM groups WHERE writer = $1 AND number = $2").Add(noted.Writer).Add(noted.Group.Number),
            static row => row.Bytes(), cancellation);
        if (noted.Group.Number == 0 || stored?.AsSpan().SequenceEqual(noted.Group.Signature) == true)
            return;
        throw new JournalException(
            stored is null
                ? $"PostgreSQL at {database.Place} lacks group commit {noted.Group.Number} of writer {noted.Writer}, which was written: its tail was cut, or it is another database; restore it from a backup, or delete journal-{noted.Writer}.head to go on without what is lost"
                : $"PostgreSQL at {database.Place}: group commit {noted.Group.Number} of writer {noted.Writer} is not the one that was noted when it was written: the journal was replaced; restore it from a backup");
    }

    private void NoteHead()
    {
        try
        {
            _heads.Flush();
        }
        catch (IOException error)
        {
            _logger.LogWarning(error, "The journal's head could not be made durable");
        }

        var head = _groups.Head;
        _logger.LogInformation(
            "Journal head: writer {Writer}, group {Group}, signature {Signature}", head.Writer, head.Group.Number, Convert.ToHexStringLower(head.Group.Signature));
    }
}
