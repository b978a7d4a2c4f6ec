using System.Globalization;
using System.Text;
using OrleansTrader.Storage.Rows;
using SQLitePCL;

namespace OrleansTrader.Storage.Sqlite.Database;

/// <summary>
/// A prepared statement that is bound and read from left to right. Instants are UTC ticks, decimals their exact invariant text,
/// booleans 0 and 1.
/// </summary>
internal sealed class SqliteStatement : IRow, IDisposable
{
    /// <summary>Longest text that is encoded on the stack, in UTF-8 bytes.</summary>
    private const int StackBytesMax = 512;

    private readonly SqliteDatabase _database;
    private readonly sqlite3_stmt _statement;
    private int _parameter;
    private int _column;

    public SqliteStatement(SqliteDatabase database, sqlite3_stmt statement)
    {
        _database = database;
        _statement = statement;
    }

    /// <summary>Makes it ready for the first parameter.</summary>
    public SqliteStatement Start()
    {
        raw.sqlite3_reset(_statement);
        _parameter = 0;
        return this;
    }

    public SqliteStatement Add(long value)
    {
        Check(raw.sqlite3_bind_int64(_statement, ++_parameter, value));
        return this;
    }

    public SqliteStatement Add(bool value) => Add(value ? 1L : 0L);

    public SqliteStatement Add(double value)
    {
        Check(raw.sqlite3_bind_double(_statement, ++_parameter, value));
        return this;
    }

    public SqliteStatement Add(DateTimeOffset value) => Add(value.UtcTicks);

    public SqliteStatement Add(decimal value)
    {
        Span<byte> text = stackalloc byte[32];
        value.TryFormat(text, out var length, default, CultureInfo.InvariantCulture);
        Check(raw.sqlite3_bind_text(_statement, ++_parameter, text[..length]));
        return this;
    }

    public SqliteStatement Add(decimal? value) => value is { } number ? Add(number) : AddNull();

    public SqliteStatement Add(long? value) => value is { } number ? Add(number) : AddNull();

    public SqliteStatement Add(string? value)
    {
        if (value is null)
            return AddNull();
        if (value.Length == 0)
        {
            // An empty span has no address, which SQLite would take for NULL.
            Check(raw.sqlite3_bind_text(_statement, ++_parameter, string.Empty));
            return this;
        }

        var size = Encoding.UTF8.GetMaxByteCount(value.Length);
        Span<byte> text = size <= StackBytesMax ? stackalloc byte[StackBytesMax] : new byte[size];
        var length = Encoding.UTF8.GetBytes(value, text);
        // An empty span has no address, which SQLite would take for NULL.
        Check(length == 0
            ? raw.sqlite3_bind_text(_statement, ++_parameter, string.Empty)
            : raw.sqlite3_bind_text(_statement, ++_parameter, text[..length]));
        return this;
    }

    public SqliteStatement Add(ReadOnlySpan<byte> value)
    {
        // An empty span has no address, which SQLite would take for NULL.
        Check(value.IsEmpty
            ? raw.sqlite3_bind_zeroblob(_statement, ++_parameter, 0)
            : raw.sqlite3_bind_blob(_statement, ++_parameter, value));
        return this;
    }

    public SqliteStatement AddNull()
    {
        Check(raw.sqlite3_bind_null(_statement, ++_parameter));
        return this;
    }

    /// <summary>Runs it to its end.</summary>
    public void Run()
    {
        while (Step())
        {
            // A statement that changes something yields no rows worth reading.
        }
    }

    /// <summary>Goes to the next row; false after the last one, when it gives up its hold on the database.</summary>
    public bool Step()
    {
        var code = raw.sqlite3_step(_statement);
        _column = 0;
        if (code == raw.SQLITE_ROW)
            return true;
        raw.sqlite3_reset(_statement);
        return code == raw.SQLITE_DONE ? false : throw _database.Fault(code);
    }

    /// <summary>Gives up its hold on the database before the last row.</summary>
    public void Stop() => raw.sqlite3_reset(_statement);

    public List<T> All<T>(Func<SqliteStatement, T> read)
    {
        var rows = new List<T>();
        try
        {
            while (Step())
                rows.Add(read(this));
        }
        finally
        {
            Stop();
        }

        return rows;
    }

    public T? First<T>(Func<SqliteStatement, T> read)
    {
        try
        {
            return Step() ? read(this) : default;
        }
        finally
        {
            Stop();
        }
    }

    /// <summary>Goes back to the first column of the row.</summary>
    public void Rewind() => _column = 0;

    public long Long() => raw.sqlite3_column_int64(_statement, _column++);

    public long? LongOrNull() => IsNull() ? Skip<long?>() : Long();

    public bool Bool() => Long() != 0;

    public double Double() => raw.sqlite3_column_double(_statement, _column++);

    public DateTimeOffset Instant() => new(Long(), TimeSpan.Zero);

    public string Text() => raw.sqlite3_column_text(_statement, _column++).utf8_to_string() ?? string.Empty;

    public string? TextOrNull() => IsNull() ? Skip<string?>() : Text();

    public decimal Decimal() => decimal.Parse(Text(), NumberStyles.Number, CultureInfo.InvariantCulture);

    public decimal? DecimalOrNull() => IsNull() ? Skip<decimal?>() : Decimal();

    /// <summary>Valid until the next step.</summary>
    public ReadOnlySpan<byte> Blob() => raw.sqlite3_column_blob(_statement, _column++);

    public bool IsNull() => raw.sqlite3_column_type(_statement, _column) == raw.SQLITE_NULL;

    public void Dispose() => _statement.Dispose();

    private T? Skip<T>()
    {
        _column++;
        return default;
    }

    private void Check(int code)
    {
        if (code != raw.SQLITE_OK)
            throw _database.Fault(code);
    }
}
