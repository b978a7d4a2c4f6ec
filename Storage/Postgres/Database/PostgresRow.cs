using System.Globalization;
using Npgsql;
using OrleansTrader.Storage.Rows;

namespace OrleansTrader.Storage.Postgres.Database;

/// <summary>The row that a reader stands at.</summary>
internal sealed class PostgresRow(NpgsqlDataReader reader) : IRow
{
    private int _column;

    public void Rewind() => _column = 0;

    /// <summary>0 for a null, as sums over no rows are.</summary>
    public long Long() => LongOrNull() ?? 0;

    public long? LongOrNull() => IsNull() ? null : reader.GetInt64(_column - 1);

    public bool Bool() => reader.GetBoolean(_column++);

    public double Double() => reader.GetDouble(_column++);

    public DateTimeOffset Instant() => new(Long(), TimeSpan.Zero);

    public string Text() => reader.GetString(_column++);

    public string? TextOrNull() => IsNull() ? null : reader.GetString(_column - 1);

    public decimal Decimal() => reader.GetDecimal(_column++);

    public decimal? DecimalOrNull() => IsNull() ? null : reader.GetDecimal(_column - 1);

    public ReadOnlySpan<byte> Blob() => IsNull() ? [] : reader.GetFieldValue<byte[]>(_column - 1);

    public byte[] Bytes() => IsNull() ? [] : reader.GetFieldValue<byte[]>(_column - 1);

    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"row at column {_column}");

    // Steps over the column, whatever it holds.
    private bool IsNull() => reader.IsDBNull(_column++);
}
