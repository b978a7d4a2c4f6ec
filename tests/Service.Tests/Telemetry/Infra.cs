using System.Reflection;
using System.Text.Json;
using System.Text.RegularExpressions;

namespace OrleansTrader.Service.Tests.Telemetry;

/// <summary>The monitoring's own files in the repository.</summary>
internal static partial class Infra
{
    /// <summary>The line of the alertmanager's file that Debian's version does not know yet: in its place comes the address itself.</summary>
    public const string WebhookFile = "url_file: /run/secrets/alert_webhook";

    public static string Root { get; } = typeof(Infra).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>()
        .Single(static attribute => string.Equals(attribute.Key, "RepositoryRoot", StringComparison.Ordinal)).Value!;

    public static string Rules => File.ReadAllText(PathOf("infra/prometheus/rules/orleanstrader.yml"));

    public static string[] DashboardFiles => Directory.GetFiles(PathOf("infra/grafana/dashboards"), "*.json").Order(StringComparer.Ordinal).ToArray();

    public static string PathOf(string relative) => Path.Combine(Root, relative);

    public static JsonElement Read(string dashboard) => JsonDocument.Parse(File.ReadAllText(dashboard)).RootElement;

    /// <summary>All panels but rows.</summary>
    public static IEnumerable<JsonElement> Panels(JsonElement dashboard) =>
        dashboard.GetProperty("panels").EnumerateArray().Where(static panel => panel.GetProperty("type").GetString() is not "row");

    /// <summary>Every query of every panel, with the variables as Grafana puts them in when everything is chosen.</summary>
    public static IEnumerable<(string Where, string Expression)> Queries() =>
        from file in DashboardFiles
        let dashboard = Read(file)
        from panel in Panels(dashboard)
        from target in panel.GetProperty("targets").EnumerateArray()
        select ($"{Path.GetFileNameWithoutExtension(file)}: {panel.GetProperty("title").GetString()}", Filled(target.GetProperty("expr").GetString()!));

    /// <summary>Queries that fill the variables and mark alerts.</summary>
    public static IEnumerable<string> Variables() =>
        from file in DashboardFiles
        from variable in Read(file).GetProperty("templating").GetProperty("list").EnumerateArray()
        select Filled(VariableQuery().Match(variable.GetProperty("query").GetProperty("query").GetString()!).Groups["metric"].Value);

    private static string Filled(string expression) => expression.Replace("$__rate_interval", "1m", StringComparison.Ordinal)
        .Replace("$instance", ".*", StringComparison.Ordinal).Replace("$tenant", ".*", StringComparison.Ordinal)
        .Replace("$account", ".*", StringComparison.Ordinal).Replace("$model", ".*", StringComparison.Ordinal);

    /// <summary>Names of metrics in an expression: what is no function, keyword, label or text.</summary>
    public static IEnumerable<string> MetricsIn(string expression)
    {
        var bare = Grouping().Replace(Durations().Replace(Selectors().Replace(expression, " "), " "), " ");
        return Names().Matches(bare).Select(static match => match.Value).Where(static name => name is not ("and" or "or" or "unless" or "bool")).Distinct(StringComparer.Ordinal);
    }

    [GeneratedRegex(@"^label_values\((?<metric>.+), *[a-z_]+\)$")]
    private static partial Regex VariableQuery();

    [GeneratedRegex(@"\{[^}]*\}|""[^""]*""")]
    private static partial Regex Selectors();

    [GeneratedRegex(@"\[[^\]]*\]")]
    private static partial Regex Durations();

    [GeneratedRegex(@"\b(by|without|on|ignoring|group_left|group_right)\s*\([^)]*\)")]
    private static partial Regex Grouping();

    [GeneratedRegex(@"\b[a-zA-Z_:][a-zA-Z0-9_:]*\b(?!\s*\()(?![eE]?[0-9])")]
    private static partial Regex Names();
}
