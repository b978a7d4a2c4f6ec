namespace OrleansTrader.Settings;

/// <summary>
/// The environment as settings: names that people know (<c>TRADING_MODE</c>, also with <c>TRADER_</c> before it), <c>Section__Name</c>,
/// and either with <c>_FILE</c> at its end for a secret that lies in a file. An empty variable says nothing.
/// </summary>
internal static class FriendlyNames
{
    /// <summary>Variables with our prefix that belong to the client.</summary>
    private static readonly string[] OfTheClient = ["TRADER_KEY"];

    private const long SecretBytesMax = 64 * 1024;

    /// <summary>The setting that a friendly name stands for; null for another name.</summary>
    public static Setting? Find(string name) =>
        KnownSettings.All.FirstOrDefault(setting => setting.Friendly is { } friendly
            && (string.Equals(friendly, name, StringComparison.Ordinal)
                || (name.Length == Setting.Prefix.Length + friendly.Length
                    && name.StartsWith(Setting.Prefix, StringComparison.Ordinal) && name.EndsWith(friendly, StringComparison.Ordinal))));

    /// <exception cref="StartupException">An unknown name of ours, one setting with two values, a secret's file that cannot be read.</exception>
    public static IReadOnlyList<Given> Read(IEnumerable<KeyValuePair<string, string>> environment)
    {
        var values = new Dictionary<string, Given>(StringComparer.OrdinalIgnoreCase);
        foreach (var (name, text) in environment.OrderBy(static variable => variable.Key, StringComparer.Ordinal))
        {
            if (string.IsNullOrWhiteSpace(text))
                continue;
            var given = Of(name, text);
            if (values.TryGetValue(given.Key, out var other) && !string.Equals(other.Text, given.Text, StringComparison.Ordinal))
                throw new StartupException($"{other.Origin} and {given.Origin} are the same setting with different values: keep one of them");
            values[given.Key] = given;
        }

        return [.. values.Values];
    }

    private static Given Of(string name, string text)
    {
        if (name.EndsWith(Setting.FileSuffix, StringComparison.Ordinal) && Named(name[..^Setting.FileSuffix.Length]) is (var secret, { IsSecret: true }))
            return new Given(secret, OfFile(name, text), name);
        if (Named(name) is var (key, known) && known is not null)
            return new Given(key, text, name);

        var isOurs = name.StartsWith(Setting.Prefix, StringComparison.Ordinal)
            ? !OfTheClient.Contains(name, StringComparer.Ordinal)
            : name.Contains("__", StringComparison.Ordinal) && KnownSettings.IsSection(name.Split("__")[0]);
        return isOurs
            ? throw new StartupException($"there is no setting {name}: did you mean {KnownSettings.Nearest(name).Variable}? 'settings' lists them all")
            : new Given(Path(name), text, name);
    }

    private static (string Key, Setting? Setting) Named(string name) =>
        Find(name) is { } friendly ? (friendly.Key, friendly) : (Path(name), KnownSettings.Find(Path(name)));

    private static string Path(string name) => name.Replace("__", ConfigurationPath.KeyDelimiter, StringComparison.Ordinal);

    private static string OfFile(string name, string path)
    {
        try
        {
            var file = new FileInfo(path);
            if (file.Length > SecretBytesMax)
                throw new StartupException($"{name}: '{path}' is larger than {SecretBytesMax} bytes, so it is no secret");
            var text = File.ReadAllText(path).Trim();
            return text.Length > 0 ? text : throw new StartupException($"{name}: '{path}' is empty");
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            throw new StartupException($"{name}: '{path}' cannot be read ({fault.Message})", fault);
        }
    }
}
