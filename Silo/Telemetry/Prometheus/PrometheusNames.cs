using System.Diagnostics.Metrics;
using System.Text;

namespace OrleansTrader.Silo.Telemetry.Prometheus;

internal enum FamilyKind
{
    Counter,
    Gauge,
    Histogram,
}

/// <summary>
/// Names as Prometheus wants them, by the rules of OpenTelemetry's mapping: dots and dashes become underscores, the unit is written out at
/// the end, counters end in <c>_total</c>.
/// </summary>
internal static class PrometheusNames
{
    private const string Total = "_total";

    /// <summary>An ending that belongs to histograms: on a gauge, linters and people take it for one. <c>cpu_count</c> is <c>cpus</c>.</summary>
    private const string Count = "_count";

    private static readonly Dictionary<string, string> Units = new(StringComparer.Ordinal)
    {
        ["s"] = "seconds", ["ms"] = "milliseconds", ["us"] = "microseconds", ["ns"] = "nanoseconds", ["min"] = "minutes", ["h"] = "hours", ["d"] = "days",
        ["By"] = "bytes", ["KiBy"] = "kibibytes", ["MiBy"] = "mebibytes", ["GiBy"] = "gibibytes", ["kBy"] = "kilobytes", ["MBy"] = "megabytes", ["GBy"] = "gigabytes",
        ["MB"] = "megabytes", ["bytes"] = "bytes", ["V"] = "volts", ["A"] = "amperes", ["J"] = "joules", ["W"] = "watts", ["g"] = "grams", ["Cel"] = "celsius",
        ["Hz"] = "hertz", ["%"] = "percent", ["USD"] = "usd",
    };

    /// <summary>Levels that the runtime declares as counters although they fall again.</summary>
    private static readonly string[] Levels = ["dotnet.thread_pool.thread.count", "dotnet.thread_pool.queue.length"];

    public static FamilyKind KindOf(Instrument instrument)
    {
        if (Levels.Contains(instrument.Name, StringComparer.Ordinal))
            return FamilyKind.Gauge;
        var type = instrument.GetType().GetGenericTypeDefinition();
        return type == typeof(Histogram<>) ? FamilyKind.Histogram
            : type == typeof(Counter<>) || type == typeof(ObservableCounter<>) ? FamilyKind.Counter
            : FamilyKind.Gauge;
    }

    public static string Of(Instrument instrument, FamilyKind kind)
    {
        var name = Clean(instrument.Name.ToLowerInvariant());
        var unit = UnitOf(instrument.Unit, kind);
        if (unit.Length > 0 && !name.EndsWith($"_{unit}", StringComparison.Ordinal))
            name = $"{name}_{unit}";
        if (kind == FamilyKind.Counter)
            return name.EndsWith(Total, StringComparison.Ordinal) ? name : name + Total;
        return kind == FamilyKind.Gauge && name.EndsWith(Count, StringComparison.Ordinal) ? Plural(name[..^Count.Length]) : name;
    }

    /// <summary>A label's name: letters, digits and underscores.</summary>
    public static string Label(string name) => Clean(name);

    private static string Plural(string noun) => noun.EndsWith('y') ? $"{noun[..^1]}ies" : $"{noun}s";

    private static string UnitOf(string? unit, FamilyKind kind)
    {
        if (string.IsNullOrEmpty(unit) || unit[0] == '{')
            return string.Empty;
        if (unit is "1")
            return kind == FamilyKind.Gauge ? "ratio" : string.Empty;
        return Units.TryGetValue(unit, out var word) ? word : Clean(unit.Replace("/", "_per_", StringComparison.Ordinal));
    }

    private static string Clean(string name)
    {
        var clean = new StringBuilder(name.Length + 1);
        foreach (var letter in name)
        {
            if (char.IsAsciiLetterOrDigit(letter))
                clean.Append(letter);
            else if (clean.Length > 0 && clean[^1] != '_')
                clean.Append('_');
        }

        while (clean.Length > 0 && clean[^1] == '_')
            clean.Length--;
        if (clean.Length == 0 || char.IsAsciiDigit(clean[0]))
            clean.Insert(0, '_');
        return clean.ToString();
    }
}
