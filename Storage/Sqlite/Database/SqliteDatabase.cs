using SQLitePCL;

namespace OrleansTrader.Storage.Sqlite.Database;

/// <summary>One connection, used by one thread at a time, with its prepared statements.</summary>
internal sealed class SqliteDatabase : IDisposable
{
    /// <summary>Longest wait for a lock of another connection, in milliseconds.</summary>
    private const int BusyMsMax = 5_000;

    private readonly sqlite3 _handle;
    private readonly Dictionary<string, SqliteStatement> _prepared = new(StringComparer.Ordinal);

    private const int ConfigMemoryStatus = 9;

    static SqliteDatabase()
    {
        Batteries_V2.Init();

        // Counting every allocation under a lock costs a tenth of a write. It must be said before the first database is opened.
        raw.sqlite3_config(ConfigMemoryStatus, 0);
    }

    private SqliteDatabase(sqlite3 handle, string path)
    {
        _handle = handle;
        Path = path;
    }

    public string Path { get; }

    /// <summary>Whether no transaction is open.</summary>
    public bool IsIdle => raw.sqlite3_get_autocommit(_handle) != 0;

    /// <summary>Rows changed by the last statement.</summary>
    public int Changes => raw.sqlite3_changes(_handle);

    /// <exception cref="SqliteFault">The file cannot be opened.</exception>
    public static SqliteDatabase Open(string path, bool readOnly)
    {
        var flags = raw.SQLITE_OPEN_NOMUTEX
            | (readOnly ? raw.SQLITE_OPEN_READONLY : raw.SQLITE_OPEN_READWRITE | raw.SQLITE_OPEN_CREATE);
        var code = raw.sqlite3_open_v2(path, out var handle, flags, null);
        if (code != raw.SQLITE_OK)
        {
            var message = raw.sqlite3_errmsg(handle).utf8_to_string() ?? "cannot be opened";
            handle.Dispose();
            throw new SqliteFault(code, code, message);
        }

        raw.sqlite3_busy_timeout(handle, BusyMsMax);
        return new SqliteDatabase(handle, path);
    }

    /// <summary>The prepared statement of a text that is a constant of the program; started.</summary>
    public SqliteStatement Prepared(string sql)
    {
        if (!_prepared.TryGetValue(sql, out var statement))
        {
            statement = Prepare(sql);
            _prepared.Add(sql, statement);
        }

        return statement.Start();
    }

    /// <summary>A statement that its caller disposes of.</summary>
    public SqliteStatement Prepare(string sql)
    {
        var code = raw.sqlite3_prepare_v2(_handle, sql, out var statement);
        return code == raw.SQLITE_OK ? new SqliteStatement(this, statement) : throw Fault(code);
    }

    /// <summary>Runs a script of statements without parameters.</summary>
    public void Execute(string script)
    {
        var code = raw.sqlite3_exec(_handle, script);
        if (code != raw.SQLITE_OK)
            throw Fault(code);
    }

    public long Number(string sql)
    {
        using var statement = Prepare(sql);
        return statement.First(row => row.Long());
    }

    /// <summary>Moves what can be moved of the log into the database file, without waiting for anybody.</summary>
    /// <returns>The pages of the log, moved or not; −1 where another connection is at it.</returns>
    public int MoveLog()
    {
        var code = raw.sqlite3_wal_checkpoint_v2(_handle, null, raw.SQLITE_CHECKPOINT_PASSIVE, out var pages, out _);

        // Busy: another connection is at it.
        return code is raw.SQLITE_OK or raw.SQLITE_BUSY ? pages : throw Fault(code);
    }

    public SqliteFault Fault(int code) =>
        new(code, raw.sqlite3_extended_errcode(_handle), raw.sqlite3_errmsg(_handle).utf8_to_string() ?? "unknown error");

    public void Dispose()
    {
        foreach (var statement in _prepared.Values)
            statement.Dispose();
        _prepared.Clear();
        _handle.Dispose();
    }
}
