using OrleansTrader.Storage.Files;
using OrleansTrader.Storage.Sqlite.Database;

namespace OrleansTrader.Storage.Sqlite.Commits;

/// <summary>
/// Moves the log into the database file beside the writer, so that no commit waits for it. The log can only start from its beginning where
/// nothing is left to move, and that last bit the writer moves itself: when it is little, or when the log has grown long. SQLite makes the
/// database file durable only where nothing was written meanwhile, so under load never but in that last bit: it is flushed here before.
/// </summary>
/// <param name="logPagesMax">A log of so many pages starts anew though the writer must wait for what is left to move.</param>
internal sealed class Checkpoints(string path, int logPagesMax = Checkpoints.LogPagesMax) : IAsyncDisposable
{
    /// <summary>256 MiB of pages.</summary>
    public const int LogPagesMax = 65_536;

    /// <summary>Most group commits between two checkpoints.</summary>
    private const int GroupsMax = 512;

    /// <summary>Most writes between two checkpoints.</summary>
    private const int WritesMax = 16_384;

    /// <summary>So many writes since the checkpoint began are moved in no time.</summary>
    private const int RestWritesMax = 32;

    // What is left halves with each round of a long log: small pieces first, so that commits hardly notice, then larger ones, so that it does.
    private static readonly long[] _pieceBytes = [256 << 10, 1 << 20, 4 << 20, 64 << 20];

    private SqliteDatabase? _database;
    private GentleFlush? _flush;
    private Task<int>? _running;
    private int _groups;
    private int _writes;

    /// <summary>The checkpoint that runs beside the writer; completed where none does.</summary>
    public Task Running => _running ?? Task.CompletedTask;

    /// <summary>Called by the writer's thread after each group commit.</summary>
    /// <param name="database">The writer's.</param>
    /// <exception cref="SqliteFault">The log cannot be moved.</exception>
    /// <exception cref="IOException">The database file cannot be made durable.</exception>
    public void AfterGroup(SqliteDatabase database, int writes)
    {
        _groups++;
        _writes += writes;
        if (_running is not null)
        {
            if (!_running.IsCompleted)
                return;
            var logPages = _running.GetAwaiter().GetResult();
            _running = null;
            if (_writes <= RestWritesMax || logPages >= logPagesMax)
                database.MoveLog();
        }
        else if (_groups >= GroupsMax || _writes >= WritesMax)
        {
            (_groups, _writes) = (0, 0);
            _running = Task.Run(Move);
        }
    }

    /// <summary>Once no other connection of the process has the database open.</summary>
    public async ValueTask DisposeAsync()
    {
        if (_running is not null)
            await ((Task)_running).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        _database?.Dispose();
        _flush?.Dispose();
    }

    /// <returns>The pages of the log.</returns>
    private int Move()
    {
        if (_database is null)
        {
            _flush = new GentleFlush(path);
            _database = SqliteDatabase.Open(path, readOnly: false);
            _database.Execute("PRAGMA synchronous = FULL");
        }

        var logPages = 0;
        foreach (var bytes in _pieceBytes)
        {
            logPages = _database.MoveLog();
            _flush!.Run(bytes);
            if (logPages < logPagesMax)
                break;
        }

        return logPages;
    }
}
