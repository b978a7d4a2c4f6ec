using System.Collections.Immutable;
using System.Diagnostics;
using System.Threading.Channels;
using Microsoft.Extensions.Logging;
using OrleansTrader.Grains.Books;
using OrleansTrader.Grains.Ports;
using OrleansTrader.Grains.Ports.Telemetry;
using OrleansTrader.Storage.Fairness;
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
    /// <summary>Its name in metrics.</summary>
    public const string Store = "postgres";

    /// <summary>Most writes of a group that several tenants have a part in: none waits while the much of another is written.</summary>
    private const int SharedWritesMax = 256;

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
    private readonly FairQueue<PendingWrite> _queue;
    private readonly Channel<bool> _wake = Channel.CreateBounded<bool>(new BoundedChannelOptions(1) { FullMode = BoundedChannelFullMode.DropWrite });
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
        _queue = new FairQueue<PendingWrite>(options.QueueWritesMax);
        // On the thread pool: the books belong to nobody's asynchronous flow.
        using (ExecutionContext.SuppressFlow())
            _loop = Task.Run(Loop);
    }

    /// <summary>Why nothing can be written now; null while all is well.</summary>
    public string? Fault => _fault;

    public int Waiting => _queue.Count;

    public WriterHead Head => _head;

    public async ValueTask<CommitOutcome> Append(Commit commit) => (await Add(Lanes.Of(commit.Stream), new PendingWrite(commit)))!;

    public async ValueTask Write(ImmutableArray<ReadModelRow> rows) => await Add(Lanes.Of(rows), new PendingWrite(rows));

    public async ValueTask DisposeAsync()
    {
        _queue.Close();
        _wake.Writer.TryWrite(true);
        await _loop;
        await _stopping.CancelAsync();
        await _recovery;
        if (_session is not null)
            await _session.DisposeAsync();
        _stopping.Dispose();
    }

    private ValueTask<CommitOutcome?> Add(ReadOnlySpan<char> lane, PendingWrite pending) =>
        _fault is { } fault ? throw new JournalException(fault) : WhenAdded(_queue.Add(lane, pending), pending);

    private async ValueTask<CommitOutcome?> WhenAdded(ValueTask<bool> added, PendingWrite pending)
    {
        if (!await added)
            throw new JournalException(Closed);
        _wake.Writer.TryWrite(true);
        return await pending.Outcome;
    }

    private async Task Loop()
    {
        var group = new List<PendingWrite>(_options.GroupWritesMax);
        while (true)
        {
            Gather(group);
            if (group.Count == 0)
            {
                if (_queue.IsClosed && _queue.Count == 0)
                    return;
                await _wake.Reader.ReadAsync();
                continue;
            }

            if (_session is { } session && _fault is null)
                await WriteGroup(session, group);
            else
                FailAll(group, new JournalException(_fault ?? Closed));
            group.Clear();
        }
    }

    // Tenants take turns.
    private void Gather(List<PendingWrite> group)
    {
        var max = _options.GroupWritesMax;
        while (group.Count < max && _queue.TryTake(out var write, out var emptiesLane, out var lanesWaiting))
        {
            group.Add(write);
            if (lanesWaiting > (emptiesLane ? 0 : 1))
                max = Math.Min(max, SharedWritesMax);
        }
    }

    private async Task WriteGroup(WriterSession session, List<PendingWrite> group)
    {
        var began = Stopwatch.GetTimestamp();
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
            JournalMetrics.CountFault(Store);
            TargetMetrics.CountError(TargetMetrics.Database, Store, "write");
            FailAll(group, new JournalException($"{reason}; whether this was written is unknown: repeat the command with its id", error));
            _logger.LogError(error, "The journal cannot be written: {Reason}.", reason);
            _session = null;
            _recovery = Recover(session);
            return;
        }

        JournalMetrics.RecordGroup(Store, group.Count, Stopwatch.GetElapsedTime(began));
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

    // Whatever ends a try: without another one nothing could be written until the next start.
    private async Task Recover(WriterSession broken)
    {
        await Leave(broken);
        for (var tries = 1; !_stopping.IsCancellationRequested; tries++)
        {
            try
            {
                await Task.Delay(TimeSpan.FromMilliseconds(_options.ReconnectMs), _time, _stopping.Token);
                _session = await WriterSession.Open(_database, _key, broken.Writer, _stopping.Token);
                _head = new WriterHead(_session.Writer, _session.Head);
                _fault = null;
                _logger.LogInformation("The journal can be written again after {Tries} tries, as writer {Writer}", tries, _session.Writer);
                return;
            }
            catch (OperationCanceledException) when (_stopping.IsCancellationRequested)
            {
                return;
            }
            catch (Exception error)
            {
                // What the database says of itself was logged when it failed; anything else once, not with every try.
                if (error is not JournalException && !string.Equals(_fault, error.Message, StringComparison.Ordinal))
                    _logger.LogError(error, "The journal could not be opened again, try {Try}", tries);
                _fault = error.Message;
            }
        }
    }

    private async ValueTask Leave(WriterSession broken)
    {
        try
        {
            await broken.DisposeAsync();
        }
        catch (Exception error)
        {
            _logger.LogWarning(error, "The broken session of writer {Writer} did not close cleanly", broken.Writer);
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
