using System.CommandLine;
using System.Globalization;
using System.Text.Json.Nodes;

namespace OrleansTrader.Cli.Versions;

/// <summary>The part of a configuration that makes a language model its planner, from flags.</summary>
internal sealed class ModelFlags
{
    /// <summary>Longest file of a prompt that is sent; the service takes 20,000 characters.</summary>
    private const long PromptBytesMax = 128 * 1024;

    /// <summary>Name of the strategy of every version that a model plans.</summary>
    private const string Strategy = "model";

    private static readonly Dictionary<string, (string Name, bool NeedsAssistant)> Modes = new(StringComparer.Ordinal)
    {
        ["single"] = ("single", false),
        ["research-first"] = ("researchFirst", true),
        ["second-opinion"] = ("secondOpinion", true),
        ["panel"] = ("panel", false),
    };

    private static readonly string[] Memories = ["off", "rules", "model"];

    private readonly Option<string?> _model = new("--model") { Description = "The language model that decides, instead of --strategy.", HelpName = "PROVIDER/MODEL" };

    private readonly Option<string?> _mode = new("--mode")
    {
        Description = "How models are asked: single (default of a new version), research-first, second-opinion, panel.",
        HelpName = "MODE",
    };

    private readonly Option<string?> _assistant = new("--assistant")
    {
        Description = "The model that researches, or gives the second opinion.",
        HelpName = "PROVIDER/MODEL",
    };

    private readonly Option<string?> _endpoint = new("--endpoint")
    {
        Description = "A server of your own that speaks OpenAI's chat completions and needs no key; the model is then tenant/NAME.",
        HelpName = "URL",
    };

    private readonly Option<string?> _prompt = new("--prompt") { Description = "What the model is told beside the built-in rules.", HelpName = "TEXT" };

    private readonly Option<string?> _promptFile = new("--prompt-file") { Description = "The same from a file.", HelpName = "FILE" };

    private readonly Option<double?> _temperature = new("--temperature") { Description = "0 to 2. Default: the model's own.", HelpName = "X" };

    private readonly Option<int?> _outputTokens = new("--output-tokens") { Description = "Most tokens of one answer, thinking included. Default: 4000.", HelpName = "N" };

    private readonly Option<int?> _timeout = new("--timeout") { Description = "Longest wait for one answer. Default: 45.", HelpName = "SECONDS" };

    private readonly Option<string?> _indicators = new("--indicators")
    {
        Description = "Shown beside the standard ones, e.g. \"rsi 14 5m, change 15m\".",
        HelpName = "LIST",
    };

    private readonly Option<string?> _memory = new("--memory")
    {
        Description = "Whether closed trades return as lessons: off, in words of rules (default of a new version), or of the model.",
        HelpName = "WHOSE",
    };

    public void AddTo(Command command)
    {
        foreach (Option option in new Option[] { _model, _mode, _assistant, _endpoint, _prompt, _promptFile, _temperature, _outputTokens, _timeout, _indicators, _memory })
            command.Add(option);
    }

    /// <summary>Whether a model is named, by which a version that was planned by rules becomes one that a model plans.</summary>
    public bool HasModel(ParseResult parsed) => parsed.GetValue(_model) is not null;

    /// <summary>Puts what was given into <paramref name="config"/>, whose strategy becomes that of models where a model is named.</summary>
    /// <param name="isWhole">Whether the configuration is a whole one, or changes to one that is there.</param>
    /// <param name="replaced">Parameters of the strategy that is replaced: they are taken away.</param>
    /// <exception cref="UsageException">Flags that do not go together.</exception>
    public void Read(ParseResult parsed, JsonObject config, bool isWhole, IEnumerable<string> replaced)
    {
        var given = Fields(parsed);
        if (given.Count == 0)
            return;
        var model = config[Strategy] as JsonObject ?? [];
        if (isWhole && !HasModel(parsed) && !model.ContainsKey("model"))
            throw new UsageException($"{FlagOf(parsed)} is about a language model: add --model provider/model, e.g. --model openai/gpt-5");
        foreach (var (name, value) in given)
            model[name] = value?.DeepClone();
        config[Strategy] = model;
        CheckMode(parsed, model, isWhole);
        if (!HasModel(parsed))
            return;
        var parameters = new JsonObject();
        foreach (var name in replaced)
            parameters[name] = null;
        config["strategy"] = new JsonObject { ["strategy"] = Strategy, ["parameters"] = parameters };
    }

    private JsonObject Fields(ParseResult parsed)
    {
        var given = new JsonObject();
        if (parsed.GetValue(_model) is { } name)
            given["model"] = name;
        if (parsed.GetValue(_mode) is { } mode)
            given["mode"] = Modes.TryGetValue(mode, out var known) ? known.Name : throw new UsageException($"--mode is '{mode}': use one of {string.Join(", ", Modes.Keys)}");
        if (parsed.GetValue(_assistant) is { } assistant)
            given["assistant"] = assistant;
        if (parsed.GetValue(_endpoint) is { } endpoint)
            given["endpoint"] = endpoint.Length == 0 ? null : endpoint;
        if (Prompt(parsed) is { } prompt)
            given["prompt"] = prompt;
        if (parsed.GetValue(_temperature) is { } temperature)
            given["temperature"] = double.IsFinite(temperature) ? temperature : throw new UsageException($"--temperature is '{temperature}': give 0 to 2");
        if (parsed.GetValue(_outputTokens) is { } tokens)
            given["outputTokensMax"] = tokens;
        if (parsed.GetValue(_timeout) is { } seconds)
            given["timeout"] = TimeSpan.FromSeconds(seconds).ToString("c", CultureInfo.InvariantCulture);
        if (parsed.GetValue(_indicators) is { } indicators)
            given["indicators"] = new JsonArray([.. indicators.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries).Select(static i => (JsonNode)i)]);
        if (parsed.GetValue(_memory) is { } memory)
            given["memory"] = Memories.Contains(memory, StringComparer.Ordinal) ? memory : throw new UsageException($"--memory is '{memory}': use one of {string.Join(", ", Memories)}");
        return given;
    }

    // Of changes to a version that is there only the service knows the rest; it says the same of what cannot be.
    private void CheckMode(ParseResult parsed, JsonObject model, bool isWhole)
    {
        var mode = Modes.FirstOrDefault(known => string.Equals(known.Value.Name, (string?)model["mode"], StringComparison.Ordinal));
        if (mode.Key is null && !isWhole)
            return;
        var (name, needsAssistant) = mode.Key is null ? ("single", false) : (mode.Key, mode.Value.NeedsAssistant);
        if (!needsAssistant && parsed.GetValue(_assistant) is { } assistant)
            throw new UsageException($"--assistant is '{assistant}': mode {name} has no work for it, leave it out or use --mode research-first or second-opinion");
        if (needsAssistant && isWhole && !model.ContainsKey("assistant"))
            throw new UsageException($"--mode {name} needs a second model: add --assistant provider/model");
        if (needsAssistant || parsed.GetValue(_mode) is null)
            return;
        if (isWhole)
            model.Remove("assistant");
        else
            model["assistant"] = null;
    }

    private string? Prompt(ParseResult parsed)
    {
        if (parsed.GetValue(_promptFile) is not { } path)
            return parsed.GetValue(_prompt);
        if (parsed.GetValue(_prompt) is not null)
            throw new UsageException("--prompt and --prompt-file say the same thing: give one of them");
        try
        {
            return new FileInfo(path).Length <= PromptBytesMax
                ? File.ReadAllText(path)
                : throw new UsageException($"--prompt-file: '{path}' is longer than {PromptBytesMax} bytes");
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            throw new UsageException($"--prompt-file: '{path}' cannot be read: {fault.Message}");
        }
    }

    private string FlagOf(ParseResult parsed) =>
        new Option[] { _mode, _assistant, _endpoint, _prompt, _promptFile, _temperature, _outputTokens, _timeout, _indicators, _memory }
            .First(option => parsed.GetResult(option) is { Implicit: false }).Name;
}
