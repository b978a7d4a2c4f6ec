using System.Globalization;
using System.Runtime.CompilerServices;
using System.Text;

namespace OrleansTrader.Silo.Telemetry.Prometheus;

/// <summary>A series' tags as they were recorded, in any order, and as Prometheus reads them.</summary>
internal sealed class Labels
{
    /// <summary>Longest value of a label; the rest is cut off.</summary>
    private const int ValueCharactersMax = 200;

    private readonly KeyValuePair<string, object?>[] _tags;

    public Labels(ReadOnlySpan<KeyValuePair<string, object?>> tags)
    {
        _tags = tags.ToArray();
        Text = Written(_tags);
    }

    /// <summary><c>a="x",b="y"</c>, by name; empty for none.</summary>
    public string Text { get; }

    /// <summary>The first tags of every series are recorded in one order: the comparison is quick, and right for any order.</summary>
    public bool Are(ReadOnlySpan<KeyValuePair<string, object?>> tags)
    {
        if (tags.Length != _tags.Length)
            return false;
        for (var i = 0; i < tags.Length; i++)
        {
            if (!IsSame(tags[i], _tags[i]) && !Contains(tags[i]))
                return false;
        }

        return true;
    }

    public static int HashOf(ReadOnlySpan<KeyValuePair<string, object?>> tags)
    {
        var hash = tags.Length;
        foreach (ref readonly var tag in tags)
            hash += HashCode.Combine(tag.Key.GetHashCode(StringComparison.Ordinal), tag.Value is string text ? text.GetHashCode(StringComparison.Ordinal) : tag.Value?.GetHashCode() ?? 0);
        return hash;
    }

    public override int GetHashCode() => HashOf(_tags);

    private static bool IsSame(in KeyValuePair<string, object?> one, in KeyValuePair<string, object?> other) =>
        string.Equals(one.Key, other.Key, StringComparison.Ordinal) && Equals(one.Value, other.Value);

    private bool Contains(in KeyValuePair<string, object?> tag)
    {
        foreach (ref readonly var own in _tags.AsSpan())
        {
            if (IsSame(tag, own))
                return true;
        }

        return false;
    }

    private static string Written(KeyValuePair<string, object?>[] tags)
    {
        var text = new StringBuilder();
        foreach (var (name, value) in tags.Select(static tag => (Name: PrometheusNames.Label(tag.Key), tag.Value)).DistinctBy(static tag => tag.Name, StringComparer.Ordinal).OrderBy(static tag => tag.Name, StringComparer.Ordinal))
        {
            if (text.Length > 0)
                text.Append(',');
            text.Append(name).Append("=\"");
            Escape(text, Value(value));
            text.Append('"');
        }

        return text.ToString();
    }

    private static string Value(object? value) => value switch
    {
        null => string.Empty,
        string text => text,
        bool truth => truth ? "true" : "false",
        IFormattable other => other.ToString(format: null, CultureInfo.InvariantCulture),
        _ => value.ToString() ?? string.Empty,
    };

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static void Escape(StringBuilder into, string value)
    {
        foreach (var letter in value.Length > ValueCharactersMax ? value.AsSpan(0, ValueCharactersMax) : value)
        {
            _ = letter switch
            {
                '\\' => into.Append(@"\\"),
                '"' => into.Append("\\\""),
                '\n' => into.Append(@"\n"),
                _ => into.Append(letter),
            };
        }
    }
}

/// <summary>Finds a series by tags on the stack: recording allocates nothing once the series is known.</summary>
internal sealed class LabelsComparer : IEqualityComparer<Labels>, IAlternateEqualityComparer<ReadOnlySpan<KeyValuePair<string, object?>>, Labels>
{
    public static LabelsComparer Instance { get; } = new();

    public bool Equals(Labels? x, Labels? y) => ReferenceEquals(x, y) || string.Equals(x?.Text, y?.Text, StringComparison.Ordinal);

    public int GetHashCode(Labels labels) => labels.GetHashCode();

    public bool Equals(ReadOnlySpan<KeyValuePair<string, object?>> alternate, Labels other) => other.Are(alternate);

    public int GetHashCode(ReadOnlySpan<KeyValuePair<string, object?>> alternate) => Labels.HashOf(alternate);

    public Labels Create(ReadOnlySpan<KeyValuePair<string, object?>> alternate) => new(alternate);
}
