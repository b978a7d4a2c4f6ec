using System.Collections;

namespace OrleansTrader.Settings;

/// <summary>The variables of this process.</summary>
internal static class ProcessEnvironment
{
    public static IEnumerable<KeyValuePair<string, string>> Variables() => Environment.GetEnvironmentVariables().Cast<DictionaryEntry>()
        .Select(static variable => KeyValuePair.Create((string)variable.Key, (string?)variable.Value ?? string.Empty));
}
