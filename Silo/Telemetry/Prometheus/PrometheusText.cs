using System.Globalization;
using System.Text;

namespace OrleansTrader.Silo.Telemetry.Prometheus;

/// <summary>Families as text: HELP, TYPE, then a line a value. Units stand in the names, where this format has them.</summary>
internal static class PrometheusText
{
    public const string ContentType = "text/plain; version=0.0.4; charset=utf-8";

    public static string Write(IEnumerable<Family> families, long collection)
    {
        var text = new StringBuilder(16 * 1024);

        // Instruments of two meters may have one name (each silo of a test has a meter): one family, and of equal series the first.
        foreach (var named in families.GroupBy(static family => family.Name, StringComparer.Ordinal).OrderBy(static named => named.Key, StringComparer.Ordinal))
        {
            var first = named.First();
            var written = new HashSet<string>(StringComparer.Ordinal);
            foreach (var family in named.Where(family => family.Kind == first.Kind))
            {
                foreach (var series in family.Told(collection))
                {
                    if (!written.Add(series.Labels.Text))
                        continue;
                    if (written.Count == 1)
                        Head(text, first);
                    Values(text, family, series);
                }
            }
        }

        return text.ToString();
    }

    private static void Head(StringBuilder text, Family family)
    {
        var help = family.Help.Length == 0 ? $"{family.Name} of {family.Meter}." : family.Help;
        text.Append("# HELP ").Append(family.Name).Append(' ').Append(help.Replace(@"\", @"\\", StringComparison.Ordinal).Replace("\n", @"\n", StringComparison.Ordinal)).Append('\n');
        text.Append("# TYPE ").Append(family.Name).Append(' ').Append(TypeOf(family.Kind)).Append('\n');
    }

    private static string TypeOf(FamilyKind kind) => kind switch
    {
        FamilyKind.Counter => "counter",
        FamilyKind.Histogram => "histogram",
        _ => "gauge",
    };

    private static void Values(StringBuilder text, Family family, Series series)
    {
        var labels = series.Labels.Text;
        if (family.Bounds is not { } bounds)
        {
            Line(text, family.Name, string.Empty, labels, Number(series.Value));
            return;
        }

        var sum = series.Value;
        var count = 0L;
        for (var i = 0; i <= bounds.Length; i++)
        {
            count += series.BucketOf(i);
            var bound = $"le=\"{(i < bounds.Length ? Number(bounds[i]) : "+Inf")}\"";
            Line(text, family.Name, "_bucket", labels.Length == 0 ? bound : $"{labels},{bound}", count.ToString(CultureInfo.InvariantCulture));
        }

        Line(text, family.Name, "_sum", labels, Number(sum));
        Line(text, family.Name, "_count", labels, count.ToString(CultureInfo.InvariantCulture));
    }

    private static void Line(StringBuilder text, string name, string part, string labels, string value)
    {
        text.Append(name).Append(part);
        if (labels.Length > 0)
            text.Append('{').Append(labels).Append('}');
        text.Append(' ').Append(value).Append('\n');
    }

    private static string Number(double value) => value switch
    {
        double.PositiveInfinity => "+Inf",
        double.NegativeInfinity => "-Inf",
        _ => double.IsNaN(value) ? "NaN" : value.ToString("R", CultureInfo.InvariantCulture),
    };
}
