using System.Text.Json;

namespace OrleansTrader.Settings;

/// <summary>
/// The one configuration of a start: a file (JSON), over it the environment, over it the flags. Each value is known by the name that it
/// was given under, so that a refusal names what a person wrote.
/// </summary>
internal sealed class StartSettings(IConfiguration configuration, IReadOnlyDictionary<string, string> origins)
{
    public IConfiguration Configuration => configuration;

    /// <param name="file">Path of a JSON file; null for none.</param>
    /// <param name="environment">Variables by name.</param>
    /// <param name="flags">Settings with the texts that their flags gave.</param>
    /// <exception cref="StartupException">An unknown name, a name given twice, a file that cannot be read.</exception>
    public static StartSettings Read(
        string? file, IEnumerable<KeyValuePair<string, string>> environment, IEnumerable<(Setting Setting, IReadOnlyList<string> Texts)> flags)
    {
        var values = new Dictionary<string, Given>(StringComparer.OrdinalIgnoreCase);
        Lay(values, file is null ? [] : OfFile(file));
        Lay(values, FriendlyNames.Read(environment));
        Lay(values, flags.SelectMany(static flag => OfFlag(flag.Setting, flag.Texts)));
        return new StartSettings(
            new ConfigurationBuilder().AddInMemoryCollection(values.Select(static value => KeyValuePair.Create(value.Key, (string?)value.Value.Text))).Build(),
            values.ToDictionary(static value => value.Key, static value => value.Value.Origin, StringComparer.OrdinalIgnoreCase));
    }

    /// <summary>The text of a setting, or null where nothing says anything.</summary>
    public string? Text(string key) => Configuration[key];

    /// <summary>The text of a setting by its name as an environment variable, the friendly one or <c>Section__Name</c>; null where nothing says anything.</summary>
    public string? Of(string variable) =>
        Text(FriendlyNames.Find(variable)?.Key ?? variable.Replace("__", ConfigurationPath.KeyDelimiter, StringComparison.Ordinal))?.Trim() is { Length: > 0 } text ? text : null;

    /// <summary>The texts of a list, from entries or divided by a sign.</summary>
    public IReadOnlyList<string> Texts(string key, char divider)
    {
        var section = Configuration.GetSection(key);
        return section.Value is { } text
            ? text.Split(divider, StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries)
            : [.. section.GetChildren().OrderBy(static child => child.Key, ConfigurationKeyComparer.Instance).Select(static child => child.Value).OfType<string>()];
    }

    /// <summary>The name that a setting was given under, e.g. <c>--port</c>, <c>PORT</c> or <c>Service:Port of trader.json</c>.</summary>
    public string Origin(string key) =>
        origins.GetValueOrDefault(key) ?? origins.GetValueOrDefault($"{key}:0") ?? KnownSettings.Find(key)?.Variable ?? key;

    private static void Lay(Dictionary<string, Given> values, IEnumerable<Given> layer)
    {
        var given = layer.ToList();
        var lists = given.Select(static value => KnownSettings.Find(value.Key)).Where(static setting => setting is { IsList: true }).Distinct();
        foreach (var key in lists.SelectMany(list => values.Keys.Where(list!.Holds)).ToList())
            values.Remove(key);
        foreach (var value in given)
            values[value.Key] = value;
    }

    private static IEnumerable<Given> OfFlag(Setting setting, IReadOnlyList<string> texts) => setting.IsList && texts.Count > 1
        ? texts.Select((text, place) => new Given($"{setting.Key}:{place}", text, setting.Flag!))
        : texts.Select(text => new Given(setting.Key, text, setting.Flag!));

    private static IEnumerable<Given> OfFile(string file)
    {
        var name = Path.GetFileName(file);
        if (!File.Exists(file))
            throw new StartupException($"--config: there is no file '{file}'");
        IConfigurationRoot read;
        try
        {
            read = new ConfigurationBuilder().AddJsonFile(Path.GetFullPath(file), optional: false).Build();
        }
        catch (Exception fault) when (fault is InvalidDataException or FormatException or IOException or UnauthorizedAccessException)
        {
            var why = fault.GetBaseException() is JsonException json ? $"line {json.LineNumber + 1}: {json.Message.Split(" LineNumber:")[0]}" : fault.GetBaseException().Message;
            throw new StartupException($"--config '{file}' cannot be read: {why}", fault);
        }

        foreach (var (key, text) in read.AsEnumerable())
        {
            if (string.IsNullOrEmpty(text))
                continue;
            var setting = FriendlyNames.Find(key) ?? KnownSettings.Find(key)
                ?? throw new StartupException($"--config '{file}': there is no setting '{key}'; did you mean {KnownSettings.Nearest(key.Replace(":", "__", StringComparison.Ordinal)).Key}?");
            yield return new Given(FriendlyNames.Find(key) is null ? key : setting.Key, text, $"{key} of {name}");
        }
    }
}

/// <param name="Key">Place in the configuration.</param>
/// <param name="Origin">The name that a person gave it under.</param>
internal sealed record Given(string Key, string Text, string Origin);
