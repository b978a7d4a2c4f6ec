using System.Collections.Immutable;
using System.Text.RegularExpressions;

namespace OrleansTrader.Silo.Logging;

/// <summary>
/// Takes secrets out of text before it is written: what looks like one (keys of providers and of this service, headers, parameters of
/// addresses, connection strings), and the very values that this process was given as secrets.
/// </summary>
public sealed partial class Redactor
{
    public const string Hidden = "[hidden]";

    /// <summary>A shorter value may be an ordinary word.</summary>
    private const int ValueCharactersMin = 8;

    private const int ValuesMax = 256;

    /// <summary>A text that takes longer to look through is hidden whole.</summary>
    private const int MatchMillisecondsMax = 500;

    private ImmutableArray<string> _values = [];

    /// <summary>The one of this process; it knows what the environment and the settings hold.</summary>
    public static Redactor Process { get; } = new();

    /// <summary>Remembers the values of settings whose names say that they are secret.</summary>
    public void Learn(IConfiguration configuration)
    {
        var found = configuration.AsEnumerable()
            .Where(static setting => setting.Value is { Length: >= ValueCharactersMin } && (IsSecret(setting.Key) || KnownSettings.Find(setting.Key) is { IsSecret: true }))
            .Select(static setting => setting.Value!)
            .Concat(_values).Distinct(StringComparer.Ordinal).OrderByDescending(static value => value.Length).Take(ValuesMax);
        _values = [.. found];
    }

    /// <summary>Whether a value's name says that it is one.</summary>
    public static bool IsSecret(string name) => SecretName().IsMatch(name);

    public string Clean(string text)
    {
        if (text.Length < ValueCharactersMin)
            return text;
        foreach (var value in _values)
            text = text.Replace(value, Hidden, StringComparison.Ordinal);
        try
        {
            text = Token().Replace(text, Hidden);
            text = Scheme().Replace(text, $"$1 {Hidden}");
            text = UserInfo().Replace(text, $"$1{Hidden}@");
            text = WebhookToken().Replace(text, $"$1{Hidden}");
            return Pair().Replace(text, $"$1{Hidden}");
        }
        catch (RegexMatchTimeoutException)
        {
            return Hidden;
        }
    }

    // ApiKey, OPENAI_API_KEY, ScrapeToken, Password, MasterKey, ConnectionString, OtlpHeaders; not KeyId, nor the key of a grain.
    [GeneratedRegex("(apikey|api_key|api-key|masterkey|privatekey|_key|token|secret|password|passphrase|connectionstring|otlpheaders|authorization|cookie)$", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant, MatchMillisecondsMax)]
    private static partial Regex SecretName();

    // Keys as providers, this service and JSON web tokens write them.
    [GeneratedRegex(@"\b(sk|pk|rk|pplx|xai|gsk|AIza)[-_A-Za-z0-9]{12,}|\bot_[A-Za-z0-9-]+_[A-Za-z0-9]+_[A-Za-z0-9_-]{6,}|\beyJ[A-Za-z0-9_-]{8,}\.[A-Za-z0-9_-]{8,}\.[A-Za-z0-9_-]*", RegexOptions.CultureInvariant, MatchMillisecondsMax)]
    private static partial Regex Token();

    [GeneratedRegex(@"\b(Bearer|Basic|ApiKey|Token)\s+[A-Za-z0-9._~+/=-]{6,}", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant, MatchMillisecondsMax)]
    private static partial Regex Scheme();

    [GeneratedRegex(@"\b([a-z][a-z0-9+.-]*://)[^\s/@]+@", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant, MatchMillisecondsMax)]
    private static partial Regex UserInfo();

    // The last part of the address that alerts are sent to.
    [GeneratedRegex("""(/webhook/[^/\s"?]{1,100}/[^/\s"?]{1,100}/)[^\s"?,;]+""", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant, MatchMillisecondsMax)]
    private static partial Regex WebhookToken();

    // name=value, name: value and "name": "value", as in queries, headers, connection strings and JSON.
    [GeneratedRegex(
        """((?:\b|_)(?:api[-_]?key|x-api-key|apikey|access[-_]?token|refresh[-_]?token|auth[-_]?token|token|secret|client[-_]?secret|password|passwd|pwd|passphrase|signature|authorization|set-cookie|cookie|scrapetoken|masterkey)["']?\s*[=:]\s*["']?)(?!\[hidden\]|Bearer\s|Basic\s)[^\s"'&;,}]{3,}""",
        RegexOptions.IgnoreCase | RegexOptions.CultureInvariant, MatchMillisecondsMax)]
    private static partial Regex Pair();
}
