using System.Collections.Immutable;
using System.Text.Json;

namespace OrleansTrader.Trading.Instruments;

/// <summary>The fields of one JSON object, read by name; what is missing, of a wrong kind or unknown becomes an error with its path.</summary>
internal sealed class JsonFields
{
    private readonly JsonElement _element;
    private readonly string _path;
    private readonly ImmutableArray<FieldError>.Builder _errors;
    private readonly HashSet<string> _asked = new(StringComparer.Ordinal);

    public JsonFields(JsonElement element, string path, ImmutableArray<FieldError>.Builder errors)
    {
        _element = element;
        _path = path;
        _errors = errors;
        if (element.ValueKind is not (JsonValueKind.Object or JsonValueKind.Undefined))
            errors.Add(new FieldError(path, Shorten(element), "must be an object in braces"));
    }

    public bool Has(string name) => _element.ValueKind == JsonValueKind.Object && _element.TryGetProperty(name, out _);

    /// <summary>The number, or the default; a missing one without default is an error and 0.</summary>
    public decimal Number(string name, decimal? byDefault)
    {
        if (!TryGet(name, out var value))
        {
            if (byDefault is null)
                Fault(name, default, "give a number");
            return byDefault ?? 0m;
        }

        if (value.ValueKind == JsonValueKind.Number && value.TryGetDecimal(out var number))
            return number;
        Fault(name, value, "must be a number, without quotes");
        return byDefault ?? 0m;
    }

    public string? Text(string name, string? byDefault)
    {
        if (!TryGet(name, out var value))
        {
            if (byDefault is null)
                Fault(name, default, "give a text in quotes");
            return byDefault;
        }

        if (value.ValueKind == JsonValueKind.String)
            return value.GetString();
        Fault(name, value, "must be a text in quotes");
        return byDefault;
    }

    public T Choice<T>(string name, T byDefault)
        where T : struct, Enum
    {
        if (!TryGet(name, out var value))
            return byDefault;
        if (value.ValueKind == JsonValueKind.String && Enum.TryParse<T>(value.GetString(), ignoreCase: true, out var choice) && Enum.IsDefined(choice))
            return choice;
        Fault(name, value, $"must be one of {string.Join(", ", Enum.GetNames<T>().Select(static n => n.ToLowerInvariant()))}");
        return byDefault;
    }

    public JsonFields Object(string name) => new(TryGet(name, out var value) ? value : default, $"{_path}.{name}", _errors);

    public JsonFields Inner(JsonElement element, string name) => new(element, $"{_path}.{name}", _errors);

    public IEnumerable<JsonElement> Array(string name, int lengthMax)
    {
        if (!TryGet(name, out var value) || value.ValueKind != JsonValueKind.Array)
        {
            Fault(name, value, "must be a list in square brackets");
            return [];
        }

        if (value.GetArrayLength() > lengthMax)
        {
            Fault(name, default, $"must have at most {lengthMax} entries");
            return [];
        }

        return value.EnumerateArray();
    }

    /// <summary>Reports fields that nobody asked for.</summary>
    public void Finish()
    {
        if (_element.ValueKind != JsonValueKind.Object)
            return;
        foreach (var property in _element.EnumerateObject())
        {
            if (!_asked.Contains(property.Name))
                Fault(property.Name, property.Value, $"is unknown here; known are {string.Join(", ", _asked.Order(StringComparer.Ordinal))}");
        }
    }

    private static string Shorten(JsonElement value)
    {
        var text = value.ValueKind == JsonValueKind.Undefined ? string.Empty : value.GetRawText();
        return text.Length > 60 ? string.Concat(text.AsSpan(0, 60), "…") : text;
    }

    private bool TryGet(string name, out JsonElement value)
    {
        _asked.Add(name);
        value = default;
        return _element.ValueKind == JsonValueKind.Object && _element.TryGetProperty(name, out value);
    }

    private void Fault(string name, JsonElement value, string remedy) => _errors.Add(new FieldError($"{_path}.{name}", Shorten(value), remedy));
}
