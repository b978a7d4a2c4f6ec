using System.Text;

namespace OrleansTrader.Grains.Ports.Telemetry;

/// <summary>An enumeration's members as label values, made once: <c>InsufficientMargin</c> is <c>insufficient_margin</c>.</summary>
internal static class Words<T>
    where T : struct, Enum
{
    private static readonly Dictionary<T, string> All = Enum.GetValues<T>().Distinct().ToDictionary(static value => value, static value => Snake(value.ToString()));

    public static string Of(T value) => All.GetValueOrDefault(value, "unknown");

    private static string Snake(string name)
    {
        var word = new StringBuilder(name.Length + 4);
        foreach (var letter in name)
        {
            if (char.IsUpper(letter) && word.Length > 0)
                word.Append('_');
            word.Append(char.ToLowerInvariant(letter));
        }

        return word.ToString();
    }
}
