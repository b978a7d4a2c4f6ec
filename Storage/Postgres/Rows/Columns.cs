using System.Collections;
using Npgsql;
using NpgsqlTypes;

namespace OrleansTrader.Storage.Postgres.Rows;

/// <summary>
/// Many rows as one array a column, for <c>INSERT … SELECT … FROM unnest($1, $2, …)</c>: one prepared statement whatever the number of
/// rows. Filled from left to right, row after row.
/// </summary>
internal sealed class Columns
{
    private readonly List<(IList Values, NpgsqlDbType Type)> _columns = [];
    private int _next;

    public int Rows { get; private set; }

    /// <summary>Begins the next row.</summary>
    public Columns Row()
    {
        Rows++;
        _next = 0;
        return this;
    }

    public Columns Add(long value) => To<long>(NpgsqlDbType.Bigint, value);

    public Columns Add(long? value) => To(NpgsqlDbType.Bigint, value);

    public Columns Add(DateTimeOffset value) => To<long>(NpgsqlDbType.Bigint, value.UtcTicks);

    public Columns Add(bool value) => To(NpgsqlDbType.Boolean, value);

    public Columns Add(double value) => To(NpgsqlDbType.Double, value);

    public Columns Add(decimal value) => To(NpgsqlDbType.Numeric, value);

    public Columns Add(decimal? value) => To(NpgsqlDbType.Numeric, value);

    public Columns Add(string? value) => To(NpgsqlDbType.Text, value is null ? null : Database.StorableText.Of(value));

    public Columns Add(byte[]? value) => To(NpgsqlDbType.Bytea, value);

    public Columns Add(ReadOnlyMemory<byte> value) => To<byte[]>(NpgsqlDbType.Bytea, value.ToArray());

    public NpgsqlBatchCommand Command(string sql)
    {
        var command = new NpgsqlBatchCommand(sql);
        foreach (var (values, type) in _columns)
            command.Parameters.Add(new NpgsqlParameter { NpgsqlDbType = NpgsqlDbType.Array | type, Value = values });
        return command;
    }

    private Columns To<T>(NpgsqlDbType type, T value)
    {
        if (_next == _columns.Count)
            _columns.Add((new List<T>(), type));
        ((List<T>)_columns[_next++].Values).Add(value);
        return this;
    }
}
