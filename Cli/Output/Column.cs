using System.Globalization;
using System.Text.Json;

namespace OrleansTrader.Cli.Output;

/// <summary>A column of a table, or a line of what is shown of one thing.</summary>
/// <param name="Title">What stands above it.</param>
/// <param name="Read">The text of a row; null or empty where there is nothing.</param>
internal sealed record Column(string Title, Func<JsonElement, string?> Read)
{
    /// <summary>Whether it is a number: it stands to the right.</summary>
    public bool IsNumber { get; init; }

    /// <summary>Whether it is a gain or a loss: its colour tells which.</summary>
    public bool IsResult { get; init; }

    /// <summary>A text at a path, e.g. <c>books.currency</c>.</summary>
    public static Column Text(string title, string path) => new(title, row => At(row, path));

    public static Column Number(string title, string path) => new(title, row => At(row, path)) { IsNumber = true };

    /// <summary>An amount of money, to the hundredth; <paramref name="isResult"/> for a gain or a loss.</summary>
    public static Column Money(string title, string path, bool isResult = false) => new(
        title, row => At(row, path) is { } text && decimal.TryParse(text, NumberStyles.Number, CultureInfo.InvariantCulture, out var amount)
            ? amount.ToString("N2", CultureInfo.InvariantCulture)
            : null)
    {
        IsNumber = true,
        IsResult = isResult,
    };

    /// <summary>The last part of a key, e.g. <c>trend</c> of <c>demo/trend</c>.</summary>
    public static Column Name(string title, string path) => new(title, row => At(row, path) is { } key ? key[(key.IndexOf('/') + 1)..] : null);

    /// <summary>An instant to the second, in UTC.</summary>
    public static Column Instant(string title, string path) => new(
        title, row => At(row, path) is { } text && DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, out var at)
            ? at.UtcDateTime.ToString("yyyy-MM-dd HH:mm:ss", CultureInfo.InvariantCulture)
            : null);

    public static string? At(JsonElement row, string path)
    {
        foreach (var name in path.Split('.'))
        {
            if (row.ValueKind != JsonValueKind.Object || !row.TryGetProperty(name, out row))
                return null;
        }

        return row.ValueKind switch
        {
            JsonValueKind.Null => null,
            JsonValueKind.Array => string.Join(", ", row.EnumerateArray().Select(static item => item.ToString())),
            JsonValueKind.True => "yes",
            JsonValueKind.False => "no",
            _ => row.ToString(),
        };
    }
}
