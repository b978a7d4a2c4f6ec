using System.Globalization;

namespace OrleansTrader.Storage.Postgres.Rows;

/// <summary>Statements over arrays of columns.</summary>
internal static class Unnest
{
    /// <summary><c>INSERT INTO table(columns) SELECT * FROM unnest($1::type[], …) rest</c>.</summary>
    /// <param name="types">One letter a column: t(ext), l(ong), n(umeric), b(ytes), o (boolean), f(loating).</param>
    public static string Insert(string table, string columns, string types, string rest = "") =>
        $"INSERT INTO {table}({columns}) SELECT * FROM {Of(types)} {rest}";

    /// <summary><c>unnest($1::type[], …)</c>.</summary>
    public static string Of(string types) => "unnest(" + string.Join(", ", types.Select(static (type, i) =>
        string.Create(CultureInfo.InvariantCulture, $"${i + 1}::{Name(type)}[]"))) + ")";

    /// <summary><c>ON CONFLICT(key) DO UPDATE SET</c> every other column as told.</summary>
    /// <param name="but">A column that stays as it was told first.</param>
    public static string Replace(string key, string columns, string? but = null)
    {
        var keys = key.Split(", ");
        var set = columns.Split(", ").Where(column => !keys.Contains(column, StringComparer.Ordinal) && !string.Equals(column, but, StringComparison.Ordinal))
            .Select(static column => $"{column} = excluded.{column}");
        return $"ON CONFLICT({key}) DO UPDATE SET {string.Join(", ", set)}";
    }

    private static string Name(char type) => type switch
    {
        't' => "text",
        'l' => "bigint",
        'n' => "numeric",
        'b' => "bytea",
        'o' => "boolean",
        'f' => "double precision",
        _ => throw new ArgumentOutOfRangeException(nameof(type), type, "no such type"),
    };
}
