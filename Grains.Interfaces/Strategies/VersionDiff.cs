using System.Collections.Immutable;
using System.Text.Json;
using OrleansTrader.Grains.Json;

namespace OrleansTrader.Grains.Strategies;

/// <summary>One difference of two configurations.</summary>
/// <param name="Field">Path of the field, e.g. <c>strategy.parameters.fast</c>.</param>
/// <param name="Old">What the first says; null where it says nothing.</param>
/// <param name="New">What the second says; null where it says nothing.</param>
public sealed record FieldChange(string Field, string? Old, string? New);

/// <summary>What two versions do differently.</summary>
public static class VersionDiff
{
    /// <summary>
    /// All differences, by field. Both are compared in the form in which they are stored, so that a part which is added to
    /// configurations one day needs nothing here.
    /// </summary>
    public static ImmutableArray<FieldChange> Of(VersionConfig old, VersionConfig changed)
    {
        var (before, after) = (Fields(old), Fields(changed));
        return
        [
            .. before.Keys.Union(after.Keys, StringComparer.Ordinal).Order(StringComparer.Ordinal)
                .Select(field => new FieldChange(field, before.GetValueOrDefault(field), after.GetValueOrDefault(field)))
                .Where(static change => !string.Equals(change.Old, change.New, StringComparison.Ordinal)),
        ];
    }

    private static Dictionary<string, string> Fields(VersionConfig config)
    {
        var fields = new Dictionary<string, string>(StringComparer.Ordinal);
        Collect(JsonSerializer.SerializeToElement(config, ContractJson.Options), string.Empty, fields);
        return fields;
    }

    private static void Collect(JsonElement value, string path, Dictionary<string, string> fields)
    {
        if (value.ValueKind != JsonValueKind.Object)
        {
            fields[path] = value.ValueKind == JsonValueKind.Array && value.EnumerateArray().All(static item => item.ValueKind == JsonValueKind.String)
                ? string.Join(", ", value.EnumerateArray().Select(static item => item.GetString()))
                : value.ValueKind == JsonValueKind.String ? value.GetString()! : value.GetRawText();
            return;
        }

        foreach (var member in value.EnumerateObject())
            Collect(member.Value, path.Length == 0 ? member.Name : $"{path}.{member.Name}", fields);
    }
}
