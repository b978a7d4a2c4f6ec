using System.Collections.Immutable;
using System.Threading.Channels;
using Microsoft.Extensions.Logging;
using OrleansTrader.Grains.Books;
using OrleansTrader.Grains.Ports;
using OrleansTrader.Storage.Files;
using OrleansTrader.Storage.Postgres.Database;
using OrleansTrader.Storage.Postgres.Rows;

namespace OrleansTrader.Storage.Postgres.Commits;

/// <summary>
/// One loop writes; while a group is being made durable the next one gathers. When the database fails, the outcome of the group is unknown:
/// its callers are told, whoever writes meanwhile is refused at once, and a new session is sought until there is one.
/// </summary>
internal sealed class GroupCommits : IAsyncDisposable
{
    /// <summary>Most times that a group is written again after the database took it back to resolve a circle of waits.</summary>
    private const int PassingFaultsMax = 5;

    private const string Closed = "the journal is closed: the service is stopping";

    private readonly PostgresDatabase _database;
    private readonly SigningKey _key;
    private readonly HeadFiles _heads;
    private readonly Partitions _partitions;
    private readonly PostgresStoreOptions _options;
    private readonly TimeProvider _time;
    private readonly ILogger _logger;
    private readonly Channel<PendingWrite> _queue;
    private readonly CancellationTokenSource _stopping = new();
    private readonly Task _loop;
    private Task _recovery = Task.CompletedTask;
    private WriterSession? _session;
    private volatile string? _fault;
    private volatile WriterHead _head;

    public GroupCommits(
        PostgresDatabase database, SigningKey key, WriterSession session, HeadFiles heads, PostgresStoreOptions options, TimeProvider time, ILogger logger)
    {
        (_database, _key, _session, _heads, _options, _time, _logger) = (database, key, session, heads, options, time, logger);
        _head = new WriterHead(session.Writer, session.Head);
        _partitions = new Partitions(database);
        _queue = Channel.CreateBounded<PendingWrite>(new BoundedChannelOptions(options.QueueWritesMax) { SingleReader = true });
        // On the thread pool: the books belong to nobody's asynchronous flow.
        using (ExecutionContext.SuppressFlow())
            _loop = Task.Run(Loop);
    }

    /// <summary>Why nothing can be written now; null while all is well.</summary>
    public string? Fault => _fault;

    public int Waiting => _queue.Reader.Count;

    public WriterHead Head => _head;

    public async ValueTask<CommitOutcome> Append(Commit commit) => (await Write(new PendingWrite(commit)))!;

    public async ValueTask Write(ImmutableArray<ReadModelRow> rows) => await Write(new PendingWrite(rows));

    public async ValueTask DisposeAsync()
    {
        _queue.Writer.TryComplete();
        await _loop;
        await _stopping.CancelAsync();
        await _recovery;
        if (_session is not null)
            await _session.DisposeAsync();
        _stopping.Dispose();
    }

    private async ValueTask<CommitOutcome?> Write(PendingWrite pending)
    {
        if (_fault is { } fault)
            throw new JournalException(fault);
        try
        {
            if (!_queue.Writer.TryWrite(pending))
                await _queue.Writer.WriteAsync(pending);
        }
        catch (ChannelClosedException error)
        {
            throw new JournalException(Closed, error);
        }

        return await pending.Outcome;
    }

    private async Task Loop()
    {
        var group = new List<PendingWrite>(_options.GroupWritesMax);
        while (await _queue.Reader.WaitToReadAsync())
        {
            while (group.Count < _options.GroupWritesMax && _queue.Reader.TryRead(out var write))
                group.Add(write);
            if (_session is { } session && _fault is null)
                await WriteGroup(session, group);
            else
                FailAll(group, new JournalException(_fault ?? Closed));
            group.Clear();
        }
    }

    private async Task WriteGroup(WriterSession session, List<PendingWrite> group)
    {
        try
        {
            await _partitions.Ensure(group, _stopping.Token);
            await WriteWhole(session, group);
            if (session.Head.Number != _head.Group.Number || session.Writer != _head.Writer)
            {
                _heads.Write(session.Writer, session.Head);
                _head = new WriterHead(session.Writer, session.Head);
            }
        }
        catch (Exception error)
        {
            var reason = error is JournalException ? error.Message : PostgresFaults.Tell(error, _database.Place).Message;
            _fault = reason;
            FailAll(group, new JournalException($"{reason}; whether this was written is unknown: repeat the command with its id", error));
            _logger.LogError("The journal cannot be written: {Reason}", reason);
            _session = null;
            _recovery = Recover(session);
            return;
        }

        foreach (var write in group)
            write.Complete();
    }

    // Nearly always every write can be done. Where one cannot, all are done again with a savepoint each.
    private async Task WriteWhole(WriterSession session, List<PendingWrite> group)
    {
        var isGuarded = false;
        for (var passing = 0; ;)
        {
            try
            {
                await session.Write(group, isGuarded);
                return;
            }
            catch (Exception error) when (PostgresFaults.IsPassing(error) && passing < PassingFaultsMax)
            {
                passing++;
            }
            catch (Exception error) when (!isGuarded && (PostgresFaults.IsOfOneWrite(error) || !PostgresFaults.IsOfDatabase(error)))
            {
                isGuarded = true;
            }

            await session.TakeBack();
            _partitions.Forget();
            await _partitions.Ensure(group, _stopping.Token);
        }
    }

    private async Task Recover(WriterSession broken)
    {
        var last = broken.Writer;
        await broken.DisposeAsync();
        for (var tries = 1; !_stopping.IsCancellationRequested; tries++)
        {
            try
            {
                await Task.Delay(TimeSpan.FromMilliseconds(_options.ReconnectMs), _time, _stopping.Token);
                _session = await WriterSession.Open(_database, _key, last, _stopping.Token);
                _head = new WriterHead(_session.Writer, _session.Head);
                _fault = null;
                _logger.LogWarning("The journal can be written again after {Tries} tries, as writer {Writer}", tries, _session.Writer);
                return;
            }
            catch (JournalException error)
            {
                _fault = error.Message;
            }
            catch (OperationCanceledException)
            {
                return;
            }
        }
    }

    private static void FailAll(List<PendingWrite> group, JournalException fault)
    {
        foreach (var write in group)
            write.Fail(fault);
    }
}

/// <summary>A writer's number with its last group commit.</summary>
internal sealed record WriterHead(long Writer, GroupHead Group);
