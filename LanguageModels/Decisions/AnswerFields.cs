using System.Collections.Immutable;
using System.Globalization;
using System.Text.Json;
using OrleansTrader.LanguageModels.Prompts;
using OrleansTrader.Trading;

namespace OrleansTrader.LanguageModels.Decisions;

/// <summary>
/// The fields of one object of an answer, read by name. What is missing, of a wrong kind or out of range becomes an error that the model
/// can act on; nothing throws. A field that is null counts as missing.
/// </summary>
internal sealed class AnswerFields
{
    private const int ShownLengthMax = 60;

    private readonly JsonElement _element;
    private readonly ErrorList _errors;
    private readonly HashSet<string> _asked = new(StringComparer.Ordinal);

    public AnswerFields(JsonElement element, string path, ErrorList errors)
    {
        _element = element;
        _errors = errors;
        Path = path;
        if (element.ValueKind != JsonValueKind.Object)
            errors.Add(path, Shown(element), "must be an object in braces");
    }

    public string Path { get; }

    public bool IsObject => _element.ValueKind == JsonValueKind.Object;

    /// <summary>Errors of the whole answer so far.</summary>
    public int ErrorCount => _errors.Count;

    public bool Has(string name) => TryGet(name, out _);

    /// <summary>The number; null where it is missing or refused.</summary>
    public decimal? Number(string name, decimal min, decimal max, bool isRequired = false)
    {
        var range = $"give a number from {FieldError.Text(min)} to {FieldError.Text(max)}";
        if (!TryGet(name, out var value))
        {
            if (isRequired)
                Fault(name, string.Empty, range);
            return null;
        }

        if (value.ValueKind != JsonValueKind.Number)
        {
            Fault(name, Shown(value), $"{range}, without quotes");
            return null;
        }

        // What a decimal cannot hold is as far out of range as what it can.
        if (value.TryGetDecimal(out var number) && number >= min && number <= max)
            return number;
        Fault(name, Shown(value), range);
        return null;
    }

    /// <summary>The text, clean; empty where it is missing or refused.</summary>
    public string Text(string name, int lengthMax, string? requiredFor = null)
    {
        if (!TryGet(name, out var value))
        {
            if (requiredFor is not null)
                Fault(name, string.Empty, requiredFor);
            return string.Empty;
        }

        var bound = string.Create(CultureInfo.InvariantCulture, $"give a text of at most {lengthMax} characters");
        if (value.ValueKind != JsonValueKind.String)
        {
            Fault(name, Shown(value), bound);
            return string.Empty;
        }

        var text = JsonTexts.TextOf(value);
        if (text.Length > lengthMax)
        {
            Fault(name, string.Create(CultureInfo.InvariantCulture, $"{text.Length} characters"), bound);
            return string.Empty;
        }

        text = OutsideText.Clean(text, lengthMax);
        if (requiredFor is not null && string.IsNullOrWhiteSpace(text))
            Fault(name, string.Empty, requiredFor);
        return text;
    }

    /// <summary>One of an enum's words; null where it is missing or refused.</summary>
    public T? Choice<T>(string name, bool isRequired = false)
        where T : struct, Enum
    {
        var isGiven = TryGet(name, out var value);
        var text = isGiven && value.ValueKind == JsonValueKind.String ? JsonTexts.TextOf(value) : null;
        foreach (var choice in Enum.GetValues<T>())
        {
            if (string.Equals(Word(choice), text, StringComparison.OrdinalIgnoreCase))
                return choice;
        }

        if (isGiven || isRequired)
            Fault(name, isGiven ? Shown(value) : string.Empty, $"use one of {string.Join(", ", Enum.GetValues<T>().Select(static c => Word(c)))}");
        return null;
    }

    /// <summary>The object; null where it is missing or no object.</summary>
    public AnswerFields? Object(string name)
    {
        if (!TryGet(name, out var value))
            return null;
        var fields = new AnswerFields(value, $"{Path}.{name}", _errors);
        return fields.IsObject ? fields : null;
    }

    /// <summary>A list of short texts; empty where it is missing or refused.</summary>
    public ImmutableArray<string> Texts(string name, int countMax, int lengthMax)
    {
        if (!TryGet(name, out var value))
            return [];
        if (value.ValueKind != JsonValueKind.Array || value.GetArrayLength() > countMax
            || value.EnumerateArray().Any(item => item.ValueKind != JsonValueKind.String || JsonTexts.TextOf(item).Length > lengthMax))
        {
            Fault(name, Shown(value), string.Create(CultureInfo.InvariantCulture, $"give a list of at most {countMax} texts of at most {lengthMax} characters"));
            return [];
        }

        return [.. value.EnumerateArray().Select(item => OutsideText.Clean(JsonTexts.TextOf(item), lengthMax))];
    }

    public void Fault(string name, string value, string remedy) => _errors.Add($"{Path}.{name}", value, remedy);

    /// <summary>Refuses what nobody asked for: a slip of the pen in <c>stop_loss</c> must not cost the stop.</summary>
    public void Finish()
    {
        if (!IsObject)
            return;
        foreach (var property in _element.EnumerateObject())
        {
            var name = JsonTexts.NameOf(property);
            if (!_asked.Contains(name))
                Fault(OutsideText.Clean(name, ShownLengthMax), Shown(property.Value), $"is unknown here; known are {string.Join(", ", _asked.Order(StringComparer.Ordinal))}");
        }
    }

    public static string Shown(JsonElement value) =>
        value.ValueKind == JsonValueKind.Undefined ? string.Empty : OutsideText.Clean(value.GetRawText(), ShownLengthMax);

    private static string Word<T>(T choice)
        where T : struct, Enum => JsonNamingPolicy.SnakeCaseLower.ConvertName(choice.ToString());

    private bool TryGet(string name, out JsonElement value)
    {
        _asked.Add(name);
        value = default;
        return IsObject && _element.TryGetProperty(name, out value) && value.ValueKind != JsonValueKind.Null;
    }
}
