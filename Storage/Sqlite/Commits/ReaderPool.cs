using System.Collections.Concurrent;
using System.Diagnostics;
using OrleansTrader.Grains.Ports;
using OrleansTrader.Grains.Ports.Telemetry;
using OrleansTrader.Storage.Sqlite.Database;

namespace OrleansTrader.Storage.Sqlite.Commits;

/// <summary>Connections for reading beside the writer, opened as they are needed, each used by one caller at a time.</summary>
internal sealed class ReaderPool(string path, int readersMax) : IDisposable
{
    private readonly SemaphoreSlim _free = new(readersMax);
    private readonly ConcurrentBag<SqliteDatabase> _idle = [];

    public static JournalException Unreadable(string path, SqliteFault error) => new(
        error.IsDamage
            ? $"'{path}' is damaged ({error.Message}): restore it from a backup"
            : $"'{path}' cannot be read: {error.Message}",
        error);

    public async ValueTask<T> Read<T>(Func<SqliteDatabase, T> read, CancellationToken cancellation)
    {
        await _free.WaitAsync(cancellation);
        try
        {
            // A query may take as long as the disk does: not on the caller's turn.
            return await Task.Run(() => ReadNow(read), cancellation);
        }
        finally
        {
            _free.Release();
        }
    }

    public void Dispose()
    {
        while (_idle.TryTake(out var database))
            database.Dispose();
        _free.Dispose();
    }

    private T ReadNow<T>(Func<SqliteDatabase, T> read)
    {
        var began = TargetMetrics.IsOn ? Stopwatch.GetTimestamp() : 0;
        try
        {
            if (!_idle.TryTake(out var database))
                database = SqliteDatabase.Open(path, readOnly: true);
            try
            {
                return read(database);
            }
            finally
            {
                if (began > 0)
                    TargetMetrics.Record(TargetMetrics.Database, GroupCommits.Store, Stopwatch.GetElapsedTime(began));
                _idle.Add(database);
            }
        }
        catch (SqliteFault error)
        {
            TargetMetrics.CountError(TargetMetrics.Database, GroupCommits.Store, "read");
            throw Unreadable(path, error);
        }
    }
}
