using System.CommandLine;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace OrleansTrader.Cli.Sources;

/// <summary>The flags that say how a source is; a file says all of it, flags go over it.</summary>
internal sealed class SourceFlags
{
    /// <summary>Largest file that is read, in bytes.</summary>
    private const int BytesMax = 256 * 1024;

    private readonly Option<string?> _file = new("--config") { Description = "File with the configuration as the API writes it; - for the standard input.", HelpName = "FILE" };

    private readonly Option<string?> _kind = Words("--kind", "What its alerts look like.", "native", "tradingView", "vuManChu");

    private readonly Option<string?> _authentication = Words("--known-by", "How it proves who it is.", "signature", "bodySecret", "pathToken");

    private readonly Option<string?> _text = new("--text") { Description = "Template of text alerts, e.g. \"{symbol} {direction} {price} at {time}\"; empty for JSON.", HelpName = "TEMPLATE" };

    private readonly Option<string[]> _fields = new("--field") { Description = "Where a field of JSON alerts stands, e.g. direction=strategy.action; may be repeated.", HelpName = "FIELD=PATH" };

    private readonly Option<string[]> _addresses = new("--from") { Description = "An address or network that alerts may come from; may be repeated; all without it.", HelpName = "ADDRESS" };

    private readonly Option<string[]> _follow = new("--follow") { Description = "Who follows: account/NAME or agent/NAME, with what signals may do after a colon, e.g. account/mine:open,close or account/mine:inform; may be repeated.", HelpName = "WHO" };

    private readonly Option<bool?> _on = new("--on") { Description = "Whether it takes alerts.", HelpName = "true|false" };

    private readonly Option<string?> _notes = new("--notes") { Description = "For people.", HelpName = "TEXT" };

    public void AddTo(Command command)
    {
        foreach (var option in All)
            command.Options.Add(option);
    }

    public bool AreGiven(ParseResult parsed) => All.Any(option => parsed.GetResult(option) is { Implicit: false });

    /// <summary>A configuration with what the flags say over it.</summary>
    public async Task<JsonObject> Over(JsonObject config, ParseResult parsed)
    {
        if (parsed.GetValue(_file) is { } file)
            config = Object(await Text(file));
        Put(config, "kind", parsed.GetValue(_kind));
        Put(config, "authentication", parsed.GetValue(_authentication));
        Put(config, "notes", parsed.GetValue(_notes));
        if (parsed.GetValue(_text) is { } text)
            config["text"] = text.Length == 0 ? null : text;
        if (parsed.GetValue(_on) is { } isOn)
            config["isOn"] = isOn;
        if (parsed.GetValue(_fields) is { Length: > 0 } fields)
            config["fields"] = Fields(fields);
        if (parsed.GetValue(_addresses) is { Length: > 0 } addresses)
            config["addresses"] = new JsonArray([.. addresses.Select(static address => (JsonNode)address)]);
        if (parsed.GetValue(_follow) is { Length: > 0 } followers)
        {
            var terms = config["terms"] as JsonObject ?? [];
            terms["subscriptions"] = new JsonArray([.. followers.Select(Follower)]);
            if (terms.Parent is null)
                config["terms"] = terms;
        }

        return config;
    }

    /// <summary>What a file holds, or the standard input.</summary>
    public static async Task<string> Text(string file)
    {
        try
        {
            if (file is "-")
                return await Console.In.ReadToEndAsync();
            return new FileInfo(file) is { Length: > BytesMax } large
                ? throw new UsageException($"'{file}' has {large.Length} bytes: give a file of at most {BytesMax}")
                : await File.ReadAllTextAsync(file);
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            throw new UsageException($"'{file}' cannot be read: {fault.Message}");
        }
    }

    private IEnumerable<Option> All => [_file, _kind, _authentication, _text, _fields, _addresses, _follow, _on, _notes];

    private static Option<string?> Words(string name, string description, params string[] words)
    {
        var option = new Option<string?>(name) { Description = description };
        option.AcceptOnlyFromAmong(words);
        return option;
    }

    private static void Put(JsonObject config, string name, string? value)
    {
        if (value is not null)
            config[name] = value;
    }

    private static JsonObject Object(string text)
    {
        try
        {
            return JsonNode.Parse(text) as JsonObject ?? throw new UsageException("--config is no JSON object");
        }
        catch (JsonException)
        {
            throw new UsageException("--config is no JSON: give what 'trader sources show NAME --json' has under config");
        }
    }

    private static JsonObject Fields(string[] given)
    {
        var fields = new JsonObject();
        foreach (var field in given)
        {
            var at = field.IndexOf('=', StringComparison.Ordinal);
            if (at < 1)
                throw new UsageException($"--field '{field}': write FIELD=PATH, e.g. direction=strategy.action");
            fields[field[..at]] = field[(at + 1)..];
        }

        return fields;
    }

    private static JsonNode Follower(string given)
    {
        var colon = given.IndexOf(':', StringComparison.Ordinal);
        var who = colon < 0 ? given : given[..colon];
        var slash = who.IndexOf('/', StringComparison.Ordinal);
        if (slash < 1 || who[..slash] is not ("account" or "agent"))
            throw new UsageException($"--follow '{given}': write account/NAME or agent/NAME, with rights after a colon if need be, e.g. account/mine:open,close");
        var follower = new JsonObject { ["kind"] = who[..slash], ["name"] = who[(slash + 1)..] };
        if (colon >= 0)
        {
            var rights = given[(colon + 1)..].Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
            follower["may"] = rights is ["inform"] ? [] : new JsonArray([.. rights.Select(static right => (JsonNode)right)]);
        }

        return follower;
    }
}
