namespace Orleans.Runtime;

/// <summary>Values that go with every call made from here, and with what that call calls. Never changed in place.</summary>
public static class RequestContext
{
    internal static readonly AsyncLocal<Dictionary<string, object>?> Current = new();

    public static IEnumerable<string> Keys => Current.Value?.Keys ?? Enumerable.Empty<string>();

    public static IEnumerable<KeyValuePair<string, object>> Entries => Current.Value ?? Enumerable.Empty<KeyValuePair<string, object>>();

    public static object? Get(string key) => Current.Value is { } values && values.TryGetValue(key, out var value) ? value : null;

    public static void Set(string key, object value)
    {
        var values = Current.Value is { } old
            ? new Dictionary<string, object>(old, StringComparer.Ordinal)
            : new Dictionary<string, object>(1, StringComparer.Ordinal);
        values[key] = value;
        Current.Value = values;
    }

    /// <returns>True if the key was there.</returns>
    public static bool Remove(string key)
    {
        if (Current.Value is not { } old || !old.ContainsKey(key)) return false;
        var values = new Dictionary<string, object>(old, StringComparer.Ordinal);
        values.Remove(key);
        Current.Value = values.Count == 0 ? null : values;
        return true;
    }

    public static void Clear()
    {
        if (Current.Value is not null) Current.Value = null;
    }
}
