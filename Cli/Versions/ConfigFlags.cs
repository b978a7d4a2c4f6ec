using System.CommandLine;
using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using OrleansTrader.Cli.Accounts;

namespace OrleansTrader.Cli.Versions;

/// <summary>A version's configuration from flags, or from a file with flags on top.</summary>
internal sealed class ConfigFlags
{
    private readonly Option<string?> _file = new("--config")
    {
        Description = "JSON file with the configuration, in the form that 'versions show --json' prints under config; other flags go on top.",
        HelpName = "FILE",
    };

    private readonly Option<string?> _strategy = new("--strategy")
    {
        Description = "Strategy with parameters, e.g. \"sma-cross fast=10 slow=30\".",
        HelpName = "STRATEGY",
    };

    private readonly Option<string?> _symbols = new("--symbols") { Description = "Markets, e.g. BTC-USDT,ETH-USDT.", HelpName = "LIST" };

    private readonly Option<decimal?> _leverage = new("--leverage") { Description = "Leverage of new positions. Default of a new version: 1.", HelpName = "X" };

    private readonly Option<int?> _cycle = new("--cycle") { Description = "Seconds between two decisions. Default of a new version: the service's CYCLE_INTERVAL_SECONDS, else 60.", HelpName = "SECONDS" };

    private readonly Option<string?> _notes = new("--notes") { Description = "What it is for, in your words.", HelpName = "TEXT" };

    private readonly Option<bool?> _dryRun = new("--dry-run") { Description = "Decide and record, but send no order.", HelpName = "true|false" };

    private readonly Option<string[]> _set = new("--set")
    {
        Description = "Any field by its path, e.g. --set strategy.parameters.fast=12; without a value it is taken away. May be repeated.",
        HelpName = "PATH=VALUE",
    };

    private readonly ModelFlags _model = new();

    private readonly LimitFlags _limits = new("--limit-");

    private bool _isWhole;

    /// <param name="isWhole">Whether the flags make a whole configuration, or changes to one.</param>
    public void AddTo(Command command, bool isWhole)
    {
        _isWhole = isWhole;
        foreach (Option option in new Option[] { _file, _strategy, _symbols, _leverage, _cycle, _notes, _dryRun, _set })
            command.Add(option);
        _model.AddTo(command);
        _limits.AddTo(command);
    }

    /// <summary>Whether the strategy is replaced by another one.</summary>
    public bool HasStrategy(ParseResult parsed) => parsed.GetValue(_strategy) is not null || _model.HasModel(parsed);

    /// <param name="replaced">Parameters of the strategy that is replaced: they are taken away.</param>
    /// <exception cref="UsageException">A file or a flag that cannot be read.</exception>
    public JsonObject Read(ParseResult parsed, params IEnumerable<string> replaced)
    {
        var config = parsed.GetValue(_file) is { } path ? ReadFile(path) : [];
        ReadPlanner(parsed, config, replaced);
        if (parsed.GetValue(_symbols) is { } symbols)
            config["symbols"] = new JsonArray([.. symbols.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries).Select(static s => (JsonNode)s)]);
        if (parsed.GetValue(_leverage) is { } leverage)
            config["leverage"] = leverage.ToString(CultureInfo.InvariantCulture);
        if (parsed.GetValue(_cycle) is { } seconds)
            config["cycleInterval"] = TimeSpan.FromSeconds(seconds).ToString("c", CultureInfo.InvariantCulture);
        if (parsed.GetValue(_notes) is { } notes)
            config["notes"] = notes;
        if (parsed.GetValue(_dryRun) is { } dryRun)
            config["dryRun"] = dryRun;
        ReadLimits(parsed, config);
        foreach (var change in parsed.GetValue(_set) ?? [])
            Set(config, change);
        if (_isWhole && !config.ContainsKey("strategy"))
            throw new UsageException("a version needs a planner: add --strategy \"sma-cross fast=10 slow=30\", --model provider/model, or --config FILE");
        return config;
    }

    // Rules or a model: the one that is named takes the place of the other.
    private void ReadPlanner(ParseResult parsed, JsonObject config, IEnumerable<string> replaced)
    {
        if (parsed.GetValue(_strategy) is { } strategy)
        {
            if (_model.HasModel(parsed))
                throw new UsageException("--strategy and --model both name who decides: give one of them");
            config["strategy"] = Strategy(strategy, replaced);
            if (_isWhole)
                config.Remove("model");
            else
                config["model"] = null;
        }

        _model.Read(parsed, config, _isWhole, replaced);
    }

    private void ReadLimits(ParseResult parsed, JsonObject config)
    {
        if (_isWhole && _limits.IsAnew(parsed))
            config.Remove("limits");
        if (_isWhole && _limits.Read(parsed) is { Count: > 0 } given)
        {
            var limits = config["limits"] as JsonObject ?? (JsonObject)(config["limits"] = new JsonObject());
            foreach (var (name, value) in given)
                limits[name] = value?.DeepClone();
        }
        else if (!_isWhole && _limits.ReadChanges(parsed) is not { Count: 0 } and var changes)
        {
            config["limits"] = changes;
        }
    }

    private static JsonObject ReadFile(string path)
    {
        try
        {
            return JsonNode.Parse(File.ReadAllText(path)) as JsonObject ?? throw new UsageException($"--config: '{path}' is no JSON object");
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException or JsonException)
        {
            throw new UsageException($"--config: '{path}' cannot be read: {fault.Message}");
        }
    }

    private static JsonObject Strategy(string text, IEnumerable<string> replaced)
    {
        var words = text.Split(' ', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
        if (words.Length == 0)
            throw new UsageException("--strategy is empty: name one, e.g. \"sma-cross fast=10 slow=30\"");
        var parameters = new JsonObject();
        foreach (var name in replaced)
            parameters[name] = null;
        foreach (var word in words.AsSpan(1))
        {
            var equals = word.IndexOf('=', StringComparison.Ordinal);
            if (equals < 1)
                throw new UsageException($"--strategy: '{word}' is not of the form name=value");
            parameters[word[..equals]] = word[(equals + 1)..];
        }

        return new JsonObject { ["strategy"] = words[0], ["parameters"] = parameters };
    }

    private void Set(JsonObject config, string change)
    {
        var equals = change.IndexOf('=', StringComparison.Ordinal);
        var path = (equals < 0 ? change : change[..equals]).Split('.');
        if (path.Any(static part => part.Length == 0))
            throw new UsageException($"--set '{change}' is not of the form path=value");
        var at = config;
        foreach (var part in path.AsSpan(..^1))
            at = at[part] as JsonObject ?? (JsonObject)(at[part] = new JsonObject());
        if (equals >= 0)
            at[path[^1]] = Value(change[(equals + 1)..]);
        else if (_isWhole)
            at.Remove(path[^1]);
        else
            at[path[^1]] = null;
    }

    // Numbers are texts to the service; only what is plainly no text is sent as JSON.
    private static JsonNode? Value(string text)
    {
        if (text is not ("true" or "false") && !text.StartsWith('[') && !text.StartsWith('{'))
            return text;
        try
        {
            return JsonNode.Parse(text);
        }
        catch (JsonException)
        {
            return text;
        }
    }
}
