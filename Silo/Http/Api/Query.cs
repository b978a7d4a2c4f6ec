using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using Microsoft.AspNetCore.Http.HttpResults;
using OrleansTrader.Grains.Books;
using OrleansTrader.Trading;

namespace OrleansTrader.Silo.Http.Api;

/// <summary>
/// Parameters of a request, read as text, so that a wrong one is answered with its name, its value and what would be right.
/// </summary>
internal sealed class Query(IQueryCollection values)
{
    private readonly List<string> _asked = [];
    private FieldError? _error;

    /// <summary>
    /// The first parameter that was not understood, or that nobody asked for: a misspelt one would otherwise be ignored in silence.
    /// Null while all were understood; read it after the last parameter.
    /// </summary>
    public ProblemHttpResult? Problem => (_error ?? Unasked()) is { } error ? Problems.BadParameter(error) : null;

    /// <summary>A whole number within bounds.</summary>
    public int Whole(string name, int fallback, int min, int max) => (int)Whole(name, (long)fallback, min, max);

    /// <summary>The part of a list that is wanted: <c>limit</c> and <c>before</c>.</summary>
    public PageRequest Page(int fallback = 100)
    {
        var limit = Whole("limit", fallback, 1, PageRequest.LimitMax);
        long? before = TryGet("before", out _) ? Whole("before", 1L, 1L, long.MaxValue) : null;
        return new PageRequest(before, limit);
    }

    /// <summary>An instant in ISO 8601.</summary>
    public DateTimeOffset Instant(string name, DateTimeOffset fallback)
    {
        if (!TryGet(name, out var text))
            return fallback;
        if (DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal, out var at))
            return at;
        Fail(name, text, "give an instant in ISO 8601, e.g. 2026-01-31T12:00:00Z");
        return fallback;
    }

    /// <summary>One of a set of names.</summary>
    public T Named<T>(string name, T fallback, TryParse<T> parse, string remedy)
    {
        if (!TryGet(name, out var text))
            return fallback;
        if (parse(text, out var value))
            return value;
        Fail(name, text, remedy);
        return fallback;
    }

    public void Fail(string name, string value, string remedy) => _error ??= new FieldError(name, value, remedy);

    private long Whole(string name, long fallback, long min, long max)
    {
        if (!TryGet(name, out var text))
            return fallback;
        if (long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number >= min && number <= max)
            return number;
        Fail(name, text, string.Create(CultureInfo.InvariantCulture, $"give a whole number from {min} to {max}"));
        return fallback;
    }

    private FieldError? Unasked() =>
        values.Keys.FirstOrDefault(key => !_asked.Contains(key, StringComparer.OrdinalIgnoreCase)) is { } key
            ? new FieldError(key, values[key].ToString(), $"there is no such parameter here, only {string.Join(", ", _asked)}")
            : null;

    private bool TryGet(string name, [NotNullWhen(true)] out string? text)
    {
        _asked.Add(name);
        text = values.TryGetValue(name, out var found) ? found.ToString() : null;
        return text is not null;
    }
}

internal delegate bool TryParse<T>(string text, out T value);
