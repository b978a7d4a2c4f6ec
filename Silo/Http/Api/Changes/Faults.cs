using System.Collections.Immutable;
using System.Globalization;
using System.Text.Json;
using OrleansTrader.Grains.Strategies;
using OrleansTrader.Trading;
using OrleansTrader.Trading.Accounts;
using OrleansTrader.Trading.Instruments;
using OrleansTrader.Trading.Orders;

namespace OrleansTrader.Silo.Http.Api.Changes;

/// <summary>Reads the fields of a request and remembers what is wrong with them; what it gives back counts only while nothing is.</summary>
internal sealed class Faults
{
    private readonly List<FieldError> _errors = [];

    public ImmutableArray<FieldError> Errors => [.. _errors];

    public void Add(string field, string value, string remedy) => _errors.Add(new FieldError(field, value, remedy));

    /// <summary>A number that must be there.</summary>
    public decimal Needed(string field, decimal? value, string example)
    {
        if (value is null)
            Add(field, string.Empty, $"give a decimal, e.g. \"{example}\"");
        return value ?? 0m;
    }

    /// <summary>A text that must be there.</summary>
    public string Needed(string field, string? value, string remedy)
    {
        if (string.IsNullOrWhiteSpace(value))
            Add(field, string.Empty, remedy);
        return value ?? string.Empty;
    }

    /// <summary>One of an enum's names, as the API writes them; dashes and capitals do not count.</summary>
    public T Named<T>(string field, string? value, T? fallback = null)
        where T : struct, Enum
    {
        if (value is null && fallback is { } given)
            return given;
        var bare = value?.Replace("-", string.Empty, StringComparison.Ordinal);
        foreach (var candidate in Enum.GetValues<T>())
        {
            if (string.Equals(candidate.ToString(), bare, StringComparison.OrdinalIgnoreCase))
                return candidate;
        }

        Add(field, value ?? string.Empty, $"give one of {string.Join(", ", Enum.GetNames<T>().Select(JsonNamingPolicy.CamelCase.ConvertName))}");
        return default;
    }

    /// <summary>A text that says more than one thing; null where it is left out.</summary>
    public T? Text<T>(string field, string? value, ReadText<T> read)
        where T : class
    {
        if (value is null)
            return null;
        if (!read(value, out var found, out var remedy))
            Add(field, value, remedy);
        return found;
    }

    /// <summary>A market of the feed.</summary>
    public Symbol Market(string field, string? value, IEnumerable<SymbolKey> markets)
    {
        if (Symbol.TryParse(value, out var symbol) && markets.Any(key => key.Symbol == symbol))
            return symbol;
        Add(field, value ?? string.Empty, $"give a market of this service: {string.Join(", ", markets.Select(static key => key.Symbol))}");
        return default;
    }

    /// <summary>A version's name, e.g. <c>trend@1.0.0</c>.</summary>
    public VersionKey Version(string field, string? value, TenantId tenant)
    {
        if (VersionNames.TryParse(tenant, value, out var key))
            return key;
        Add(field, value ?? string.Empty, $"give NAME@VERSION, e.g. trend@1.0.0; {SemanticVersion.Rule}");
        return default;
    }

    /// <summary>An order's number, as a path has it.</summary>
    public OrderId Order(string value)
    {
        if (long.TryParse(value, NumberStyles.None, CultureInfo.InvariantCulture, out var id) && id > 0)
            return new OrderId(id);
        Add("order", value, "give the number of an order");
        return default;
    }
}

/// <summary>Reads a text; false with what would be right instead.</summary>
internal delegate bool ReadText<T>(string? text, out T? found, out string remedy)
    where T : class;

/// <summary>Names of versions in paths and requests: without the tenant, which is the caller's own.</summary>
internal static class VersionNames
{
    public static bool TryParse(TenantId tenant, string? text, out VersionKey key)
    {
        key = default;
        var at = text?.LastIndexOf('@') ?? -1;
        if (at <= 0 || !SemanticVersion.TryParse(text![(at + 1)..], out _))
            return false;
        key = new VersionKey(tenant, text[..at], text[(at + 1)..]);
        return true;
    }

    public static string Of(VersionKey key) => $"{key.Strategy}@{key.Version}";
}
