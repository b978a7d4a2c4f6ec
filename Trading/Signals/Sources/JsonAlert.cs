using System.Collections.Immutable;
using System.Text.Json;

namespace OrleansTrader.Trading.Signals.Sources;

/// <summary>
/// Finds the fields of a JSON alert. The JSON is read strictly: one object, no comments, no trailing commas, no name twice, at most
/// <see cref="DepthMax"/> deep. The service's own form knows all its fields, and refuses others; forms of charts may say what they like beside.
/// </summary>
internal static class JsonAlert
{
    public const int DepthMax = 8;

    private static readonly JsonDocumentOptions Strict = new() { MaxDepth = DepthMax, CommentHandling = JsonCommentHandling.Disallow, AllowTrailingCommas = false };

    public static void Read(SourceConfig config, ReadOnlyMemory<byte> body, Dictionary<AlertField, AlertValue> found, ImmutableArray<FieldError>.Builder errors)
    {
        try
        {
            using var document = JsonDocument.Parse(body, Strict);
            if (document.RootElement.ValueKind != JsonValueKind.Object)
                errors.Add(new FieldError("body", "no object", "send one JSON object"));
            else if (Twice(document.RootElement) is { } name)
                errors.Add(new FieldError("body", AlertText.Shown(name), "this name is there twice: say each once"));
            else
                Fields(config, document.RootElement, found, errors);
        }
        catch (JsonException wrong)
        {
            errors.Add(new FieldError("body", "no JSON", FormattableString.Invariant(
                $"send one JSON object, at most {DepthMax} deep; it is understood up to line {(wrong.LineNumber ?? 0) + 1}, byte {wrong.BytePositionInLine ?? 0}")));
        }
        catch (InvalidOperationException)
        {
            // A name with half a surrogate pair can be written in JSON and is no text.
            errors.Add(new FieldError("body", "no text", "send names and texts of whole characters"));
        }
    }

    private static void Fields(SourceConfig config, JsonElement root, Dictionary<AlertField, AlertValue> found, ImmutableArray<FieldError>.Builder errors)
    {
        var isNative = config.Kind == SourceKind.Native;
        foreach (var field in Enum.GetValues<AlertField>())
        {
            if (config.Fields.TryGetValue(AlertFields.NameOf(field), out var path))
            {
                if (At(root, path) is { } mapped)
                    Take(field, path, mapped, found, errors);
                continue;
            }

            string? first = null;
            foreach (var name in AlertFields.NamesOf(field, isNative))
            {
                if (!root.TryGetProperty(name, out var value))
                    continue;
                if (first is not null)
                    errors.Add(new FieldError(name, "said twice", $"'{first}' says it too: send one of them"));
                else
                    Take(field, name, value, found, errors);
                first = name;
            }
        }

        if (isNative)
            Unknown(root, errors);
    }

    private static void Unknown(JsonElement root, ImmutableArray<FieldError>.Builder errors)
    {
        foreach (var property in root.EnumerateObject())
        {
            if (Enum.GetValues<AlertField>().Any(field => AlertFields.NamesOf(field, isNative: true).Contains(property.Name, StringComparer.Ordinal)))
                continue;
            errors.Add(new FieldError(AlertText.Shown(property.Name), "not known", $"there are {string.Join(", ", AlertFields.Names)}"));
            return;
        }
    }

    private static void Take(AlertField field, string name, JsonElement value, Dictionary<AlertField, AlertValue> found, ImmutableArray<FieldError>.Builder errors)
    {
        switch (value.ValueKind)
        {
            case JsonValueKind.Null:
                break;
            case JsonValueKind.String when value.GetString() is { } text:
                if (text.Length > 0)
                    found[field] = new AlertValue(name, text, IsNumber: false);
                break;
            case JsonValueKind.Number:
                found[field] = new AlertValue(name, value.GetRawText(), IsNumber: true);
                break;
            default:
                errors.Add(new FieldError(name, value.ValueKind.ToString().ToLowerInvariant(), "give a text or a number"));
                break;
        }
    }

    private static JsonElement? At(JsonElement root, string path)
    {
        var node = root;
        foreach (var step in path.Split('.'))
        {
            if (node.ValueKind != JsonValueKind.Object || !node.TryGetProperty(step, out node))
                return null;
        }

        return node;
    }

    private static string? Twice(JsonElement node)
    {
        if (node.ValueKind == JsonValueKind.Array)
            return node.EnumerateArray().Select(Twice).FirstOrDefault(static name => name is not null);
        if (node.ValueKind != JsonValueKind.Object)
            return null;
        var names = new HashSet<string>(StringComparer.Ordinal);
        foreach (var property in node.EnumerateObject())
        {
            if (!names.Add(property.Name))
                return property.Name;
            if (Twice(property.Value) is { } inner)
                return inner;
        }

        return null;
    }
}
