namespace OrleansTrader.Settings;

/// <summary>One thing that a person may set, and everything that is said of it.</summary>
/// <param name="Key">Its place in the configuration, e.g. <c>Service:Feed</c>; a part in angle brackets stands for any name.</param>
/// <param name="Example">A value that can be, in most cases the default.</param>
/// <param name="Meaning">One line.</param>
/// <param name="Friendly">The environment variable that people know it by, beside <c>Section__Name</c>.</param>
/// <param name="Flag">The flag of the command line.</param>
/// <param name="IsSecret">Never printed; may be given as the name of a file, in the same variable with <c>_FILE</c> at its end.</param>
internal sealed record Setting(string Key, string Example, string Meaning, string? Friendly = null, string? Flag = null, bool IsSecret = false)
{
    /// <summary>Whether it may have several entries; a later source replaces them all.</summary>
    public bool IsList { get; init; }

    /// <summary>What ends the name of a variable that names a file with the value.</summary>
    public const string FileSuffix = "_FILE";

    /// <summary>What friendly names may begin with, where the bare name belongs to another program.</summary>
    public const string Prefix = "TRADER_";

    /// <summary>The name as an environment variable: the friendly one, else <c>Section__Name</c>.</summary>
    public string Variable => Friendly ?? Key.Replace(":", "__", StringComparison.Ordinal);

    /// <summary>Whether a key of the configuration, or one of its list's entries, is this setting.</summary>
    public bool Holds(string key)
    {
        var (wanted, given) = (Key.Split(':'), key.Split(':'));
        var isEntry = given.Length == wanted.Length + 1 && given[^1].All(char.IsAsciiDigit);
        if (given.Length != wanted.Length && !isEntry)
            return false;
        for (var part = 0; part < wanted.Length; part++)
        {
            if (!wanted[part].StartsWith('<') && !string.Equals(wanted[part], given[part], StringComparison.OrdinalIgnoreCase))
                return false;
        }

        return true;
    }
}

/// <summary>Settings that belong together.</summary>
/// <param name="Section">First part of their keys; null for names without one.</param>
internal sealed record SettingGroup(string? Section, string Title, params Setting[] Settings);
