using OrleansTrader.Storage.Sqlite.Database;
using OrleansTrader.Storage.Sqlite.Journal;

namespace OrleansTrader.Storage.Sqlite.Commits;

/// <summary>
/// Moves the log into the database file beside the writer, so that no commit waits for it. What was written meanwhile is moved by the
/// writer itself, which is little; the log then starts from its beginning.
/// </summary>
internal sealed class Checkpoints(string path) : IAsyncDisposable
{
    /// <summary>Most group commits between two checkpoints.</summary>
    private const int GroupsMax = 256;

    /// <summary>Most writes between two checkpoints.</summary>
    private const int WritesMax = 16_384;

    private SqliteDatabase? _database;
    private Task _running = Task.CompletedTask;
    private bool _isStarted;
    private int _groups;
    private int _writes;

    /// <summary>Called by the writer's thread after each group commit.</summary>
    /// <exception cref="SqliteFault">The log cannot be moved.</exception>
    public void AfterGroup(BookWriter writer, int writes)
    {
        _groups++;
        _writes += writes;
        if (_isStarted)
        {
            if (!_running.IsCompleted)
                return;
            _isStarted = false;
            _running.GetAwaiter().GetResult();
            writer.Database.Execute("PRAGMA wal_checkpoint(PASSIVE)");
        }
        else if (_groups >= GroupsMax || _writes >= WritesMax)
        {
            (_groups, _writes, _isStarted) = (0, 0, true);
            _running = Task.Run(Move);
        }
    }

    public async ValueTask DisposeAsync()
    {
        await _running.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        _database?.Dispose();
    }

    private void Move()
    {
        _database ??= SqliteDatabase.Open(path, readOnly: false);
        _database.Execute("PRAGMA synchronous = FULL; PRAGMA wal_checkpoint(PASSIVE);");
    }
}
