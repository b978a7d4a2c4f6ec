using System.Globalization;
using SQLitePCL;

namespace OrleansTrader.Service.Tests;

/// <summary>The journal's database seen with nothing but SQLite, so that what the tests find does not rest on the product's own reader.</summary>
internal sealed class JournalFile : IDisposable
{
    private readonly sqlite3 _handle;

    static JournalFile() => Batteries_V2.Init();

    private JournalFile(sqlite3 handle) => _handle = handle;

    public static JournalFile Open(string path)
    {
        Check(raw.sqlite3_open_v2(path, out var handle, raw.SQLITE_OPEN_READWRITE, null), handle);
        return new JournalFile(handle);
    }

    /// <summary>Runs a query to its end.</summary>
    public List<T> Query<T>(string sql, Func<JournalRow, T> read)
    {
        Check(raw.sqlite3_prepare_v2(_handle, sql, out var statement), _handle);
        using var prepared = statement;
        var rows = new List<T>();
        int code;
        while ((code = raw.sqlite3_step(prepared)) == raw.SQLITE_ROW)
            rows.Add(read(new JournalRow(prepared)));
        Assert.Equal(raw.SQLITE_DONE, code);
        return rows;
    }

    public long Number(string sql) => Query(sql, static row => row.Long(0)).Single();

    public void Execute(string sql) => Check(raw.sqlite3_exec(_handle, sql), _handle);

    public void Dispose() => _handle.Dispose();

    private static void Check(int code, sqlite3 handle) =>
        Assert.True(code == raw.SQLITE_OK, raw.sqlite3_errmsg(handle).utf8_to_string());
}

/// <summary>The row that a query stands at.</summary>
internal readonly struct JournalRow(sqlite3_stmt statement)
{
    public long Long(int column) => raw.sqlite3_column_int64(statement, column);

    public string Text(int column) => raw.sqlite3_column_text(statement, column).utf8_to_string() ?? string.Empty;

    public byte[] Blob(int column) => raw.sqlite3_column_blob(statement, column).ToArray();

    public decimal Decimal(int column) => decimal.Parse(Text(column), NumberStyles.Number, CultureInfo.InvariantCulture);
}
