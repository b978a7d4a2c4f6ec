using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Encodings.Web;
using OrleansTrader.Trading.Accounts;
using OrleansTrader.Trading.Signals.Sources;

namespace OrleansTrader.Dashboard.Sources;

/// <summary>What to paste so that alerts reach a source: the address, the message of an alert on a chart, and a line for a shell.</summary>
/// <param name="Url">Where alerts go.</param>
/// <param name="Message">What a chart's alert says, with the chart's own placeholders; null where only programs can send.</param>
/// <param name="Curl">One line that sends an example from a shell.</param>
public sealed record SourceRecipe(string Url, string? Message, string Curl)
{
    private const string Unshown = "SECRET";

    // Example values of an alert in a shell, and what a chart puts in their places.
    private static readonly (string Field, string InShell, string OnChart)[] Values =
    [
        ("symbol", "BTC-USDT", "{{ticker}}"), ("direction", "long", "{{strategy.market_position}}"), ("label", "GREEN_CIRCLE", "GREEN_CIRCLE"),
        ("timestamp", "'$(date -u +%FT%TZ)'", "{{timenow}}"), ("timeframe", "15", "{{interval}}"), ("entry", "60000", "{{close}}"),
        ("stopLoss", "59000", "{{plot(\"Stop\")}}"), ("takeProfit", "63000", "{{plot(\"Target\")}}"), ("confidence", "0.7", "0.7"),
        ("id", "'$(date +%s)'", "{{timenow}}"), ("strategy", "mine", "mine"), ("note", "by hand", "by chart"),
    ];

    private static readonly JsonSerializerOptions Plain = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <param name="origin">How the service is reached, e.g. <c>https://trader.example.org/</c>.</param>
    /// <param name="secret">Null where it is shown no more: then <c>SECRET</c> stands in its place.</param>
    public static SourceRecipe Of(string origin, SourceKey source, SourceConfig config, string? secret)
    {
        var shown = secret ?? Unshown;
        var url = $"{origin.TrimEnd('/')}/webhook/{source.Tenant.Value}/{source.Name}" + (config.Authentication == SourceAuthentication.PathToken ? $"/{shown}" : string.Empty);
        var inBody = config.Authentication == SourceAuthentication.BodySecret ? shown : null;
        var example = Example(config, inBody, static value => value.InShell);
        return config.Authentication == SourceAuthentication.Signature
            ? new SourceRecipe(url, null, Signed(url, example, shown))
            : new SourceRecipe(url, Example(config, inBody, static value => value.OnChart), $"curl -d '{example}' {url}");
    }

    private static string Signed(string url, string example, string secret) =>
        $"body='{example}'; t=$(date +%s); curl -d \"$body\" -H \"{SourceSignature.TimestampHeader}: $t\" "
        + $"-H \"{SourceSignature.Header}: $(printf '%s.%s' \"$t\" \"$body\" | openssl dgst -sha256 -hmac '{secret}' -r | cut -d' ' -f1)\" {url}";

    private static string Example(SourceConfig config, string? secret, Func<(string Field, string InShell, string OnChart), string> value)
    {
        if (config.Text is { } template)
            return Filled(template, secret, value);
        var root = new JsonObject();
        string[] fields = config.Kind == SourceKind.VuManChu ? ["symbol", "label", "timeframe", "timestamp"] : ["symbol", "direction", "timestamp"];
        foreach (var one in Values.Where(one => fields.Contains(one.Field, StringComparer.Ordinal)))
            Put(root, config.Fields.GetValueOrDefault(one.Field, one.Field), value(one));
        if (secret is not null)
            Put(root, config.Fields.GetValueOrDefault("secret", "secret"), secret);
        return root.ToJsonString(Plain);
    }

    // Each place once, from left to right: what a chart puts there has braces of its own.
    private static string Filled(string template, string? secret, Func<(string Field, string InShell, string OnChart), string> value)
    {
        var text = new StringBuilder();
        for (var at = 0; at < template.Length;)
        {
            var open = template.IndexOf('{', at);
            var close = open < 0 ? -1 : template.IndexOf('}', open);
            if (close < 0)
                return text.Append(template, at, template.Length - at).ToString();
            var name = template[(open + 1)..close];
            text.Append(template, at, open - at).Append(name switch
            {
                "secret" => secret ?? Unshown,
                "*" => "…",
                _ => Values.Where(one => NamesOf(one.Field).Contains(name, StringComparer.Ordinal)).Select(value).FirstOrDefault(name),
            });
            at = close + 1;
        }

        return text.ToString();
    }

    private static IEnumerable<string> NamesOf(string field) => field switch
    {
        "symbol" => ["symbol", "ticker"],
        "direction" => ["direction", "action"],
        "entry" => ["entry", "price"],
        "stopLoss" => ["stopLoss", "stop_loss", "stop"],
        "takeProfit" => ["takeProfit", "take_profit", "target"],
        "timeframe" => ["timeframe", "interval"],
        "timestamp" => ["timestamp", "time"],
        "label" => ["label", "signal_type"],
        _ => [field],
    };

    private static void Put(JsonObject root, string path, string value)
    {
        var steps = path.Split('.');
        foreach (var step in steps.AsSpan(0, steps.Length - 1))
        {
            if (root[step] is not JsonObject next)
                root[step] = next = [];
            root = next;
        }

        root[steps[^1]] = value;
    }
}
