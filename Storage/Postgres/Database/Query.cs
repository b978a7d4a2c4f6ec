using System.Buffers;
using Npgsql;
using NpgsqlTypes;

namespace OrleansTrader.Storage.Postgres.Database;

/// <summary>A text with its parameters, bound from left to right as <c>$1</c>, <c>$2</c>, … .</summary>
internal sealed class Query(string sql)
{
    private readonly List<NpgsqlParameter> _parameters = [];

    public Query Add(long value) => Bind(new NpgsqlParameter<long> { TypedValue = value });

    public Query Add(string value) => Bind(new NpgsqlParameter<string> { TypedValue = StorableText.Of(value) });

    public Query Add(DateTimeOffset value) => Add(value.UtcTicks);

    public Query Add(byte[]? value) => Bind(new NpgsqlParameter { NpgsqlDbType = NpgsqlDbType.Bytea, Value = (object?)value ?? DBNull.Value });

    public Query Add(IReadOnlyCollection<string> values) => Bind(new NpgsqlParameter { NpgsqlDbType = NpgsqlDbType.Array | NpgsqlDbType.Text, Value = values.ToArray() });

    public Query Add(IReadOnlyCollection<long> values) => Bind(new NpgsqlParameter { NpgsqlDbType = NpgsqlDbType.Array | NpgsqlDbType.Bigint, Value = values.ToArray() });

    public Query Add(IReadOnlyCollection<byte[]> values) => Bind(new NpgsqlParameter { NpgsqlDbType = NpgsqlDbType.Array | NpgsqlDbType.Bytea, Value = values.ToArray() });

    public NpgsqlCommand On(NpgsqlConnection connection)
    {
        var command = new NpgsqlCommand(sql, connection);
        command.Parameters.AddRange(_parameters.ToArray());
        return command;
    }

    public NpgsqlBatchCommand InBatch()
    {
        var command = new NpgsqlBatchCommand(sql);
        command.Parameters.AddRange(_parameters.ToArray());
        return command;
    }

    private Query Bind(NpgsqlParameter parameter)
    {
        _parameters.Add(parameter);
        return this;
    }
}

/// <summary>PostgreSQL's text holds neither a zero character nor half a surrogate pair; such a character is replaced by U+FFFD.</summary>
internal static class StorableText
{
    private const char Replacement = '\uFFFD';

    private static readonly SearchValues<char> _suspect = SearchValues.Create(
        [.. Enumerable.Range(0xD800, 0x800).Select(static code => (char)code).Prepend('\0')]);

    public static string Of(string text) => text.AsSpan().IndexOfAny(_suspect) < 0 ? text : Clean(text);

    private static string Clean(string text) => string.Create(text.Length, text, static (room, from) =>
    {
        for (var i = 0; i < from.Length; i++)
        {
            if (i + 1 < from.Length && char.IsSurrogatePair(from[i], from[i + 1]))
            {
                (room[i], room[i + 1]) = (from[i], from[i + 1]);
                i++;
            }
            else
            {
                room[i] = from[i] == '\0' || char.IsSurrogate(from[i]) ? Replacement : from[i];
            }
        }
    });
}
